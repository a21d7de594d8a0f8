import type { HTTP, SecretKeySelector, Template } from '@argosy/api';
import { compileExpression } from '@argosy/expressions';
import { OperationalError } from '@argosy/std';
import { type HeaderFields, headerFields } from './http-headers.ts';
import type { TaskOutcome } from './task.ts';

/** A request with all of its values known. */
export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | Uint8Array | undefined;
  readonly timeout: number | undefined;
  readonly insecure: boolean;
}

export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: HeaderFields;
  readonly body: string;
}

/** What an http task needs of the world around it. */
export interface HttpContext {
  send(request: HttpRequest): Promise<HttpAnswer>;
  readSecret(selector: SecretKeySelector): Promise<string>;
  now(): number;
}

/** Most characters of an answer that becomes a result: it is stored with the workflow. */
const mostResult = 1024 * 1024;

/** Sends the request of an http template; the answer is the result (acceptance 2.3). */
export async function runHttpTask({ http }: Template, context: HttpContext): Promise<TaskOutcome> {
  const request = await requestOf(http as HTTP, context);
  const answer = await context.send(request);
  if (answer.body.length > mostResult) {
    const message = `the answer has ${answer.body.length} characters, a result may have at most ${mostResult}`;
    throw new OperationalError(message, { code: 'AGENT_RESULT', retry: 'never' });
  }
  const problem = problemOf(http as HTTP, { request, answer }, context.now());
  return {
    result: {
      phase: problem === undefined ? 'Succeeded' : 'Failed',
      ...(problem !== undefined && { message: problem }),
      outputs: { result: answer.body },
    },
  };
}

async function requestOf(http: HTTP, context: HttpContext): Promise<HttpRequest> {
  const { method, url, timeoutSeconds = 0, insecureSkipVerify = false } = http;
  return {
    method: method || 'GET',
    url,
    headers: await headersOf(http, context),
    body: bodyOf(http),
    timeout: timeoutSeconds > 0 ? timeoutSeconds * 1000 : undefined,
    insecure: insecureSkipVerify,
  };
}

async function headersOf({ headers = [] }: HTTP, { readSecret }: HttpContext): Promise<HttpRequest['headers']> {
  const fields: (readonly [string, string])[] = [];
  for (const { name, value = '', valueFrom } of headers) {
    const selector = valueFrom?.secretKeyRef;
    fields.push([name, selector ? await readSecret(selector) : value]);
  }
  return fields;
}

function bodyOf({ body, bodyFrom }: HTTP): HttpRequest['body'] {
  return bodyFrom?.bytes === undefined ? body || undefined : Buffer.from(bodyFrom.bytes, 'base64');
}

interface Exchange {
  readonly request: HttpRequest;
  readonly answer: HttpAnswer;
}

function problemOf({ successCondition }: HTTP, { request, answer }: Exchange, now: number): string | undefined {
  if (!successCondition) {
    const isGood = answer.statusCode >= 200 && answer.statusCode < 300;
    return isGood ? undefined : `received non-2xx response code: ${answer.statusCode}`;
  }
  const { method, url, body = '' } = request;
  const variables = { request: { method, url, body: String(body), headers: headerFields(request.headers) }, response: answer };
  const verdict = compileExpression(successCondition).evaluate(variables, { now, seed: '' });
  if (typeof verdict !== 'boolean') {
    const message = `successCondition '${successCondition}' must be true or false, it is ${JSON.stringify(verdict)}`;
    throw new OperationalError(message, { code: 'AGENT_CONDITION', retry: 'never' });
  }
  return verdict ? undefined : `successCondition '${successCondition}' evaluated false`;
}
