import { z } from 'zod';
import { postgresUrl } from './postgres-url.js';

/** Environment variables of a slice; apps spread `persistenceConfig.shape` into their own schema. */
export const persistenceConfig = z.object({
  /** Connection string of the slice's service role. */
  DATABASE_URL: postgresUrl,
  DATABASE_POOL_SIZE: z.coerce.number().int().positive().max(500).default(10),
});
export type PersistenceConfig = z.infer<typeof persistenceConfig>;
