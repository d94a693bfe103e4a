import type { RequestContext } from '@leadstream/kernel';
import type { Span } from '@leadstream/telemetry';
import type { RouteBinding, RouteInput } from '../route/route-binding.js';
import type { Caller } from './authenticator.js';

/** What the edge knows of one request: `request.edge`, from the moment its caller was looked at. */
export interface EdgeState {
  readonly requestId: string;
  readonly clientIp: string;
  readonly caller: Caller | undefined;
  readonly span: Span;
  /** Ambient context of the handler; none on public routes. */
  context: RequestContext | undefined;
  /** Bytes of the body as received; none of multipart bodies. */
  rawBody: Buffer | undefined;
  input: RouteInput | undefined;
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
