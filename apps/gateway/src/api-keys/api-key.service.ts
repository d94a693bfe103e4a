import { Inject, Injectable } from '@nestjs/common';
import { type ApiKey, apiKeyRevokedV1, type CreateApiKeyBody, type IssuedApiKey, type ListApiKeysQuery } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Clock, Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { prismaInTenant, prismaWrite } from '@leadstream/persistence';
import { z } from 'zod';
import { accessErrors } from '../access/access.errors.js';
import { exceeding, isScope, scopesOfRole } from '../access/access.rules.js';
import { ambientCaller } from '../ambient.js';
import { KeyCache } from '../authentication/key-cache.js';
import { SlicePrisma } from '../prisma.js';
import { CLOCK } from '../tokens.js';
import { apiKeyErrors } from './api-key.errors.js';
import { ApiKeyRepository } from './api-key.repository.js';
import { KeyIssuer } from './key-issuer.js';

const position = z.strictObject({ id: z.uuid() });

@Injectable()
export class ApiKeyService {
  constructor(
    private readonly prisma: SlicePrisma,
    private readonly keys: ApiKeyRepository,
    private readonly issuer: KeyIssuer,
    private readonly outbox: Outbox,
    private readonly cache: KeyCache,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list({ limit, cursor }: ListApiKeysQuery): Promise<{ items: ApiKey[]; nextCursor: string | null }> {
    const { tenantId } = ambientCaller();
    const before = cursor === undefined ? undefined : decodeCursor(position, cursor).id;
    const found = await prismaInTenant(this.prisma, tenantId, ({ prisma }) =>
      this.keys.findPage(prisma, tenantId, { before, limit: limit + 1 }),
    );
    const items = found.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: found.length > limit && last ? encodeCursor({ id: last.id }) : null };
  }

  async get(id: Uuid): Promise<ApiKey> {
    const { tenantId } = ambientCaller();
    const key = await prismaInTenant(this.prisma, tenantId, ({ prisma }) => this.keys.findById(prisma, tenantId, id));
    if (!key) throw apiKeyErrors.API_KEY_NOT_FOUND();
    return key;
  }

  /** The text leaves with this answer alone: a repeated request finds the key, but its text is stored nowhere. */
  async create(body: CreateApiKeyBody): Promise<IssuedApiKey> {
    const { scopes: own, idempotency } = ambientCaller();
    const scopes = this.grantable(body, own);
    const expiresAt = this.expiryOf(body);
    const minted = this.issuer.mint();
    const key = await prismaWrite(this.prisma, (session) =>
      this.issuer.store(session, minted, { name: body.name, role: body.role ?? null, scopes, expiresAt }),
    );
    return { ...key, key: idempotency?.replayed ? null : minted.text };
  }

  async revoke(id: Uuid): Promise<void> {
    const revokedAt = this.clock.now();
    const digest = await prismaWrite(this.prisma, async ({ prisma, tx }) => {
      const revocation = await this.keys.revoke(prisma, tx.tenantId, id, revokedAt);
      if (!revocation) throw apiKeyErrors.API_KEY_NOT_FOUND();
      const { version: sequence, changed } = revocation;
      if (changed)
        await this.outbox.add(tx, apiKeyRevokedV1, { data: { keyId: id, revokedAt: revokedAt.toISOString() }, sequence, time: revokedAt });
      return revocation.digest;
    });
    this.cache.forget(digest);
  }

  /** Scopes of the key itself; none when it follows a role. */
  private grantable({ role, scopes = [] }: CreateApiKeyBody, own: readonly string[]): readonly string[] {
    const unknown = scopes.filter((scope) => !isScope(scope));
    if (unknown.length > 0)
      throw apiKeyErrors.UNKNOWN_SCOPE({ errors: [{ path: 'scopes', code: 'unknown_scope', message: `unknown: ${unknown.join(', ')}` }] });
    const missing = exceeding(role ? scopesOfRole(role) : scopes, own);
    if (missing.length > 0) throw accessErrors.SCOPE_EXCEEDED({ detail: `Missing: ${missing.join(', ')}.` });
    return [...new Set(scopes)];
  }

  private expiryOf({ expiresAt }: CreateApiKeyBody): Date | null {
    if (expiresAt === undefined) return null;
    const instant = new Date(expiresAt);
    if (instant <= this.clock.now())
      throw apiKeyErrors.EXPIRES_IN_PAST({ errors: [{ path: 'expiresAt', code: 'in_past', message: 'must lie in the future' }] });
    return instant;
  }
}
