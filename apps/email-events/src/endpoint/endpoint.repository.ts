import type { WebhookEndpoint } from '@leadstream/contracts';
import type { SystemTx, Tx } from '@leadstream/persistence';
import type { EndpointKey } from './endpoint-key.js';

/** As it is stored: the key is base64 of its DER encoding. */
export type StoredEndpointKey = Omit<EndpointKey, 'publicKey'> & { readonly publicKey: string };

interface EndpointRow {
  endpoint_id: string;
  provider: WebhookEndpoint['provider'];
  name: string;
  created_at: Date;
  disabled_at: Date | null;
}

/** Webhook endpoints of providers. */
export class EndpointRepository {
  /** The only look-up without a tenant: by the unguessable id in the provider's URL. Disabled endpoints are not found. */
  async findKey(tx: SystemTx, endpointId: string): Promise<StoredEndpointKey | undefined> {
    const row = await tx.queryOne<{ tenant_id: string; endpoint_id: string; public_key: string }>(
      { name: 'endpoint_key', text: 'SELECT tenant_id, endpoint_id, public_key FROM find_webhook_endpoint($1)' },
      [endpointId],
    );
    return row && { tenantId: row.tenant_id, endpointId: row.endpoint_id, publicKey: row.public_key };
  }

  async create(tx: Tx, tenantId: string, endpoint: Omit<WebhookEndpoint, 'path'> & { publicKey: string }): Promise<void> {
    await tx.execute(
      `INSERT INTO webhook_endpoint (tenant_id, endpoint_id, provider, name, public_key, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
      [tenantId, endpoint.id, endpoint.provider, endpoint.name, endpoint.publicKey, endpoint.createdAt],
    );
  }

  async findAll(tx: Tx, tenantId: string): Promise<Omit<WebhookEndpoint, 'path'>[]> {
    const rows = await tx.query<EndpointRow>(
      `SELECT endpoint_id, provider, name, created_at, disabled_at FROM webhook_endpoint
        WHERE tenant_id = $1 ORDER BY created_at DESC, endpoint_id DESC LIMIT 1000`,
      [tenantId],
    );
    return rows.map((row) => ({
      id: row.endpoint_id,
      provider: row.provider,
      name: row.name,
      createdAt: row.created_at.toISOString(),
      disabledAt: row.disabled_at?.toISOString() ?? null,
    }));
  }

  /** Tenants that ever had an endpoint. */
  async findTenants(tx: SystemTx): Promise<string[]> {
    const rows = await tx.query<{ tenantId: string }>('SELECT tenants_with_endpoints() AS "tenantId"');
    return rows.map(({ tenantId }) => tenantId);
  }

  /** @returns whether there was a live endpoint to disable */
  async disable(tx: Tx, tenantId: string, endpointId: string, at: Date): Promise<boolean> {
    const changed = await tx.execute(
      'UPDATE webhook_endpoint SET disabled_at = $3 WHERE tenant_id = $1 AND endpoint_id = $2 AND disabled_at IS NULL',
      [tenantId, endpointId, at],
    );
    return changed > 0;
  }
}
