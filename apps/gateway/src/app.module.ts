import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { provideJobs, upkeepJobs } from '@leadstream/jobs';
import { MessagingModule } from '@leadstream/messaging';
import { SliceModule, VaultModule } from '@leadstream/persistence';
import { providePersonData } from '@leadstream/privacy';
import type { Redis } from 'ioredis';
import { RoleController } from './access/role.controller.js';
import { ApiKeyController } from './api-keys/api-key.controller.js';
import { AuthenticationService } from './authentication/authentication.service.js';
import { KnownKeyRepository } from './authentication/known-key.repository.js';
import { CONFIG, type GatewayConfig } from './config.js';
import { DocsService } from './docs/docs.service.js';
import { Lead360Controller } from './lead-360/lead-360.controller.js';
import { Lead360Service } from './lead-360/lead-360.service.js';
import { LimitsService } from './limits/limits.service.js';
import { connectRedis, REDIS } from './limits/redis.js';
import { StandingRefusals } from './limits/standing-refusals.js';
import { MemberController } from './members/member.controller.js';
import { PersonDataConsumer } from './person-data/person-data.consumer.js';
import { ProxyService } from './proxy/proxy.service.js';
import { SignedContexts } from './proxy/signed-contexts.js';
import { RetentionDryRunController } from './retention/retention-dry-run.controller.js';
import { RetentionDryRunService } from './retention/retention-dry-run.service.js';
import { TenancyModule } from './tenancy.module.js';
import { TenantController } from './tenants/tenant.controller.js';
import { Upstreams } from './upstream/upstreams.js';

@Module({})
export class AppModule implements OnApplicationShutdown {
  constructor(@Inject(REDIS) private readonly redis: Redis) {}

  static with(config: GatewayConfig): DynamicModule {
    return {
      module: AppModule,
      imports: [
        SliceModule.register({ service: 'gateway', config }),
        VaultModule.register({ service: 'gateway', config }),
        MessagingModule.register({ service: 'gateway', config, roles: config.ROLE }),
        TenancyModule.with(config),
      ],
      controllers: [
        ApiKeyController,
        Lead360Controller,
        MemberController,
        PersonDataConsumer,
        RoleController,
        TenantController,
        RetentionDryRunController,
      ],
      providers: [
        ...[
          AuthenticationService,
          DocsService,
          KnownKeyRepository,
          Lead360Service,
          LimitsService,
          ProxyService,
          RetentionDryRunService,
          SignedContexts,
          StandingRefusals,
          Upstreams,
        ],
        { provide: CONFIG, useValue: config },
        providePersonData({ service: 'gateway', stores: [] }),
        provideJobs({ service: 'gateway', roles: config.ROLE, jobs: () => upkeepJobs() }),
        { provide: REDIS, useFactory: () => connectRedis(config) },
      ],
    };
  }

  onApplicationShutdown(): void {
    this.redis.disconnect();
  }
}
