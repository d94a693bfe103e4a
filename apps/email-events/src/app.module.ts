import { type DynamicModule, Module } from '@nestjs/common';
import { provideJobs, upkeepJobs } from '@leadstream/jobs';
import { type Clock, systemClock, uuidV7 } from '@leadstream/kernel';
import { MessagingModule } from '@leadstream/messaging';
import { ErasedAddresses, providePersonData } from '@leadstream/privacy';
import { PersonVault, SliceModule, TenantDatabase, VaultModule } from '@leadstream/persistence';
import { provideArchiveReader, RetentionCountService, retentionJob, RetentionStateService } from '@leadstream/retention';
import type { EmailEventsConfig } from './config.js';
import { EndpointController } from './endpoint/endpoint.controller.js';
import { EndpointRepository } from './endpoint/endpoint.repository.js';
import { EndpointService } from './endpoint/endpoint.service.js';
import { EventListService } from './event/event-list.service.js';
import { EventStoreRepository } from './event-store/event-store.repository.js';
import { EventController } from './event/event.controller.js';
import { HeldAddressRepository } from './held-address/held-address.repository.js';
import { HeldAddressService } from './held-address/held-address.service.js';
import { ErasedRecipients } from './ingest/erased-recipients.service.js';
import { IngestConsumer } from './ingest/ingest.consumer.js';
import { IngestService } from './ingest/ingest.service.js';
import { DeliveryKeysService } from './intake/delivery-keys.service.js';
import { IntakeService } from './intake/intake.service.js';
import { KnownLeadConsumer } from './known-lead/known-lead.consumer.js';
import { KnownLeadRepository } from './known-lead/known-lead.repository.js';
import { KnownLeadService } from './known-lead/known-lead.service.js';
import { MessageListService } from './message/message-list.service.js';
import { MessageController } from './message/message.controller.js';
import { MessageReadModel } from './message/message.read-model.js';
import { MessageRepository } from './message/message.repository.js';
import { MessageService } from './message/message.service.js';
import { AddressData } from './person-data/address-data.repository.js';
import { DeliveryData } from './person-data/delivery-data.repository.js';
import { MailData } from './person-data/mail-data.repository.js';
import { PersonDataConsumer } from './person-data/person-data.consumer.js';
import { RETAINED_TABLES } from './retention/retained-tables.js';
import { RetentionArchiveController } from './retention/retention-archive.controller.js';
import { RetentionCountController } from './retention/retention-count.controller.js';
import { RetentionConsumer } from './retention/retention.consumer.js';
import { SendgridHookController } from './sendgrid/sendgrid-hook.controller.js';
import { SendgridHookService } from './sendgrid/sendgrid-hook.service.js';
import { CLOCK, IDS, WEBHOOK_FRESHNESS_SECONDS } from './tokens.js';

const monthlyTables = ['email_event'];

// Mail first: it is found by addresses that the leads still name.
const personData = [MailData, AddressData, DeliveryData, ErasedAddresses];

@Module({})
export class AppModule {
  /** @param clock another one than the system's, for specs */
  static with(config: EmailEventsConfig, clock: Clock = systemClock): DynamicModule {
    return {
      module: AppModule,
      imports: [
        SliceModule.register({ service: 'email-events', config, monthlyTables }),
        VaultModule.register({ service: 'email-events', config }),
        MessagingModule.register({ service: 'email-events', config, roles: config.ROLE }),
      ],
      controllers: [
        EndpointController,
        EventController,
        IngestConsumer,
        KnownLeadConsumer,
        MessageController,
        PersonDataConsumer,
        RetentionConsumer,
        RetentionArchiveController,
        RetentionCountController,
        SendgridHookController,
      ],
      providers: [
        DeliveryKeysService,
        EndpointRepository,
        EndpointService,
        ErasedRecipients,
        EventListService,
        EventStoreRepository,
        HeldAddressRepository,
        HeldAddressService,
        IngestService,
        IntakeService,
        KnownLeadRepository,
        KnownLeadService,
        MessageListService,
        MessageReadModel,
        MessageRepository,
        MessageService,
        RetentionStateService,
        provideArchiveReader({ service: 'email-events', config, clock }),
        {
          provide: RetentionCountService,
          inject: [TenantDatabase],
          useFactory: (database: TenantDatabase) => new RetentionCountService(database, RETAINED_TABLES, clock),
        },
        SendgridHookService,
        { provide: CLOCK, useValue: clock },
        { provide: IDS, useValue: uuidV7 },
        { provide: WEBHOOK_FRESHNESS_SECONDS, useValue: config.WEBHOOK_FRESHNESS_SECONDS },
        AddressData,
        DeliveryData,
        MailData,
        { provide: ErasedAddresses, inject: [PersonVault], useFactory: (vault: PersonVault) => new ErasedAddresses(vault) },
        providePersonData({ service: 'email-events', stores: personData }),
        provideJobs({
          service: 'email-events',
          roles: config.ROLE,
          inject: [PersonVault, DeliveryKeysService],
          jobs: (vault: PersonVault, deliveryKeys: DeliveryKeysService) => [
            ...upkeepJobs({ monthlyTables }),
            retentionJob({ tables: RETAINED_TABLES, config, vault, clock }),
            deliveryKeys.job(),
          ],
        }),
      ],
    };
  }
}
