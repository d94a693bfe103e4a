import { Injectable } from '@nestjs/common';
import { done, type Outcome, skip } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { PermissionService, type ProhibitionEvent } from '../../facts/permission.service.js';
import type { ScoreEvent } from '../../scoring/contributions/contribution.js';
import { ContributionService } from '../../scoring/contributions/contribution.service.js';
import { MembershipService } from './membership.service.js';
import type { SegmentEvent } from './segment-news.js';
import { newsOf } from './segment-news.rules.js';

/** Takes in what is told of leads, and moves them into segments and out of them. */
@Injectable()
export class SegmentNewsService {
  constructor(
    private readonly contributions: ContributionService,
    private readonly permissions: PermissionService,
    private readonly memberships: MembershipService,
  ) {}

  async apply(tx: Tx, events: readonly SegmentEvent[]): Promise<Outcome[]> {
    // The scoring of leads reads the same events, in its own time: here they count when they are read.
    await Promise.all([
      this.contributions.keep(tx, events.filter(isOfScoring)),
      this.permissions.keepConsents(
        tx,
        events.filter((event) => event.type === 'consent.changed'),
      ),
    ]);
    const news = events.map(newsOf);
    await this.memberships.judgeMoved(tx, news);
    return news.map(({ leadIds }) => (leadIds.length === 0 ? skip('event_of_no_lead') : done()));
  }

  async applyProhibitions(tx: Tx, events: readonly ProhibitionEvent[]): Promise<Outcome[]> {
    const leadIds = await this.permissions.keepProhibitions(tx, events);
    const causedBy = events.at(-1);
    // Which of several entries concerns which lead is not worth finding out.
    if (causedBy !== undefined && leadIds.length > 0) {
      await this.memberships.judgeMoved(tx, [{ leadIds, touched: new Set(['dnc']), causedBy }]);
    }
    return events.map(() => done());
  }
}

const OF_SCORING = new Set<SegmentEvent['type']>([
  'interaction.recorded',
  'interaction.retracted',
  'message.state-changed',
  'lead-form.submitted',
]);

function isOfScoring(event: SegmentEvent): event is SegmentEvent & ScoreEvent {
  return OF_SCORING.has(event.type);
}
