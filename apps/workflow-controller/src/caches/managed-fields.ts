/** The object without `metadata.managedFields`: often the largest part of it, and never read. */
export function withoutManagedFields<O extends { readonly metadata: object }>(object: O): O {
  if (!('managedFields' in object.metadata)) return object;
  const metadata: Record<string, unknown> = { ...object.metadata };
  delete metadata['managedFields'];
  return { ...object, metadata };
}
