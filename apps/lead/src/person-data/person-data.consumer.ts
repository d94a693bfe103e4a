import { type EventOf, leadPersonData, personDataRequestedV1 } from '@leadstream/contracts';
import { OnEvent, type Outcome } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { PersonDataAnswers } from '@leadstream/privacy';
import { Controller } from '@nestjs/common';
import { FileSearchService } from './search/file-search.service.js';

/** Answers what compliance asks about a person. */
@Controller()
export class PersonDataConsumer {
  constructor(
    private readonly answers: PersonDataAnswers,
    private readonly searches: FileSearchService,
  ) {}

  /** Where files are to be searched for somebody, the answer comes when they were. */
  @OnEvent(personDataRequestedV1, { group: leadPersonData.name })
  async onRequested(event: EventOf<typeof personDataRequestedV1>, tx: Tx): Promise<Outcome> {
    return (await this.searches.begin(event, tx)) ?? this.answers.answer(event, tx);
  }
}
