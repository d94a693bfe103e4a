import { z } from 'zod';
import { postgresUrl } from '../postgres-url.js';
import { Keyring } from './keyring.js';

/** Environment variables of encryption; apps spread `encryptionConfig.shape` into their own schema. */
export const encryptionConfig = z.object({
  /** Comma list of `id:base64`, each key of 32 bytes: the first seals, all open. */
  ENCRYPTION_KEYS: z.string().transform((list, context) => {
    try {
      return Keyring.parse(list);
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message });
      return z.NEVER;
    }
  }),
  /** Connection string of the vault's service role. */
  VAULT_DATABASE_URL: postgresUrl,
  VAULT_POOL_SIZE: z.coerce.number().int().positive().max(100).default(4),
});
export type EncryptionConfig = z.infer<typeof encryptionConfig>;
