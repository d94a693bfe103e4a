import { Inject, Injectable } from '@nestjs/common';
import { type Caller, ContextToken, type EdgeState } from '@leadstream/http';
import { CONFIG, type GatewayConfig } from '../config.js';
import type { UpstreamName } from '../upstream/upstreams.js';

/** Well within a token's life of a minute. */
const SHARED_MS = 10_000;
/** Addresses that one key is used from at a time; beyond it tokens are signed anew. */
const MAX_TOKENS_A_CALLER = 100;

/** Tells services who calls, in a token that only the addressed service accepts. */
@Injectable()
export class SignedContexts {
  private readonly tokens: Readonly<Record<UpstreamName, ContextToken>>;
  /** By the caller as the key's look-up gave it: what a key may do is found anew every second, and so is its token. */
  private readonly signed = new WeakMap<Caller, Map<string, SignedToken>>();

  constructor(@Inject(CONFIG) { CONTEXT_SECRET: secret }: GatewayConfig) {
    const token = (audience: UpstreamName) => new ContextToken({ secret, audience });
    this.tokens = {
      lead: token('lead'),
      engagement: token('engagement'),
      'email-events': token('email-events'),
      compliance: token('compliance'),
      analytics: token('analytics'),
    };
  }

  /** Headers that tell a service who calls and by which request; they name nobody where the route is public. */
  headersFor(service: UpstreamName, { caller, requestId, clientIp }: EdgeState): string[] {
    const context = caller ? this.shared(service, caller, requestId, clientIp) : this.tokens[service].sign({ requestId, clientIp });
    return ['x-leadstream-context', context, 'x-request-id', requestId];
  }

  /** Signing costs more than forwarding: one token serves all requests of a caller to a service for some seconds. */
  private shared(service: UpstreamName, caller: Caller, requestId: string, clientIp: string): string {
    const known = this.signed.get(caller) ?? new Map<string, SignedToken>();
    if (known.size === 0) this.signed.set(caller, known);
    const place = `${service} ${clientIp}`;
    const found = known.get(place);
    const nowMs = Date.now();
    if (found && nowMs < found.untilMs) return found.token;
    if (known.size >= MAX_TOKENS_A_CALLER) known.clear();
    const token = this.tokens[service].sign({ ...caller, requestId, clientIp });
    known.set(place, { token, untilMs: nowMs + SHARED_MS });
    return token;
  }
}

interface SignedToken {
  readonly token: string;
  readonly untilMs: number;
}
