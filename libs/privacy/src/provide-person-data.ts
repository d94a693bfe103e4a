import type { Producer } from '@leadstream/contracts';
import { Outbox } from '@leadstream/messaging';
import { PersonVault } from '@leadstream/persistence';
import type { FactoryProvider, Type } from '@nestjs/common';
import { PersonDataAnswers } from './person-data-answers.js';
import type { PersonalStore } from './personal-store.js';
import { SealedRemains } from './sealed-remains.js';

export interface PersonDataOptions {
  readonly service: Producer;
  /** Classes of the stores, which the app provides; in exports and certificates they stand in this order. */
  readonly stores: readonly Type<PersonalStore>[];
}

/** A provider of the app's root module: `PersonDataAnswers`, to which the app's consumer of requests passes them. */
export function providePersonData({ service, stores }: PersonDataOptions): FactoryProvider<PersonDataAnswers> {
  return {
    provide: PersonDataAnswers,
    inject: [Outbox, PersonVault, ...stores],
    useFactory: (outbox: Outbox, vault: PersonVault, ...made: PersonalStore[]) =>
      new PersonDataAnswers({ service, outbox, vault, stores: [...made, new SealedRemains()] }),
  };
}
