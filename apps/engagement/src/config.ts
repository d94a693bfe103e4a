import { httpConfig } from '@leadstream/http';
import { messagingConfig } from '@leadstream/messaging';
import { telemetryConfig } from '@leadstream/telemetry';
import { z } from 'zod';

/** Environment variables of the engagement service. */
export const engagementConfig = z.object({
  ...httpConfig.shape,
  ...telemetryConfig.shape,
  ...messagingConfig.shape,
  /** Connection string of the service role. */
  DATABASE_URL: z.string().min(1),
  DATABASE_POOL_SIZE: z.coerce.number().int().positive().default(10),
});
export type EngagementConfig = z.infer<typeof engagementConfig>;
