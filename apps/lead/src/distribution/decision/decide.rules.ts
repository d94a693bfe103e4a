import type { DistributionProfile } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { matches } from '../../filter/matches.rules.js';
import type { LeadRecord } from '../../lead/lead.js';
import { type Board, type Candidate, type Decision, type DistributionRuleRecord, type Load, NO_LOAD, type Refusal } from './candidate.js';
import { refusalOf, refusalOfClaim } from './eligibility.rules.js';
import { afterTurn, choose } from './strategy.rules.js';

/**
 * What the first rule that is for a lead makes of it. Asks the next one where nobody can take it and the rule says so; when all pass it on,
 * the lead waits for the first.
 * @param askedBefore members that did not respond to it
 */
export function decide(
  lead: LeadRecord,
  rules: readonly DistributionRuleRecord[],
  board: Board,
  at: Date,
  askedBefore: ReadonlySet<Uuid> = new Set(),
): Decision {
  let passed: DistributionRuleRecord | undefined;
  for (const rule of rules) {
    if (!matches(rule.filter, lead, at)) continue;
    if (rule.strategy === 'claim') return { kind: 'offered', rule };
    const candidates = candidatesOf(rule, board, (profile, load, id) => {
      return askedBefore.has(id) ? 'asked-before' : refusalOf(profile, load, rule, lead, at);
    });
    const memberId = choose(rule.strategy, candidates);
    if (memberId !== undefined) return { kind: 'given', rule, memberId, candidates };
    passed ??= rule;
    if (rule.otherwise === 'wait') break;
  }
  return passed ? { kind: 'nobody', rule: passed } : { kind: 'no-rule' };
}

/** Whether a rule for the lead has members in its pool that were not asked yet: they may be able to take it another time. */
export function hasUnasked(
  lead: LeadRecord,
  rules: readonly DistributionRuleRecord[],
  { pools }: Board,
  at: Date,
  askedBefore: ReadonlySet<Uuid>,
): boolean {
  return rules.some(({ filter, poolId }) => {
    const seats = pools.get(poolId)?.seats ?? [];
    return seats.some(({ memberId }) => !askedBefore.has(memberId)) && matches(filter, lead, at);
  });
}

/** Members of a rule's pool with what speaks against their taking the lead, in the order of their ids. */
export function claimants(lead: LeadRecord, rule: DistributionRuleRecord, board: Board, at: Date): Candidate[] {
  return candidatesOf(rule, board, (profile, load) => refusalOfClaim(profile, load, rule, lead, at));
}

function candidatesOf(
  rule: DistributionRuleRecord,
  { members, pools, loads }: Board,
  refusal: (profile: DistributionProfile, load: Load, memberId: Uuid) => Refusal | null,
): Candidate[] {
  const seats = pools.get(rule.poolId)?.seats ?? [];
  return seats.flatMap((seat) => {
    const profile = members.get(seat.memberId)?.profile;
    if (profile === undefined) return [];
    const load = loads.get(seat.memberId) ?? NO_LOAD;
    return [{ ...seat, ...load, refusal: refusal(profile, load, seat.memberId) }];
  });
}

/** The board after a lead was given away as decided. */
export function afterDecision(board: Board, decision: Extract<Decision, { kind: 'given' }>): Board {
  const { rule, memberId, candidates } = decision;
  const pool = board.pools.get(rule.poolId);
  if (pool === undefined) throw new Error('a lead was distributed in a pool that is not there');
  return {
    ...board,
    pools: new Map(board.pools).set(pool.poolId, afterTurn(pool, rule.strategy, candidates, memberId)),
    loads: new Map(board.loads).set(memberId, oneMore(board.loads.get(memberId) ?? NO_LOAD)),
  };
}

function oneMore({ openLeads, givenToday }: Load): Load {
  return { openLeads: openLeads + 1, givenToday: givenToday + 1 };
}
