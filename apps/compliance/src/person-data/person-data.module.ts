import type { IdSource } from '@leadstream/kernel';
import { SuppressionService } from '../suppression/suppression.service.js';
import { IDS } from '../tokens.js';
import { AuditData } from './audit-data.repository.js';
import { ConsentData } from './consent-data.repository.js';
import { ContactData } from './contact-data.repository.js';
import { DealingData } from './dealing-data.repository.js';
import { DecisionData } from './decision-data.repository.js';
import { DncData } from './dnc-data.repository.js';
import { ErasureData } from './erasure-data.repository.js';
import { OptOutData } from './opt-out-data.repository.js';
import { PersonDataConsumer } from './person-data.consumer.js';

/** Stores of it, in the order of exports and certificates; requests of persons come after them. */
export const personDataStores = [ContactData, ConsentData, DecisionData, DncData, OptOutData, DealingData, ErasureData, AuditData] as const;

/** What the service keeps of a person: told, located and erased when asked for. */
export const personDataParts = {
  controllers: [PersonDataConsumer],
  providers: [
    AuditData,
    ContactData,
    DealingData,
    DecisionData,
    ErasureData,
    { provide: DncData, inject: [SuppressionService], useFactory: (kept: SuppressionService) => new DncData(kept) },
    {
      provide: ConsentData,
      inject: [SuppressionService, IDS],
      useFactory: (kept: SuppressionService, ids: IdSource) => new ConsentData(kept, ids),
    },
    {
      provide: OptOutData,
      inject: [SuppressionService, IDS],
      useFactory: (kept: SuppressionService, ids: IdSource) => new OptOutData(kept, ids),
    },
  ],
};
