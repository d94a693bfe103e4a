import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

const requestOf = (context: ExecutionContext): FastifyRequest => context.switchToHttp().getRequest<FastifyRequest>();

/** The body's bytes as they came (Buffer), for signatures; empty when there was none. */
export const RawBody = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => requestOf(context).edge.rawBody ?? Buffer.alloc(0),
);

/** Id of the request (string): the answer's `X-Request-Id`. For public routes, which have no ambient context. */
export const RequestId = createParamDecorator((_data: unknown, context: ExecutionContext) => requestOf(context).edge.requestId);

/** Address of the client (string), as the gateway saw it. */
export const ClientIp = createParamDecorator((_data: unknown, context: ExecutionContext) => requestOf(context).edge.clientIp);
