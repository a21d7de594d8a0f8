import { parseAllDocuments } from 'yaml';

/** What is wrong with the first document of a YAML text; undefined when it can be read. Aliases are not expanded. */
export function yamlSyntaxProblem(text: string): string | undefined {
  const documents = parseAllDocuments(text, { logLevel: 'silent', strict: false, uniqueKeys: false });
  return Array.isArray(documents) ? documents[0]?.errors[0]?.message.split('\n')[0] : undefined;
}
