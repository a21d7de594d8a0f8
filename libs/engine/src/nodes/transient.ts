const builtIn = [
  'exceeded quota',
  'TLS handshake timeout',
  'i/o timeout',
  'connection timed out',
  'connection reset by peer',
  'Client.Timeout exceeded while awaiting headers',
  'net/http: request canceled',
  'too many requests',
  'Throttling',
  'RequestThrottled',
  'etcdserver: request timed out',
  'the server is currently unable to handle the request',
  'object is being deleted',
  'no such host',
  'unexpected EOF',
];

/** True for failures that pass by themselves: quotas, throttling, timeouts, broken connections, and the user's own pattern. */
export function isTransient(message: string, pattern: string | undefined): boolean {
  if (builtIn.some((part) => message.includes(part))) return true;
  return pattern !== undefined && pattern !== '' && matches(message, pattern);
}

function matches(message: string, pattern: string): boolean {
  try {
    return new RegExp(pattern).test(message);
  } catch {
    return false;
  }
}
