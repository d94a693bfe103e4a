import { Injectable } from '@nestjs/common';
import type { dncAddedV1, dncRemovedV1 } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { done, type EventOfAny, type Outcome, skip } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { PermissionRepository, type ProhibitionState } from '../../facts/permission.repository.js';
import { ContributionService } from '../../scoring/contributions/contribution.service.js';
import type { ScoreEvent } from '../../scoring/contributions/contribution.js';
import { MembershipService } from './membership.service.js';
import type { SegmentEvent, SegmentNews } from './segment-news.js';
import { newsOf } from './segment-news.rules.js';

type ProhibitionEvent = EventOfAny<typeof dncAddedV1 | typeof dncRemovedV1>;

/** Takes in what is told of leads, and moves them into segments and out of them. */
@Injectable()
export class SegmentNewsService {
  constructor(
    private readonly contributions: ContributionService,
    private readonly permissions: PermissionRepository,
    private readonly memberships: MembershipService,
  ) {}

  async apply(tx: Tx, events: readonly SegmentEvent[]): Promise<Outcome[]> {
    // The scoring of leads reads the same events, in its own time: here they count when they are read.
    await Promise.all([
      this.contributions.keep(tx, events.filter(isOfScoring)),
      this.permissions.saveConsents(tx, tx.tenantId, consentsIn(events)),
    ]);
    const news = events.map(newsOf);
    await this.memberships.judgeMoved(tx, news);
    return news.map(({ leadIds }) => (leadIds.length === 0 ? skip('event_of_no_lead') : done()));
  }

  async applyProhibitions(tx: Tx, events: readonly ProhibitionEvent[]): Promise<Outcome[]> {
    const before = await this.permissions.findValues(
      tx,
      tx.tenantId,
      events.map(({ data }) => data.entryId),
    );
    const states = events.map(stateOf);
    await this.permissions.saveProhibitions(tx, tx.tenantId, states);
    const told = states.map(({ value }) => value).filter((value) => value !== null);
    const leadIds = await this.permissions.findAddressed(tx, tx.tenantId, [...before, ...told]);
    const last = events.at(-1);
    if (last !== undefined && leadIds.length > 0) {
      // Which entry concerns which lead is not worth finding out, unless there is only one.
      const causedBy: Pick<SegmentNews, 'causedBy'> = { causedBy: last };
      await this.memberships.judgeMoved(tx, [{ leadIds, touched: new Set(['dnc']), ...causedBy }]);
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

function consentsIn(events: readonly SegmentEvent[]) {
  return events.flatMap((event) => {
    if (event.type !== 'consent.changed') return [];
    const { leadId, channel, purpose, state, statedAt } = event.data;
    return [{ leadId, channel, purpose, state, statedAt }];
  });
}

/** An address that is erased binds nobody: no lead has it. */
function stateOf({ type, data, sequence }: ProhibitionEvent): ProhibitionState {
  if (type === 'dnc.removed')
    return { entryId: data.entryId as Uuid, version: sequence, kind: null, value: null, channels: [], isRemoved: true };
  return {
    entryId: data.entryId,
    version: sequence,
    kind: data.kind,
    value: data.value,
    channels: data.channels,
    isRemoved: data.value === null,
  };
}
