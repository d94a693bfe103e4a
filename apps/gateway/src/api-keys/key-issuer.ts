import { Inject, Injectable } from '@nestjs/common';
import { type ApiKey, apiKeyCreatedV1, type MemberRole } from '@leadstream/contracts';
import type { Clock, IdSource, Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import type { PrismaSession } from '@leadstream/persistence';
import type { PrismaTx } from '../prisma.js';
import { CLOCK, IDS, RANDOM, type RandomSource } from '../tokens.js';
import { ApiKeyRepository } from './api-key.repository.js';
import { apiKeyDigest, apiKeyPrefix, apiKeyText, SECRET_BYTES } from './api-key.rules.js';

export interface MintedKey {
  readonly id: Uuid;
  /** To be shown once and kept nowhere. */
  readonly text: string;
}

export interface KeyGrant {
  readonly name: string;
  readonly role: MemberRole | null;
  /** Empty with a role. */
  readonly scopes: readonly string[];
  readonly expiresAt: Date | null;
}

/** Makes keys and puts down what may be kept of them. */
@Injectable()
export class KeyIssuer {
  constructor(
    private readonly keys: ApiKeyRepository,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
    @Inject(RANDOM) private readonly random: RandomSource,
  ) {}

  mint(): MintedKey {
    const id = this.ids.next();
    return { id, text: apiKeyText(id, this.random(SECRET_BYTES)) };
  }

  /** Stores a minted key inside a transaction of its tenant. */
  async store({ prisma, tx }: PrismaSession<PrismaTx>, { id, text }: MintedKey, grant: KeyGrant): Promise<ApiKey> {
    const createdAt = this.clock.now();
    const key = await this.keys.create(prisma, tx.tenantId, {
      ...grant,
      id,
      createdAt,
      prefix: apiKeyPrefix(id),
      digest: apiKeyDigest(text),
    });
    const { name, scopes, expiresAt } = key;
    await this.outbox.add(tx, apiKeyCreatedV1, {
      data: { keyId: id, name, scopes, expiresAt, createdAt: key.createdAt },
      sequence: 1,
      time: createdAt,
    });
    return key;
  }
}
