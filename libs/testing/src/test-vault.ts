import { createDecipheriv } from 'node:crypto';
import pg from 'pg';
import type { TestDatabase } from './test-database.js';

const KEK = Buffer.alloc(32, 0x5e);
const KEK_ID = 'test';

/** The key encryption keys that specs give to the services they start. */
export const TEST_ENCRYPTION_KEYS = `${KEK_ID}:${KEK.toString('base64')}`;

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Nonce, ciphertext, tag; AES-256-GCM. @throws Error when it is not what the key has sealed in this context */
function opened(key: Buffer, sealed: Buffer, context: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES));
  decipher.setAAD(Buffer.from(context)).setAuthTag(sealed.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
}

/**
 * Opens personal fields for specs. Written from the description of a record and not with the library's code, as a subscriber
 * in another language would, so that specs would notice a change of the form.
 */
export class TestVault {
  readonly #pool: pg.Pool;
  readonly #keys = new Map<string, Buffer | undefined>();

  constructor(database: Pick<TestDatabase, 'adminUrl'>) {
    this.#pool = new pg.Pool({ connectionString: database.adminUrl, max: 1 });
    this.#pool.on('error', () => undefined);
  }

  /**
   * @param sealed the field of the body
   * @returns the fields that were given; empty when the person's key was destroyed
   */
  async open(headers: Readonly<Record<string, string>>, sealed: string): Promise<Record<string, unknown>> {
    const { ce_tenantid: tenant = '', ce_id: id, ce_type: type, ce_personkey: keyId = '' } = headers;
    const key = await this.#keyOf(tenant, keyId);
    if (key === undefined) return {};
    const bytes = Buffer.from(sealed, 'base64url');
    if (bytes[0] !== 1) throw new Error('not version 1 of a sealed body');
    return JSON.parse(opened(key, bytes.subarray(1), [tenant, id, type, keyId].join('\n')).toString()) as Record<string, unknown>;
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  async #keyOf(tenant: string, keyId: string): Promise<Buffer | undefined> {
    if (this.#keys.has(keyId)) return this.#keys.get(keyId);
    const { rows } = await this.#pool.query<{ wrapped_key: Buffer | null }>(
      'SELECT wrapped_key FROM vault.person_key WHERE tenant_id = $1 AND key_id = $2',
      [tenant, keyId],
    );
    const [row] = rows;
    if (row === undefined) throw new Error('the vault has no such key');
    const key = row.wrapped_key === null ? undefined : opened(KEK, row.wrapped_key, `person_key\n${tenant}\n${keyId}`);
    this.#keys.set(keyId, key);
    return key;
  }
}
