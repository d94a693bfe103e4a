import { Injectable } from '@nestjs/common';
import { done, type Outcome, skip } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { OutboundService } from '../crm/push/outbound.service.js';
import { PermissionService, type ProhibitionEvent } from '../facts/permission.service.js';
import type { ScoreEvent } from '../scoring/contributions/contribution.js';
import { ContributionService } from '../scoring/contributions/contribution.service.js';
import type { SegmentEvent } from '../segments/membership/segment-news.js';
import { SegmentNewsService } from '../segments/membership/segment-news.service.js';

/** Takes in what is told of leads, here and by other services, and has others follow: segments, and syncs with other CRMs. */
@Injectable()
export class LeadNewsService {
  constructor(
    private readonly contributions: ContributionService,
    private readonly permissions: PermissionService,
    private readonly segments: SegmentNewsService,
    private readonly outbound: OutboundService,
  ) {}

  async apply(tx: Tx, events: readonly SegmentEvent[]): Promise<Outcome[]> {
    // The scoring of leads reads the same events, in its own time: here they count when they are read.
    const [permitted] = await Promise.all([
      this.permissions.keepConsents(
        tx,
        events.filter((event) => event.type === 'consent.changed' || event.type === 'consent.expired'),
      ),
      this.contributions.keep(tx, events.filter(isOfScoring)),
    ]);
    await this.segments.judge(tx, events);
    await this.outbound.note(tx, events, permitted);
    return events.map(({ data }) => (data.leadId === null ? skip('event_of_no_lead') : done()));
  }

  async applyProhibitions(tx: Tx, events: readonly ProhibitionEvent[]): Promise<Outcome[]> {
    const { leadIds, domains } = await this.permissions.keepProhibitions(tx, events);
    // First: it holds the segments alone, which nobody may ask for who holds them with others.
    if (domains.length > 0) await this.segments.refillProhibited(tx);
    await this.segments.judgePermitted(tx, leadIds, events);
    await this.outbound.note(tx, [], leadIds);
    await this.outbound.noteDomains(tx, domains);
    return events.map(() => done());
  }
}

const OF_SCORING = new Set<SegmentEvent['type']>([
  'interaction.recorded',
  'interaction.retracted',
  'message.state-changed',
  'message.engaged',
  'lead-form.submitted',
]);

function isOfScoring(event: SegmentEvent): event is SegmentEvent & ScoreEvent {
  return OF_SCORING.has(event.type);
}
