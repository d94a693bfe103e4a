import { type HttpServiceOptions, type RunningService, startHttpService } from '@leadstream/http';
import type { Uuid } from '@leadstream/kernel';
import { configureLogger } from '@leadstream/telemetry';
import { TEST_ENCRYPTION_KEYS } from '@leadstream/testing';
import { AppModule } from '../src/app.module.js';
import { BootstrapService } from '../src/bootstrap/bootstrap.service.js';
import { ApiKeyService } from '../src/api-keys/api-key.service.js';
import { gatewayConfig } from '../src/config.js';
import { MemberService } from '../src/members/member.service.js';
import { serviceOptions } from '../src/service-options.js';
import { TenantService } from '../src/tenants/tenant.service.js';
import { FakeService } from './fake-service.js';

export const SECRET = 'context-secret-of-the-gateway-specs-0123456789';

export interface Services {
  readonly lead: FakeService;
  readonly engagement: FakeService;
  readonly 'email-events': FakeService;
  readonly compliance: FakeService;
  readonly analytics: FakeService;
}

export interface Tenant {
  readonly tenantId: Uuid;
  readonly apiKeyId: Uuid;
  readonly apiKey: string;
}

export interface GatewayOptions {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  /** Further environment variables. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly options?: Partial<HttpServiceOptions>;
}

/** The gateway in this process, on real servers, in front of services that this process stands in for. */
export class RunningGateway {
  private constructor(
    readonly service: RunningService,
    readonly services: Services,
  ) {}

  static async start({ databaseUrl, redisUrl, settings, options }: GatewayOptions): Promise<RunningGateway> {
    configureLogger({ service: 'gateway', level: 'silent' });
    const fake = (name: string) => new FakeService(name, SECRET).listen();
    const services: Services = {
      lead: await fake('lead'),
      engagement: await fake('engagement'),
      'email-events': await fake('email-events'),
      compliance: await fake('compliance'),
      analytics: await fake('analytics'),
    };
    const config = gatewayConfig.parse({
      NODE_ENV: 'test',
      ROLE: 'api',
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl,
      KAFKA_BROKERS: '127.0.0.1:1',
      CONTEXT_SECRET: SECRET,
      ENCRYPTION_KEYS: TEST_ENCRYPTION_KEYS,
      // Every role of the test stack has the same password.
      VAULT_DATABASE_URL: databaseUrl.replace('gateway_service', 'vault_service'),
      LEAD_URL: services.lead.url,
      ENGAGEMENT_URL: services.engagement.url,
      EMAIL_EVENTS_URL: services['email-events'].url,
      COMPLIANCE_URL: services.compliance.url,
      ANALYTICS_URL: services.analytics.url,
      ...settings,
    });
    const service = await startHttpService(AppModule.with(config), { ...serviceOptions(config), ...options });
    return new RunningGateway(service, services);
  }

  get url(): string {
    return this.service.url ?? '';
  }

  /** What the bootstrap command does, for a tenant of its own. */
  bootstrap(name: string): Promise<Tenant> {
    const { app } = this.service;
    const bootstrap = new BootstrapService(
      app.get(TenantService, { strict: false }),
      app.get(MemberService, { strict: false }),
      app.get(ApiKeyService, { strict: false }),
    );
    return bootstrap.run({ tenant: name, admin: 'admin@example.com', region: 'eu' });
  }

  /** @param key API key; none when left out */
  request(path: string, { key, ...init }: RequestInit & { readonly key?: string } = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (key !== undefined) headers.set('authorization', `Bearer ${key}`);
    if (typeof init.body === 'string' && !headers.has('content-type')) headers.set('content-type', 'application/json');
    return fetch(`${this.url}${path}`, { ...init, headers });
  }

  async close(): Promise<void> {
    await this.service.close();
    await Promise.all(Object.values(this.services).map((service: FakeService) => service.kill().catch(() => undefined)));
  }
}
