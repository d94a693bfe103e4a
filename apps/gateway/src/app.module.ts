import { randomBytes } from 'node:crypto';
import { type DynamicModule, Module } from '@nestjs/common';
import { systemClock, uuidV7 } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase } from '@leadstream/persistence';
import { RoleController } from './access/role.controller.js';
import { ApiKeyController } from './api-keys/api-key.controller.js';
import { ApiKeyRepository } from './api-keys/api-key.repository.js';
import { ApiKeyService } from './api-keys/api-key.service.js';
import { KeyIssuer } from './api-keys/key-issuer.js';
import { AuthenticationService } from './authentication/authentication.service.js';
import { KeyCache } from './authentication/key-cache.js';
import { KnownKeyRepository } from './authentication/known-key.repository.js';
import { CONFIG, type GatewayConfig } from './config.js';
import { DocsService } from './docs/docs.service.js';
import { Lead360Controller } from './lead-360/lead-360.controller.js';
import { Lead360Service } from './lead-360/lead-360.service.js';
import { LimitsService } from './limits/limits.service.js';
import { connectRedis, REDIS } from './limits/redis.js';
import { MemberController } from './members/member.controller.js';
import { MemberRepository } from './members/member.repository.js';
import { MemberService } from './members/member.service.js';
import { SlicePrisma } from './prisma.js';
import { ProxyService } from './proxy/proxy.service.js';
import { SignedContexts } from './proxy/signed-contexts.js';
import { Resources } from './resources.js';
import { TenantController } from './tenants/tenant.controller.js';
import { TenantRepository } from './tenants/tenant.repository.js';
import { TenantService } from './tenants/tenant.service.js';
import { CLOCK, IDS, RANDOM } from './tokens.js';
import { Upstreams } from './upstream/upstreams.js';

const services = [
  ApiKeyRepository, ApiKeyService, AuthenticationService, DocsService, KeyIssuer, KnownKeyRepository, Lead360Service, LimitsService, MemberRepository,
  MemberService, ProxyService, Resources, SignedContexts, SlicePrisma, TenantRepository, TenantService, Upstreams,
];

@Module({})
export class AppModule {
  static with(config: GatewayConfig): DynamicModule {
    const database = () => new TenantDatabase({ url: config.DATABASE_URL, poolSize: config.DATABASE_POOL_SIZE, applicationName: 'gateway' });
    return {
      module: AppModule,
      controllers: [ApiKeyController, Lead360Controller, MemberController, RoleController, TenantController],
      providers: [
        ...services,
        { provide: CONFIG, useValue: config },
        { provide: CLOCK, useValue: systemClock },
        { provide: IDS, useValue: uuidV7 },
        { provide: RANDOM, useValue: randomBytes },
        { provide: REDIS, useFactory: () => connectRedis(config.REDIS_URL) },
        { provide: TenantDatabase, useFactory: database },
        { provide: Outbox, useFactory: () => new Outbox({ topicPrefix: config.TOPIC_PREFIX }) },
        { provide: KeyCache, useFactory: () => new KeyCache(config.API_KEY_CACHE_MS) },
      ],
    };
  }
}
