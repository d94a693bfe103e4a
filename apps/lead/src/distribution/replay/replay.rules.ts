import type { DistributionReplay } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { LeadRecord } from '../../lead/lead.js';
import { type Board, type DistributionRuleRecord, type Load, NO_LOAD } from '../decision/candidate.js';
import { afterDecision, decide } from '../decision/decide.rules.js';
import { dayBegin } from '../decision/working-hours.rules.js';

/** A lead as it was when it was distributed, and who got it. */
export interface PastLead {
  readonly lead: LeadRecord;
  readonly at: Date;
  readonly memberId: Uuid;
}

const SAMPLE = 20;

type Result = Omit<DistributionReplay, 'ruleSetNumber'>;
type Outcome = DistributionReplay['sample'][number];

/**
 * What rules would have made of leads, one after the other.
 * @param past in the order of time
 * @param present pools and profiles as they are; nobody has had a turn, and a member's open leads are those it has beside these
 */
export function replay(past: readonly PastLead[], rules: readonly DistributionRuleRecord[], present: Board): Result {
  let board = unturned(present);
  const given = new Map<Uuid, Date[]>();
  const outcomes = past.map(({ lead, at, memberId: before }): Outcome => {
    board = { ...board, loads: loadsAt(board, given, at) };
    const decision = decide(lead, rules, board, at);
    const place = { leadId: lead.leadId, at: at.toISOString(), before };
    if (decision.kind === 'no-rule') return { ...place, after: null, ruleKey: null };
    if (decision.kind !== 'given') return { ...place, after: null, ruleKey: decision.rule.key };
    board = afterDecision(board, decision);
    given.set(decision.memberId, [...(given.get(decision.memberId) ?? []), at]);
    return { ...place, after: decision.memberId, ruleKey: decision.rule.key };
  });
  const changed = outcomes.filter(({ before, after }) => before !== after);
  return {
    leads: past.length,
    changed: changed.length,
    members: tally(outcomes),
    unassigned: outcomes.filter(({ after }) => after === null).length,
    sample: changed.slice(0, SAMPLE),
  };
}

function unturned(board: Board): Board {
  const pools = [...board.pools.values()].map((pool) => {
    return { ...pool, turns: 0, seats: pool.seats.map((seat) => ({ ...seat, credit: 0, lastTurn: 0 })) };
  });
  return { ...board, pools: new Map(pools.map((pool) => [pool.poolId, pool])) };
}

/** Of a day only what the replay gave in it counts. */
function loadsAt({ members, loads }: Board, given: ReadonlyMap<Uuid, readonly Date[]>, at: Date): Map<Uuid, Load> {
  const begins = new Map<string, Date>();
  return new Map(
    [...members.values()].map(({ memberId, profile: { timeZone } }) => {
      const begin = begins.get(timeZone) ?? dayBegin(timeZone, at);
      begins.set(timeZone, begin);
      const givenToday = (given.get(memberId) ?? []).filter((instant) => instant >= begin).length;
      return [memberId, { ...(loads.get(memberId) ?? NO_LOAD), givenToday }];
    }),
  );
}

function tally(outcomes: readonly Outcome[]): Result['members'] {
  const memberIds = [...new Set(outcomes.flatMap(({ before, after }) => [before, after]))].filter((id) => id !== null).toSorted();
  const count = (side: 'before' | 'after', memberId: Uuid) => outcomes.filter((outcome) => outcome[side] === memberId).length;
  return memberIds.map((memberId) => ({ memberId, before: count('before', memberId), after: count('after', memberId) }));
}
