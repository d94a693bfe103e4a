import { httpConfig } from '@leadstream/http';
import { messagingConfig } from '@leadstream/messaging';
import { encryptionConfig, persistenceConfig } from '@leadstream/persistence';
import { retentionConfig } from '@leadstream/retention';
import { telemetryConfig } from '@leadstream/telemetry';
import { z } from 'zod';

/** Environment variables of email-events. */
export const emailEventsConfig = z.object({
  ...httpConfig.shape,
  ...telemetryConfig.shape,
  ...persistenceConfig.shape,
  ...encryptionConfig.shape,
  ...retentionConfig.shape,
  ...messagingConfig.shape,
  /** How far a webhook's timestamp may lie from now, either way; older deliveries are taken for replays. */
  WEBHOOK_FRESHNESS_SECONDS: z.coerce.number().int().positive().max(86_400).default(600),
});
export type EmailEventsConfig = z.infer<typeof emailEventsConfig>;
