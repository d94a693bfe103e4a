import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { clientTls } from '@leadstream/kernel';
import type { Producer } from '@leadstream/contracts';
import { CONFIG, type GatewayConfig } from '../config.js';
import { Upstream } from './upstream.js';

/** Every app that answers requests, the gateway aside. */
export type UpstreamName = Exclude<Producer, 'gateway'>;

/** The services behind the gateway, by name. */
@Injectable()
export class Upstreams implements OnApplicationShutdown {
  private readonly byName: Readonly<Record<UpstreamName, Upstream>>;

  constructor(@Inject(CONFIG) config: GatewayConfig) {
    const tls = clientTls({ ca: config.UPSTREAM_TLS_CA, cert: config.UPSTREAM_TLS_CERT, key: config.UPSTREAM_TLS_KEY });
    this.byName = {
      lead: new Upstream('lead', config.LEAD_URL, tls),
      engagement: new Upstream('engagement', config.ENGAGEMENT_URL, tls),
      'email-events': new Upstream('email-events', config.EMAIL_EVENTS_URL, tls),
      compliance: new Upstream('compliance', config.COMPLIANCE_URL, tls),
      analytics: new Upstream('analytics', config.ANALYTICS_URL, tls),
    };
  }

  get(name: UpstreamName): Upstream {
    return this.byName[name];
  }

  all(): readonly Upstream[] {
    return Object.values(this.byName);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.all().map((upstream) => upstream.close()));
  }
}
