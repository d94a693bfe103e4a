import { type EventOf, gatewayPersonData, personDataRequestedV1 } from '@leadstream/contracts';
import { OnEvent, type Outcome } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { PersonDataAnswers } from '@leadstream/privacy';
import { Controller } from '@nestjs/common';

/** Answers what compliance asks about a person. */
@Controller()
export class PersonDataConsumer {
  constructor(private readonly answers: PersonDataAnswers) {}

  @OnEvent(personDataRequestedV1, { group: gatewayPersonData.name })
  onRequested(event: EventOf<typeof personDataRequestedV1>, tx: Tx): Promise<Outcome> {
    return this.answers.answer(event, tx);
  }
}
