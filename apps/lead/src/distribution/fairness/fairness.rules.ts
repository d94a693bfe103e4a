import type { FairnessReport } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { Seat } from '../decision/candidate.js';

/** What a member got in a window. */
export interface MemberCount {
  readonly memberId: Uuid;
  readonly assignments: number;
  readonly responded: number;
  readonly missed: number;
}

/** How evenly a pool was served: shares against weights, of present members and of those that got something then. */
export function judgeFairness(
  seats: readonly Pick<Seat, 'memberId' | 'weight'>[],
  counts: readonly MemberCount[],
): Pick<FairnessReport, 'assignments' | 'members' | 'gini' | 'spread'> {
  const weights = new Map(seats.map(({ memberId, weight }) => [memberId, weight]));
  const counted = new Map(counts.map((count) => [count.memberId, count]));
  const assignments = counts.reduce((sum, count) => sum + count.assignments, 0);
  const weightSum = seats.reduce((sum, { weight }) => sum + weight, 0);
  const memberIds = [...new Set([...weights.keys(), ...counted.keys()])].toSorted();
  const members = memberIds.map((memberId) => {
    const weight = weights.get(memberId) ?? 0;
    const { assignments: got, responded, missed } = counted.get(memberId) ?? { assignments: 0, responded: 0, missed: 0 };
    const share01 = assignments === 0 ? 0 : got / assignments;
    const entitled01 = weightSum === 0 ? 0 : weight / weightSum;
    return { memberId, weight, assignments: got, share01, entitled01, deviation: share01 - entitled01, responded, missed };
  });
  const present = members.filter(({ weight }) => weight > 0);
  const got = present.map((member) => member.assignments);
  return {
    assignments,
    members,
    gini: gini(present),
    spread: got.length === 0 ? 0 : Math.max(...got) - Math.min(...got),
  };
}

/**
 * Gini coefficient of what each got for a unit of its weight: the mean difference between two units over twice the mean.
 * @returns 0 (all units got the same) to 1
 */
function gini(members: readonly { readonly weight: number; readonly assignments: number }[]): number {
  const weightSum = members.reduce((sum, { weight }) => sum + weight, 0);
  const total = members.reduce((sum, { assignments }) => sum + assignments, 0);
  if (total === 0) return 0;
  let differences = 0;
  for (const one of members) {
    for (const other of members) {
      // |a/w - b/v| of w * v pairs of units.
      differences += Math.abs(one.assignments * other.weight - other.assignments * one.weight);
    }
  }
  return differences / (2 * weightSum * total);
}
