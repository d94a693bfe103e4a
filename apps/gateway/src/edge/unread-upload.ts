import type { IncomingMessage } from 'node:http';

/** How long a sender whose request was answered already may take to notice. */
const NOTICE_MS = 500;

/**
 * Ends what is left of a request that was answered before its body had arrived (refused, too large). What still comes is
 * thrown away for a moment, since a connection that is closed on unread bytes takes the answer with it; then it is closed.
 */
export function endUnreadUpload(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  request.resume();
  const timer = setTimeout(() => request.socket.destroy(), NOTICE_MS);
  request.once('end', () => clearTimeout(timer));
  request.once('close', () => clearTimeout(timer));
}
