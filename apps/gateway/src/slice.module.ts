import { randomBytes } from 'node:crypto';
import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { systemClock, uuidV7 } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase } from '@leadstream/persistence';
import { ApiKeyRepository } from './api-keys/api-key.repository.js';
import { ApiKeyService } from './api-keys/api-key.service.js';
import { KeyIssuer } from './api-keys/key-issuer.js';
import { KeyCache } from './authentication/key-cache.js';
import type { GatewayConfig } from './config.js';
import { MemberRepository } from './members/member.repository.js';
import { MemberService } from './members/member.service.js';
import { SlicePrisma } from './prisma.js';
import { TenantRepository } from './tenants/tenant.repository.js';
import { TenantService } from './tenants/tenant.service.js';
import { CLOCK, IDS, RANDOM } from './tokens.js';

export type SliceConfig = Pick<GatewayConfig, 'DATABASE_URL' | 'DATABASE_POOL_SIZE' | 'TOPIC_PREFIX' | 'API_KEY_CACHE_MS'>;

/** What the gateway stores: tenants, members, API keys. The server and the bootstrap command stand on it. */
@Module({})
export class SliceModule implements OnApplicationShutdown {
  constructor(
    @Inject(TenantDatabase) private readonly database: TenantDatabase,
    @Inject(SlicePrisma) private readonly prisma: SlicePrisma,
  ) {}

  static with(config: SliceConfig): DynamicModule {
    const { DATABASE_URL: url, DATABASE_POOL_SIZE: poolSize, TOPIC_PREFIX: topicPrefix, API_KEY_CACHE_MS: cacheMs } = config;
    const providers = [
      ...[ApiKeyRepository, ApiKeyService, KeyIssuer, MemberRepository, MemberService, TenantRepository, TenantService],
      { provide: CLOCK, useValue: systemClock },
      { provide: IDS, useValue: uuidV7 },
      { provide: RANDOM, useValue: randomBytes },
      { provide: TenantDatabase, useFactory: () => new TenantDatabase({ url, poolSize, applicationName: 'gateway' }) },
      { provide: SlicePrisma, useFactory: (database: TenantDatabase) => new SlicePrisma(database), inject: [TenantDatabase] },
      { provide: Outbox, useFactory: () => new Outbox({ topicPrefix }) },
      { provide: KeyCache, useFactory: () => new KeyCache(cacheMs) },
    ];
    return { module: SliceModule, providers, exports: [ApiKeyService, CLOCK, KeyCache, MemberService, TenantDatabase, TenantService] };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.prisma.$disconnect();
    await this.database.end();
  }
}
