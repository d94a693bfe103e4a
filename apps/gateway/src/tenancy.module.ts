import { randomBytes } from 'node:crypto';
import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { systemClock, uuidV7 } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { ApiKeyRepository } from './api-keys/api-key.repository.js';
import { ApiKeyService } from './api-keys/api-key.service.js';
import { KeyIssuer } from './api-keys/key-issuer.js';
import { KeyCache } from './authentication/key-cache.js';
import { MemberRepository } from './members/member.repository.js';
import { MemberService } from './members/member.service.js';
import { SlicePrisma } from './prisma.js';
import { TenantRepository } from './tenants/tenant.repository.js';
import { TenantService } from './tenants/tenant.service.js';
import { CLOCK, IDS, RANDOM } from './tokens.js';

/** Tenants, members and API keys; the server and the bootstrap command stand on it. Needs the global slice and an `Outbox`. */
@Module({})
export class TenancyModule implements OnApplicationShutdown {
  constructor(@Inject(SlicePrisma) private readonly prisma: SlicePrisma) {}

  static with({ API_KEY_CACHE_MS: cacheMs }: { readonly API_KEY_CACHE_MS: number }): DynamicModule {
    const prisma = { provide: SlicePrisma, useFactory: (database: TenantDatabase) => new SlicePrisma(database), inject: [TenantDatabase] };
    return {
      module: TenancyModule,
      providers: [
        ...[ApiKeyRepository, ApiKeyService, KeyIssuer, MemberRepository, MemberService, TenantRepository, TenantService],
        prisma,
        { provide: CLOCK, useValue: systemClock },
        { provide: IDS, useValue: uuidV7 },
        { provide: RANDOM, useValue: randomBytes },
        { provide: KeyCache, useFactory: () => new KeyCache(cacheMs) },
      ],
      exports: [ApiKeyService, CLOCK, KeyCache, MemberService, TenantService],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.prisma.$disconnect();
  }
}
