import { complianceSubjectAccess, type EventOf, personDataGatheredV1, personDataLocatedV1 } from '@leadstream/contracts';
import type { Clock } from '@leadstream/kernel';
import { done, OnEvent, type Outcome, skip } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { addressesAmong, referenceText } from '@leadstream/privacy';
import { Controller, Inject } from '@nestjs/common';
import { CLOCK } from '../../tokens.js';
import { GatheringService } from './gathering.service.js';
import { LocatingService } from './locating.service.js';

@Controller()
export class PersonDataAnswerConsumer {
  constructor(
    private readonly gathering: GatheringService,
    private readonly locating: LocatingService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @OnEvent(personDataLocatedV1, { group: complianceSubjectAccess.name })
  async onLocated({ data }: EventOf<typeof personDataLocatedV1>, tx: Tx): Promise<Outcome> {
    const { requestId, service, references } = data;
    if (references === null) return skip('request_over');
    const addresses = addressesAmong(references).map(referenceText);
    const isAsked = await this.locating.take(tx, { requestId, service, addresses }, this.clock.now());
    return isAsked ? done() : skip('no_names_looked_for');
  }

  @OnEvent(personDataGatheredV1, { group: complianceSubjectAccess.name })
  async onGathered({ data }: EventOf<typeof personDataGatheredV1>, tx: Tx): Promise<Outcome> {
    const { requestId, service, part, last: isLast, records } = data;
    // The key of the request is destroyed when what was gathered for it goes.
    if (records === null) return skip('request_over');
    const isAsked = await this.gathering.take(tx, { requestId, service, part, isLast, records }, this.clock.now());
    return isAsked ? done() : skip('request_over');
  }
}
