import type { Actor, Uuid } from '@leadstream/kernel';
import type { FastifyRequest } from 'fastify';
import { CONTEXT_HEADER, type ContextToken } from './context-token.js';

export interface Caller {
  readonly tenantId: Uuid;
  readonly actor: Actor;
  readonly scopes: readonly string[];
}

/** What an authenticator learned of a request. */
export interface Identity {
  /** Absent when the request names nobody; routes that are not public then answer 401. */
  readonly caller?: Caller;
  /** The sender's id of the request and its trace are taken over; only for senders that are part of the system. */
  readonly requestId?: string;
  readonly clientIp?: string;
}

/** Finds out who sends a request. Services use the signed context; the gateway brings its own. */
export interface Authenticator {
  /**
   * @param isPublic the route needs nobody; credentials of its own kind may be in the headers
   * @throws DomainError of kind `unauthenticated` for credentials that are wrong
   */
  authenticate(request: FastifyRequest, isPublic: boolean): Identity | Promise<Identity>;
}

/** The id of a request whose token serves many. */
const REQUEST_ID_HEADER = 'x-request-id';
const REQUEST_ID = /^[\x21-\x7e]{1,100}$/;

/** Believes the context that the gateway signed, and nothing that comes without it. */
export class SignedContextAuthenticator implements Authenticator {
  constructor(private readonly token: ContextToken) {}

  authenticate(request: FastifyRequest): Identity {
    const header = request.headers[CONTEXT_HEADER];
    if (typeof header !== 'string') return {};
    const { tenantId, actor, scopes, ...claimed } = this.token.verify(header);
    const stated = request.headers[REQUEST_ID_HEADER];
    const identity = typeof stated === 'string' && REQUEST_ID.test(stated) ? { ...claimed, requestId: stated } : claimed;
    return tenantId !== undefined && actor ? { ...identity, caller: { tenantId, actor, scopes: scopes ?? [] } } : identity;
  }
}
