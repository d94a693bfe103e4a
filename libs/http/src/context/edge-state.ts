import type { RequestContext } from '@leadstream/kernel';
import type { Span } from '@leadstream/telemetry';
import type { Caller } from './authenticator.js';
import type { RouteBinding, RouteInput } from '../route/route-binding.js';

/** What the edge knows of one request; `request.edge`. */
export interface EdgeState {
  requestId: string;
  clientIp: string;
  startedAtMs: number;
  caller?: Caller;
  span?: Span;
  context?: RequestContext;
  /** Bytes of the body as received, of every route but multipart ones. */
  rawBody?: Buffer;
  input?: RouteInput;
}

declare module 'fastify' {
  interface FastifyRequest {
    edge: EdgeState;
  }
  interface FastifyContextConfig {
    contract?: RouteBinding;
    isPublic?: boolean;
  }
}
