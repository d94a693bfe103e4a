import { Inject, Injectable } from '@nestjs/common';
import type { Clock, Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { ReferenceReadModel } from '../../custom-fields/store/reference.read-model.js';
import { LeadFactsReadModel, NOTHING_KNOWN } from '../../facts/lead-facts.read-model.js';
import { LeadReading } from '../../filter/matches.rules.js';
import type { LeadRecord } from '../../lead/lead.js';
import { ContributionReadModel } from '../../scoring/contributions/contribution.read-model.js';
import { ActiveModelService } from '../../scoring/model/active-model.service.js';
import { nextLook } from '../../scoring/score/next-look.rules.js';
import type { Contributions, Score, ScoreWeights } from '../../scoring/score/score.js';
import { scoreAt } from '../../scoring/score/score.rules.js';
import { CLOCK } from '../../tokens.js';
import { ANYTHING, type CompiledSegment } from './compiled-segment.js';
import type { KnownLead } from './known-lead.js';

/** Gathers what segments ask of leads, and no more. */
@Injectable()
export class KnownLeadsService {
  constructor(
    private readonly contributions: ContributionReadModel,
    private readonly facts: LeadFactsReadModel,
    private readonly models: ActiveModelService,
    private readonly references: ReferenceReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** By one instant, which is told with them. */
  async gather(
    tx: Tx,
    leads: readonly LeadRecord[],
    segments: readonly CompiledSegment[],
  ): Promise<{ readonly now: Date; readonly known: readonly KnownLead[] }> {
    const now = this.clock.now();
    const reads = new Set(segments.flatMap((segment) => [...segment.reads]));
    const leadIds = leads.map(({ leadId }) => leadId);
    const asksScore = reads.has(ANYTHING);
    const asksEngagement = asksScore || [...reads].some((read) => read.startsWith('engagement.'));
    const asksStanding = ['temperature', 'consent', 'dnc'].some((read) => reads.has(read));
    const fieldIds = [...new Set(segments.flatMap(({ references }) => references))];
    const named = leads.flatMap(({ customFields }) => fieldIds.flatMap((fieldId) => (customFields[fieldId] ?? []) as Uuid));
    const [model, done, standings, families] = await Promise.all([
      asksScore ? this.models.find(tx) : undefined,
      asksEngagement ? this.contributions.find(tx, tx.tenantId, leadIds, now) : undefined,
      asksStanding ? this.facts.find(tx, tx.tenantId, leadIds, now) : undefined,
      named.length > 0 ? this.references.findFamilies(tx, tx.tenantId, named) : undefined,
    ]);
    const known = leads.map((lead) => {
      const contributions = done?.(lead.leadId) ?? new Map<string, readonly number[]>();
      const { scoreTenths, scoreTurn } = scored(model?.weights, lead, contributions, now);
      const facts = { ...(standings?.get(lead.leadId) ?? NOTHING_KNOWN), contributions, scoreTenths, ...(families && { families }) };
      return { lead, scoreTurn, facts, reading: new LeadReading(lead, now, facts) };
    });
    return { now, known };
  }
}

/** The score is made once, when it is asked for. */
function scored(weights: ScoreWeights | undefined, lead: LeadRecord, contributions: Contributions, now: Date) {
  let made: Score | undefined;
  const score = (): Score => {
    if (weights === undefined) throw new Error('a score is asked for that no segment reads');
    return (made ??= scoreAt(weights, { lead, contributions }, now));
  };
  return {
    scoreTenths: () => score().tenths,
    scoreTurn: (tenths: readonly number[]) =>
      weights === undefined ? null : nextLook(weights, score(), { lead, contributions }, now, tenths),
  };
}
