import { Injectable } from '@nestjs/common';
import { type ApiKey, memberRole, type MemberRole } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { scopesOfRole } from '../access/access.rules.js';
import type { ApiKey as Row } from '../generated/prisma/client.js';
import type { PrismaTx } from '../prisma.js';

export interface NewApiKey {
  readonly id: Uuid;
  readonly name: string;
  readonly prefix: string;
  /** SHA-256 of the text, hexadecimal. */
  readonly digest: string;
  readonly role: MemberRole | null;
  /** Empty with a role. */
  readonly scopes: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
}

/** What a revocation has to tell the caches and the topic. */
export interface Revocation {
  readonly digest: string;
  readonly version: number;
  /** False when the key had been revoked before. */
  readonly changed: boolean;
}

@Injectable()
export class ApiKeyRepository {
  /** Newest first; ids are UUIDv7, so their order is that of creation. */
  async findPage(
    prisma: PrismaTx,
    tenantId: Uuid,
    { before, limit }: { readonly before: Uuid | undefined; readonly limit: number },
  ): Promise<ApiKey[]> {
    const rows = await prisma.apiKey.findMany({
      where: { tenantId, ...(before && { id: { lt: before } }) },
      orderBy: { id: 'desc' },
      take: limit,
    });
    return rows.map(apiKeyOf);
  }

  async findById(prisma: PrismaTx, tenantId: Uuid, id: Uuid): Promise<ApiKey | undefined> {
    const row = await prisma.apiKey.findUnique({ where: { tenantId_id: { tenantId, id } } });
    return row ? apiKeyOf(row) : undefined;
  }

  async create(prisma: PrismaTx, tenantId: Uuid, { digest, scopes, ...key }: NewApiKey): Promise<ApiKey> {
    return apiKeyOf(await prisma.apiKey.create({ data: { ...key, tenantId, digest: Buffer.from(digest, 'hex'), scopes: [...scopes] } }));
  }

  /** @returns undefined when the tenant has no such key */
  async revoke(prisma: PrismaTx, tenantId: Uuid, id: Uuid, at: Date): Promise<Revocation | undefined> {
    const { count } = await prisma.apiKey.updateMany({
      where: { tenantId, id, revokedAt: null },
      data: { revokedAt: at, version: { increment: 1 } },
    });
    const row = await prisma.apiKey.findUnique({ where: { tenantId_id: { tenantId, id } }, select: { digest: true, version: true } });
    return row ? { digest: Buffer.from(row.digest).toString('hex'), version: row.version, changed: count === 1 } : undefined;
  }
}

function apiKeyOf(row: Row): ApiKey {
  const role = memberRole.nullable().parse(row.role);
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    role,
    scopes: role ? [...scopesOfRole(role)] : row.scopes,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}
