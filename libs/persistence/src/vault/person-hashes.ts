import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import type { Uuid } from '@leadstream/kernel';
import { KEY_BYTES } from '../encryption/aead.js';
import type { Keyring } from '../encryption/keyring.js';
import type { TenantDatabase } from '../tenant-database.js';
import type { ExpiringCache } from './expiring-cache.js';
import type { PersonKeyRepository } from './person-key.repository.js';
import type { PersonReference } from './person-reference.js';
import { tenantSecretContext } from './wrapping.js';

/**
 * Turns references into what the vault may keep: HMAC-SHA-256 under a secret of the tenant, so that whoever reads the vault
 * cannot try out addresses. The secret itself never changes; rotation only wraps it anew.
 */
export class PersonHashes {
  constructor(
    private readonly database: TenantDatabase,
    private readonly keys: PersonKeyRepository,
    private readonly keyring: Keyring,
    private readonly secrets: ExpiringCache<KeyObject>,
  ) {}

  async of(tenantId: Uuid, references: readonly PersonReference[]): Promise<Buffer[]> {
    const secret = await this.#secretOf(tenantId);
    return references.map((reference) => createHmac('sha256', secret).update(reference).digest());
  }

  async #secretOf(tenantId: Uuid): Promise<KeyObject> {
    const cached = this.secrets.get(tenantId);
    if (cached !== undefined) return cached;
    const expiry = this.secrets.expiryFromNow();
    const context = tenantSecretContext(tenantId);
    const stored =
      (await this.database.readInTenant(tenantId, (tx) => this.keys.findSecret(tx, tenantId))) ??
      (await this.#makeSecret(tenantId, context));
    const secret = createSecretKey(this.keyring.unwrap({ kekId: stored.kekId, bytes: stored.wrapped }, context));
    this.secrets.set(tenantId, secret, expiry);
    return secret;
  }

  async #makeSecret(tenantId: Uuid, context: Buffer): Promise<{ wrapped: Buffer; kekId: string }> {
    const { bytes, kekId } = this.keyring.wrap(randomBytes(KEY_BYTES), context);
    return this.database.inTenant(tenantId, async (tx) => {
      await this.keys.offerSecret(tx, tenantId, bytes, kekId);
      const stored = await this.keys.findSecret(tx, tenantId);
      if (stored === undefined) throw new Error('the secret of the tenant is gone again');
      return stored;
    });
  }
}
