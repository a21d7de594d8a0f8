import type { Io } from './command.ts';
import { CliFailure } from './failure.ts';
import type { Paint } from './output/colours.ts';

/** Prints what went wrong and returns the exit code. Only a bug shows a stack. */
export function printFailure(error: unknown, io: Io, paint: Paint): number {
  if (error instanceof CliFailure) {
    print(io, paint, { message: error.message, hint: error.hint });
    return error.exitCode;
  }
  if (isOperational(error)) {
    print(io, paint, { message: error.message, hint: HINTS[error.code] });
    return 1;
  }
  io.error(`${paint('red', 'Error:')} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 1;
}

interface OperationalFailure extends Error {
  readonly code: string;
}

/** Failures of the world outside carry a code; what Node throws for files and sockets does too. */
function isOperational(error: unknown): error is OperationalFailure {
  return error instanceof Error && typeof (error as { code?: unknown }).code === 'string';
}

const HINTS: Readonly<Record<string, string>> = {
  KUBE_UNREACHABLE: 'is the cluster up, and does KUBECONFIG point to it? `argo local up --detach` starts one on this machine',
  SERVER_UNREACHABLE: 'is the Argo server up, and does ARGO_SERVER point to it? ARGO_SECURE=false is for servers without TLS',
  SERVER_UNAUTHENTICATED: 'the server wants a token: set ARGO_TOKEN, for example "Bearer $(kubectl create token NAME)"',
  KUBE_UNAUTHORIZED: 'the credentials of the kubeconfig are missing or expired',
  KUBE_FORBIDDEN: 'the user of the kubeconfig lacks this permission; `kubectl auth can-i --list` shows what it may do',
};

function print(io: Io, paint: Paint, { message, hint }: { readonly message: string; readonly hint: string | undefined }): void {
  io.error(`${paint('red', 'Error:')} ${message}\n`);
  if (hint) io.error(`${paint('dim', 'Hint:')} ${hint}\n`);
}
