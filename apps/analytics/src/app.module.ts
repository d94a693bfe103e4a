import { type DynamicModule, Module } from '@nestjs/common';
import { provideJobs, upkeepJobs } from '@leadstream/jobs';
import { MessagingModule } from '@leadstream/messaging';
import { SliceModule, VaultModule } from '@leadstream/persistence';
import { providePersonData } from '@leadstream/privacy';
import type { AnalyticsConfig } from './config.js';
import { FunnelController } from './funnel/funnel.controller.js';
import { FunnelReadModel } from './funnel/funnel.read-model.js';
import { FunnelService } from './funnel/funnel.service.js';
import { LifecycleConsumer } from './lifecycle/lifecycle.consumer.js';
import { LifecycleRepository } from './lifecycle/lifecycle.repository.js';
import { LifecycleService } from './lifecycle/lifecycle.service.js';
import { LifecycleData } from './person-data/lifecycle-data.repository.js';
import { PersonDataConsumer } from './person-data/person-data.consumer.js';
import { StatusOrderConsumer } from './statuses/status-order.consumer.js';
import { StatusOrderRepository } from './statuses/status-order.repository.js';
import { StatusOrderService } from './statuses/status-order.service.js';

@Module({})
export class AppModule {
  static with(config: AnalyticsConfig): DynamicModule {
    return {
      module: AppModule,
      imports: [
        SliceModule.register({ service: 'analytics', config }),
        VaultModule.register({ service: 'analytics', config }),
        MessagingModule.register({ service: 'analytics', config, roles: config.ROLE }),
      ],
      controllers: [FunnelController, LifecycleConsumer, StatusOrderConsumer, PersonDataConsumer],
      providers: [
        FunnelReadModel,
        FunnelService,
        LifecycleRepository,
        LifecycleService,
        StatusOrderRepository,
        StatusOrderService,
        LifecycleData,
        providePersonData({ service: 'analytics', stores: [LifecycleData] }),
        provideJobs({ service: 'analytics', roles: config.ROLE, jobs: () => upkeepJobs() }),
      ],
    };
  }
}
