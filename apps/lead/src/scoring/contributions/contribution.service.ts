import { Injectable } from '@nestjs/common';
import { done, type Outcome, skip } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { TemperatureService } from '../temperature/temperature.service.js';
import type { ScoreEvent } from './contribution.js';
import { ContributionRepository } from './contribution.repository.js';
import { newsOf, type ScoreNews } from './score-event.rules.js';

/** Takes in what other services tell of leads, and looks at the temperature of those that it moves. */
@Injectable()
export class ContributionService {
  constructor(
    private readonly contributions: ContributionRepository,
    private readonly temperatures: TemperatureService,
  ) {}

  async apply(tx: Tx, events: readonly ScoreEvent[]): Promise<Outcome[]> {
    const news = await this.keep(tx, events);
    const causes = new Map(news.flatMap((one, index) => (one?.leadIds ?? []).map((leadId) => [leadId, events[index]] as const)));
    if (causes.size > 0) await this.temperatures.judgeMoved(tx, causes);
    return news.map((one) => {
      if (one === undefined) return skip('kind_without_rule');
      return one.leadIds.length === 0 ? skip('message_of_no_lead') : done();
    });
  }

  /** Stores what events tell that leads did, each thing once, whoever reads of it first. @returns of each event what it says */
  async keep(tx: Tx, events: readonly ScoreEvent[]): Promise<(ScoreNews | undefined)[]> {
    const news = events.map(newsOf);
    const known = news.filter((one) => one !== undefined);
    const contributions = known.map(({ contribution }) => contribution).filter((one) => one !== undefined);
    const retractions = known.map(({ retraction }) => retraction).filter((one) => one !== undefined);
    await Promise.all([
      this.contributions.create(tx, tx.tenantId, contributions),
      this.contributions.createRetractions(tx, tx.tenantId, retractions),
    ]);
    return news;
  }
}
