import { Inject, Injectable } from '@nestjs/common';
import { ContextToken, type EdgeState } from '@leadstream/http';
import { CONFIG, type GatewayConfig } from '../config.js';
import type { UpstreamName } from '../upstream/upstreams.js';

/** Tells services who calls, in a token that only the addressed service accepts. */
@Injectable()
export class SignedContexts {
  private readonly tokens: Readonly<Record<UpstreamName, ContextToken>>;

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

  /** Value of the context header for one request; names nobody where the route is public. */
  sign(service: UpstreamName, { caller, requestId, clientIp }: EdgeState): string {
    return this.tokens[service].sign({ ...caller, requestId, clientIp });
  }
}
