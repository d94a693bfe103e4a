import { complianceErasures, type EventOf, personDataErasedV1, personDataLocatedV1 } from '@leadstream/contracts';
import { OnEvent, type Outcome } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { Controller } from '@nestjs/common';
import { SagaAnswers } from './saga/saga-answers.service.js';

/** What the services answer. */
@Controller()
export class ErasureConsumer {
  constructor(private readonly answers: SagaAnswers) {}

  @OnEvent(personDataLocatedV1, { group: complianceErasures.name })
  onLocated(event: EventOf<typeof personDataLocatedV1>, tx: Tx): Promise<Outcome> {
    return this.answers.located(tx, event);
  }

  @OnEvent(personDataErasedV1, { group: complianceErasures.name })
  onErased(event: EventOf<typeof personDataErasedV1>, tx: Tx): Promise<Outcome> {
    return this.answers.erased(tx, event);
  }
}
