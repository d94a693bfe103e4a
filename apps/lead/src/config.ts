import { httpConfig } from '@leadstream/http';
import { messagingConfig } from '@leadstream/messaging';
import { encryptionConfig, postgresUrl } from '@leadstream/persistence';
import { telemetryConfig } from '@leadstream/telemetry';
import { z } from 'zod';

export const leadConfig = z.object({
  ...httpConfig.shape,
  ...telemetryConfig.shape,
  ...messagingConfig.shape,
  ...encryptionConfig.shape,
  /** Connection string of the service role. */
  DATABASE_URL: postgresUrl,
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(100).default(10),
  /** Largest file of an import. */
  IMPORT_MAX_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(512 * 1024 * 1024),
  /** Rows that go in together, in one transaction. */
  IMPORT_BATCH_ROWS: z.coerce.number().int().min(1).max(5_000).default(500),
  /** How long an import stays with a worker that does not get on, before another one takes over. */
  IMPORT_LEASE_MS: z.coerce.number().int().min(100).default(5_000),
  /** Longest time between two looks for waiting imports. */
  IMPORT_POLL_MS: z.coerce.number().int().min(10).default(500),
  /** How long one tenant's import is worked on while another tenant waits. */
  IMPORT_SLICE_MS: z.coerce.number().int().min(1).default(2_000),
});
export type LeadConfig = z.infer<typeof leadConfig>;
