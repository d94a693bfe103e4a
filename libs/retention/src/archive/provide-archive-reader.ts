import type { ArchivingService } from '@leadstream/contracts';
import type { Clock } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { PersonVault, TenantDatabase } from '@leadstream/persistence';
import type { FactoryProvider } from '@nestjs/common';
import type { RetentionConfig } from '../retention.config.js';
import { ArchiveReaderService } from './archive-reader.service.js';
import { chooseArchive } from './choose-archive.js';

/** Whose archives, and where they lie. */
export interface ArchivesOfService {
  readonly service: ArchivingService;
  readonly config: RetentionConfig;
  readonly clock: Clock;
}

/** A provider of the app's root module: `ArchiveReaderService`, which the app's controller asks. */
export function provideArchiveReader({ service, config, clock }: ArchivesOfService): FactoryProvider<ArchiveReaderService> {
  return {
    provide: ArchiveReaderService,
    inject: [TenantDatabase, PersonVault, Outbox],
    useFactory: (database: TenantDatabase, vault: PersonVault, outbox: Outbox) =>
      new ArchiveReaderService({ service, database, vault, outbox, store: chooseArchive(config), clock }),
  };
}
