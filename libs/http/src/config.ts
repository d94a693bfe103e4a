import { z } from 'zod';

/** What a process of an app does: answer requests, handle messages and jobs, publish its outbox. */
export const ROLES = ['api', 'worker', 'relay'] as const;
export type Role = (typeof ROLES)[number];

const port = z.coerce.number().int().min(0).max(65_535);

/** Environment variables of the edge; apps spread `httpConfig.shape` into their own schema. */
export const httpConfig = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  /** Comma list; all three when left out. */
  ROLE: z
    .string()
    .default(ROLES.join(','))
    .transform((list) => list.split(',').map((role) => role.trim()))
    .pipe(z.array(z.enum(ROLES)).min(1)),
  HOST: z.string().min(1).default('127.0.0.1'),
  /** 0 = any free port. */
  PORT: port.default(0),
  MANAGEMENT_PORT: port.default(0),
  /** PEM files of the API's certificate (with its chain) and key: with them it is served over TLS only. */
  HTTP_TLS_CERT: z.string().min(1).optional(),
  HTTP_TLS_KEY: z.string().min(1).optional(),
  /** PEM file of CAs: callers must present a certificate that one of them signed. */
  HTTP_TLS_CLIENT_CA: z.string().min(1).optional(),
  /** How often the files are looked at for a renewal. */
  HTTP_TLS_RELOAD_MS: z.coerce.number().int().min(10).default(10_000),
  /** HMAC key of the signed context; the same for all apps of an installation. */
  CONTEXT_SECRET: z.string().min(32),
  /** Largest JSON body; routes with a raw body declare their own limit. */
  BODY_LIMIT_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(1024 * 1024),
  /**
   * How long new requests are still taken after the app stopped being ready: answers then say `Connection: close`, so that busy
   * clients leave by themselves. Longer for balancers that are slow to notice.
   */
  SHUTDOWN_DELAY_MS: z.coerce.number().int().nonnegative().default(100),
  /** How long requests in flight may go on after a stop signal. */
  SHUTDOWN_DEADLINE_MS: z.coerce.number().int().nonnegative().default(10_000),
});
export type HttpConfig = z.infer<typeof httpConfig>;
