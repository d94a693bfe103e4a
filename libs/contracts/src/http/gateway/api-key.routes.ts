import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { accessScope, memberRole } from './role.routes.js';

/** A credential of a program; its text is shown once, we keep a digest. */
export const apiKey = z
  .object({
    id: z.uuid(),
    name: z.string(),
    /** First characters of the text, enough to recognise it. */
    prefix: z.string(),
    /** The key follows this role, also when the role changes; null when it has scopes of its own. */
    role: memberRole.nullable(),
    scopes: z.array(accessScope),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable(),
    /** Coarse: at most five minutes behind. */
    lastUsedAt: z.iso.datetime().nullable(),
    revokedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof apiKey>;

export const issuedApiKey = apiKey
  .extend({
    /** The key itself; null when a repeated request answers again, since it is not kept. */
    key: z.string().nullable(),
  })
  .meta({ id: 'IssuedApiKey' });
export type IssuedApiKey = z.infer<typeof issuedApiKey>;

export const listApiKeysQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
  cursor: z.string().max(500).optional(),
});
export type ListApiKeysQuery = z.infer<typeof listApiKeysQuery>;

export const listApiKeys = defineRoute({
  operation: 'listApiKeys',
  owner: 'gateway',
  method: 'GET',
  path: '/v1/api-keys',
  summary: 'API keys of the tenant, revoked ones included, newest first.',
  scope: 'api-keys:read',
  rateClass: 'read',
  query: listApiKeysQuery,
  success: { status: 200, body: z.object({ items: z.array(apiKey), nextCursor: z.string().nullable() }) },
});

export const apiKeyParams = z.strictObject({ id: z.uuid().toLowerCase() });

export const getApiKey = defineRoute({
  operation: 'getApiKey',
  owner: 'gateway',
  method: 'GET',
  path: '/v1/api-keys/:id',
  summary: 'One API key, without its text.',
  scope: 'api-keys:read',
  rateClass: 'read',
  params: apiKeyParams,
  success: { status: 200, body: apiKey },
  errors: ['GATEWAY.API_KEY_NOT_FOUND'],
});

export const createApiKeyBody = z
  .strictObject({
    name: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .regex(/^\P{Cc}+$/u, 'must not hold control characters'),
    role: memberRole.optional(),
    scopes: z.array(accessScope).min(1).max(100).optional(),
    /** In the future; the key does not expire when left out. */
    expiresAt: z.iso.datetime().optional(),
  })
  .refine((body) => (body.role === undefined) !== (body.scopes === undefined), {
    path: ['scopes'],
    message: 'give either a role or scopes',
  });
export type CreateApiKeyBody = z.infer<typeof createApiKeyBody>;

export const createApiKey = defineRoute({
  operation: 'createApiKey',
  owner: 'gateway',
  method: 'POST',
  path: '/v1/api-keys',
  summary: 'Issue an API key with the scopes of a role or with its own, never more than the caller holds.',
  scope: 'api-keys:write',
  rateClass: 'write',
  body: createApiKeyBody,
  success: { status: 201, body: issuedApiKey },
  errors: ['GATEWAY.UNKNOWN_SCOPE', 'GATEWAY.SCOPE_EXCEEDED', 'GATEWAY.EXPIRES_IN_PAST'],
});

export const revokeApiKey = defineRoute({
  operation: 'revokeApiKey',
  owner: 'gateway',
  method: 'DELETE',
  path: '/v1/api-keys/:id',
  summary: 'Revoke an API key for good. A key that is revoked already answers the same.',
  scope: 'api-keys:write',
  rateClass: 'write',
  params: apiKeyParams,
  success: { status: 204 },
  errors: ['GATEWAY.API_KEY_NOT_FOUND'],
});
