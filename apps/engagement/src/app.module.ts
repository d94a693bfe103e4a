import { provideJobs, upkeepJobs } from '@leadstream/jobs';
import { type Clock, systemClock, uuidV7 } from '@leadstream/kernel';
import { MessagingModule } from '@leadstream/messaging';
import { providePersonData } from '@leadstream/privacy';
import { PersonVault, SliceModule, TenantDatabase, VaultModule } from '@leadstream/persistence';
import { provideArchiveReader, RetentionCountService, retentionJob, RetentionStateService } from '@leadstream/retention';
import { type DynamicModule, Module } from '@nestjs/common';
import type { EngagementConfig } from './config.js';
import { InteractionController } from './interaction/interaction.controller.js';
import { InteractionReadModel } from './interaction/interaction.read-model.js';
import { InteractionRecorderService } from './interaction/interaction-recorder.service.js';
import { InteractionRepository } from './interaction/interaction.repository.js';
import { InteractionService } from './interaction/interaction.service.js';
import { KnownLeadConsumer } from './known-lead/known-lead.consumer.js';
import { KnownLeadReadModel } from './known-lead/known-lead.read-model.js';
import { KnownLeadRepository } from './known-lead/known-lead.repository.js';
import { KnownLeadService } from './known-lead/known-lead.service.js';
import { LeadStreamRepository } from './lead-stream/lead-stream.repository.js';
import { LeadStreamService } from './lead-stream/lead-stream.service.js';
import { InteractionData } from './person-data/interaction-data.repository.js';
import { PersonDataConsumer } from './person-data/person-data.consumer.js';
import { StandingData } from './person-data/standing-data.repository.js';
import { RETAINED_TABLES } from './retention/retained-tables.js';
import { RetentionArchiveController } from './retention/retention-archive.controller.js';
import { RetentionCountController } from './retention/retention-count.controller.js';
import { RetentionConsumer } from './retention/retention.consumer.js';
import { CLOCK, IDS } from './tokens.js';

const interaction = [InteractionService, InteractionRecorderService, InteractionReadModel, InteractionRepository];
const lead = [KnownLeadService, KnownLeadReadModel, KnownLeadRepository, LeadStreamService, LeadStreamRepository];

const personData = [InteractionData, StandingData];

const monthlyTables = ['interaction'];

@Module({})
export class AppModule {
  /** @param clock another one than the system's, for specs */
  static with(config: EngagementConfig, clock: Clock = systemClock): DynamicModule {
    return {
      module: AppModule,
      imports: [
        SliceModule.register({ service: 'engagement', config, monthlyTables }),
        VaultModule.register({ service: 'engagement', config }),
        MessagingModule.register({ service: 'engagement', config, roles: config.ROLE }),
      ],
      controllers: [
        InteractionController,
        KnownLeadConsumer,
        PersonDataConsumer,
        RetentionConsumer,
        RetentionArchiveController,
        RetentionCountController,
      ],
      providers: [
        ...interaction,
        ...lead,
        ...personData,
        providePersonData({ service: 'engagement', stores: personData }),
        RetentionStateService,
        provideArchiveReader({ service: 'engagement', config, clock }),
        {
          provide: RetentionCountService,
          inject: [TenantDatabase],
          useFactory: (database: TenantDatabase) => new RetentionCountService(database, RETAINED_TABLES, clock),
        },
        { provide: CLOCK, useValue: clock },
        { provide: IDS, useValue: uuidV7 },
        provideJobs({
          service: 'engagement',
          roles: config.ROLE,
          inject: [PersonVault],
          jobs: (vault: PersonVault) => [...upkeepJobs({ monthlyTables }), retentionJob({ tables: RETAINED_TABLES, config, vault, clock })],
        }),
      ],
    };
  }
}
