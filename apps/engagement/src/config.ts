import { httpConfig } from '@leadstream/http';
import { messagingConfig } from '@leadstream/messaging';
import { encryptionConfig, persistenceConfig } from '@leadstream/persistence';
import { retentionConfig } from '@leadstream/retention';
import { telemetryConfig } from '@leadstream/telemetry';
import { z } from 'zod';

/** Environment variables of the engagement service. */
export const engagementConfig = z.object({
  ...httpConfig.shape,
  ...telemetryConfig.shape,
  ...messagingConfig.shape,
  ...persistenceConfig.shape,
  ...encryptionConfig.shape,
  ...retentionConfig.shape,
});
export type EngagementConfig = z.infer<typeof engagementConfig>;
