import type { RateClass } from '@leadstream/contracts';
import { httpConfig } from '@leadstream/http';
import { messagingConfig } from '@leadstream/messaging';
import { encryptionConfig, persistenceConfig } from '@leadstream/persistence';
import { telemetryConfig } from '@leadstream/telemetry';
import { z } from 'zod';

/** Injection token of the parsed configuration. */
export const CONFIG = Symbol('config');

const path = z.string().min(1);
const amount = z.coerce.number().int().positive();

/** Environment variables of the gateway. */
export const gatewayConfig = z.object({
  ...httpConfig.shape,
  ...telemetryConfig.shape,
  ...persistenceConfig.shape,
  ...encryptionConfig.shape,
  ...messagingConfig.shape,
  /** `rediss://` speaks TLS. */
  REDIS_URL: z.string().min(1),
  /** PEM files, for `rediss://`: CAs to believe (Node's own when left out), our certificate and its key. */
  REDIS_TLS_CA: path.optional(),
  REDIS_TLS_CERT: path.optional(),
  REDIS_TLS_KEY: path.optional(),
  LEAD_URL: z.url(),
  ENGAGEMENT_URL: z.url(),
  EMAIL_EVENTS_URL: z.url(),
  COMPLIANCE_URL: z.url(),
  ANALYTICS_URL: z.url(),
  /** PEM files, for services with `https://`: CAs to believe (Node's own when left out), our certificate and its key. */
  UPSTREAM_TLS_CA: path.optional(),
  UPSTREAM_TLS_CERT: path.optional(),
  UPSTREAM_TLS_KEY: path.optional(),
  /** Proxies whose `X-Forwarded-For` is believed: comma list of addresses and networks; empty for none. */
  TRUSTED_PROXIES: z.string().default(''),
  /** How long a key that was looked up is believed: a revocation elsewhere takes effect within it. */
  API_KEY_CACHE_MS: z.coerce.number().int().min(1).max(5_000).default(1_000),
  /** Requests a minute of one API key; a ceiling against runaways, to be lowered per installation. */
  RATE_LIMIT_READ_PER_MINUTE: amount.default(120_000),
  RATE_LIMIT_WRITE_PER_MINUTE: amount.default(60_000),
  RATE_LIMIT_UPLOAD_PER_MINUTE: amount.default(60),
  /** Requests a minute of one client address to one public route. */
  RATE_LIMIT_PUBLIC_PER_MINUTE: amount.default(1_200),
  /** Submissions a minute of one client address to one public form, beside the limit of public routes. */
  RATE_LIMIT_FORM_PER_MINUTE: amount.default(30),
  /** How long a service may take to begin its answer. */
  UPSTREAM_READ_MS: amount.default(5_000),
  UPSTREAM_WRITE_MS: amount.default(10_000),
  UPSTREAM_UPLOAD_MS: amount.default(60_000),
  UPSTREAM_PUBLIC_MS: amount.default(10_000),
  /** How long each part of a 360 may take. */
  LEAD_360_PART_MS: amount.default(1_000),
  /** How long each service may take to count what would go. */
  RETENTION_COUNT_MS: amount.default(8_000),
  /** Longest time for a whole request to arrive, its body included; uploads take as long as they need. */
  REQUEST_ARRIVAL_MS: amount.default(300_000),
  /** Longest wait for the next piece of an upload. */
  UPLOAD_IDLE_MS: amount.default(30_000),
  /** What of an upload has to come in each minute in which it is waited for, in bytes a second. */
  UPLOAD_MIN_BYTES_PER_SECOND: amount.default(16 * 1024),
});
export type GatewayConfig = z.infer<typeof gatewayConfig>;

/** Requests a minute by class. */
export function limitsOf(config: GatewayConfig): Readonly<Record<RateClass, number>> {
  return {
    read: config.RATE_LIMIT_READ_PER_MINUTE,
    write: config.RATE_LIMIT_WRITE_PER_MINUTE,
    upload: config.RATE_LIMIT_UPLOAD_PER_MINUTE,
    public: config.RATE_LIMIT_PUBLIC_PER_MINUTE,
    form: config.RATE_LIMIT_FORM_PER_MINUTE,
  };
}

/** Milliseconds that a service has to begin its answer, by class. */
export function patienceOf(config: GatewayConfig): Readonly<Record<RateClass, number>> {
  return {
    read: config.UPSTREAM_READ_MS,
    write: config.UPSTREAM_WRITE_MS,
    upload: config.UPSTREAM_UPLOAD_MS,
    public: config.UPSTREAM_PUBLIC_MS,
    form: config.UPSTREAM_PUBLIC_MS,
  };
}
