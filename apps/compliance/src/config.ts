import { httpConfig } from '@leadstream/http';
import { messagingConfig } from '@leadstream/messaging';
import { encryptionConfig, persistenceConfig } from '@leadstream/persistence';
import { telemetryConfig } from '@leadstream/telemetry';
import { z } from 'zod';

/** Environment variables of the compliance service. */
export const complianceConfig = z.object({
  ...httpConfig.shape,
  ...telemetryConfig.shape,
  ...messagingConfig.shape,
  ...persistenceConfig.shape,
  ...encryptionConfig.shape,
});
export type ComplianceConfig = z.infer<typeof complianceConfig>;
