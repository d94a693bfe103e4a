import type { IncomingMessage } from 'node:http';

/** What Node's own limit says, which knows one limit for all requests of a server. */
class ArrivalTimeout extends Error {
  readonly code = 'ERR_HTTP_REQUEST_TIMEOUT';
}

/** Gives a request up, as Node does (408, and the connection ends), whose body has not arrived in time. */
export function limitArrival(request: IncomingMessage, limitMs: number): void {
  const { headers, socket } = request;
  if (headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0) return;
  const timer = setTimeout(() => {
    if (!request.complete) server(socket)?.emit('clientError', new ArrivalTimeout('the request did not arrive in time'), socket);
  }, limitMs);
  timer.unref();
  request.once('end', () => clearTimeout(timer));
  request.once('close', () => clearTimeout(timer));
}

/** Node keeps the server of a connection beside it. */
function server(socket: IncomingMessage['socket']): { emit(name: string, ...values: readonly unknown[]): boolean } | undefined {
  return (socket as unknown as { readonly server?: { emit(name: string, ...values: readonly unknown[]): boolean } }).server;
}
