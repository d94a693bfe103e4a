import { Inject, Injectable } from '@nestjs/common';
import type { createWebhookEndpoint, EmailProvider, WebhookEndpoint } from '@leadstream/contracts';
import type { InputOf } from '@leadstream/http';
import type { Clock, IdSource } from '@leadstream/kernel';
import { type SystemTx, TenantDatabase } from '@leadstream/persistence';
import { emailErrors } from '../email.errors.js';
import { readPublicKey } from '../sendgrid/sendgrid-signature.rules.js';
import { CLOCK, IDS } from '../tokens.js';
import type { EndpointKey } from './endpoint-key.js';
import { EndpointRepository } from './endpoint.repository.js';
import { RecentEndpoints } from './recent-endpoints.js';

/** Registers where providers deliver. */
@Injectable()
export class EndpointService {
  private readonly recent: RecentEndpoints;

  constructor(
    private readonly database: TenantDatabase,
    private readonly endpoints: EndpointRepository,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {
    this.recent = new RecentEndpoints(clock);
  }

  /** What authenticates deliveries to an endpoint that is not disabled, whichever tenant's; known for two seconds. */
  async findKey(endpointId: string): Promise<EndpointKey | undefined> {
    const recent = this.recent.get(endpointId);
    if (recent) return recent;
    const stored = await this.database.withoutTenant((tx) => this.endpoints.findKey(tx, endpointId));
    const publicKey = stored && readPublicKey(stored.publicKey);
    if (!publicKey) return undefined;
    const endpoint = { ...stored, publicKey };
    this.recent.add(endpoint);
    return endpoint;
  }

  /** @throws DomainError `EMAIL.BAD_PUBLIC_KEY` */
  create({ provider, name, publicKey }: InputOf<typeof createWebhookEndpoint>['body']): Promise<WebhookEndpoint> {
    if (!readPublicKey(publicKey)) {
      throw emailErrors.BAD_PUBLIC_KEY({
        errors: [{ path: 'publicKey', code: 'invalid', message: 'must be the base64 DER of an elliptic-curve key on P-256' }],
      });
    }
    return this.database.write(async (tx) => {
      const endpoint = { id: this.ids.next(), provider, name, createdAt: this.clock.now().toISOString(), disabledAt: null };
      await this.endpoints.create(tx, tx.tenantId, { ...endpoint, publicKey });
      return { ...endpoint, path: pathOf(provider, endpoint.id) };
    });
  }

  async list(): Promise<WebhookEndpoint[]> {
    const endpoints = await this.database.read((tx) => this.endpoints.findAll(tx, tx.tenantId));
    return endpoints.map((endpoint) => ({ ...endpoint, path: pathOf(endpoint.provider, endpoint.id) }));
  }

  /** Tenants to which anything may ever have been delivered. */
  findTenants(tx: SystemTx): Promise<string[]> {
    return this.endpoints.findTenants(tx);
  }

  /** @throws DomainError `EMAIL.ENDPOINT_NOT_FOUND` */
  async disable(endpointId: string): Promise<void> {
    const disabled = await this.database.write((tx) => this.endpoints.disable(tx, tx.tenantId, endpointId, this.clock.now()));
    if (!disabled) throw emailErrors.ENDPOINT_NOT_FOUND();
    this.recent.forget(endpointId);
  }
}

function pathOf(provider: EmailProvider, endpointId: string): string {
  return `/v1/hooks/email/${provider}/${endpointId}`;
}
