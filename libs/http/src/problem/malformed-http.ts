import type { Socket } from 'node:net';
import { uuidV7 } from '@leadstream/kernel';
import { httpErrors } from '../http.errors.js';
import { problemOf } from './problem.js';

/** Answers bytes that are no HTTP request, which reach no route and no hook. */
export function malformedHttp(error: NodeJS.ErrnoException, socket: Socket): void {
  // The client is gone, or an answer is already under way.
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const requestId = uuidV7.next();
  const isLate = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
  const body = JSON.stringify(problemOf(isLate ? httpErrors.REQUEST_TOO_SLOW() : httpErrors.MALFORMED_REQUEST(), requestId));
  const head = [
    isLate ? 'HTTP/1.1 408 Request Timeout' : 'HTTP/1.1 400 Bad Request',
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${requestId}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
