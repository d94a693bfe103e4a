import type { IdSource } from '@leadstream/kernel';
import { providePersonData } from '@leadstream/privacy';
import { SubjectRequestData } from '../subject-request/store/subject-request-data.repository.js';
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

/** What the service keeps of a person: told, located and erased when asked for. */
export const personDataParts = {
  controllers: [PersonDataConsumer],
  providers: [
    AuditData,
    ContactData,
    DealingData,
    DecisionData,
    OptOutData,
    ErasureData,
    { provide: DncData, inject: [SuppressionService], useFactory: (kept: SuppressionService) => new DncData(kept) },
    {
      provide: ConsentData,
      inject: [SuppressionService, IDS],
      useFactory: (kept: SuppressionService, ids: IdSource) => new ConsentData(kept, ids),
    },
    providePersonData({
      service: 'compliance',
      stores: [ContactData, ConsentData, DecisionData, DncData, OptOutData, DealingData, ErasureData, AuditData, SubjectRequestData],
    }),
  ],
};
