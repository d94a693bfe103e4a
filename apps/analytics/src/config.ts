import { httpConfig } from '@leadstream/http';
import { messagingConfig } from '@leadstream/messaging';
import { encryptionConfig, persistenceConfig } from '@leadstream/persistence';
import { telemetryConfig } from '@leadstream/telemetry';
import { z } from 'zod';

/** Environment variables of analytics. */
export const analyticsConfig = z.object({
  ...httpConfig.shape,
  ...telemetryConfig.shape,
  ...persistenceConfig.shape,
  ...encryptionConfig.shape,
  ...messagingConfig.shape,
});
export type AnalyticsConfig = z.infer<typeof analyticsConfig>;
