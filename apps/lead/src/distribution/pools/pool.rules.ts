import type { CreateDistributionPool, DistributionPool, PatchDistributionPool } from '@leadstream/contracts';
import type { FieldProblem, Uuid } from '@leadstream/kernel';
import { normaliseText } from '../../lead/values/text.rules.js';
import type { DistributionPoolRecord, Seat } from '../decision/candidate.js';

/** What a client says of a pool. */
export type PoolFields = Pick<DistributionPoolRecord, 'name' | 'seats' | 'respondWithinMinutes' | 'mostRounds'>;

const NAME_MAX_LENGTH = 200;

/**
 * @param before seats as they are: who stays keeps the turn
 * @param unknown members that the tenant does not have
 */
export function acceptPool(
  { name, members, respondWithinMinutes, mostRounds }: CreateDistributionPool,
  before: readonly Seat[],
  unknown: ReadonlySet<Uuid>,
): PoolFields | { readonly errors: readonly FieldProblem[] } {
  const text = normaliseText(name, NAME_MAX_LENGTH);
  const errors: FieldProblem[] = memberProblems(members, unknown);
  if (!text.ok) errors.push({ path: 'name', code: text.code, message: text.message });
  else if (text.value === null) errors.push({ path: 'name', code: 'text.blank', message: 'Says nothing.' });
  if (!text.ok || text.value === null || errors.length > 0) return { errors };
  return { name: text.value, seats: members.map((member) => seatOf(member, before)), respondWithinMinutes, mostRounds };
}

function memberProblems(members: CreateDistributionPool['members'], unknown: ReadonlySet<Uuid>): FieldProblem[] {
  return members.flatMap(({ memberId }, index): FieldProblem[] => {
    const path = `members.${index}.memberId`;
    if (members.findIndex((other) => other.memberId === memberId) < index) {
      return [{ path, code: 'member.repeated', message: 'Stands above already.' }];
    }
    return unknown.has(memberId) ? [{ path, code: 'member.unknown', message: 'The tenant has no such member.' }] : [];
  });
}

// Another weight makes nobody owe anything: the credit begins anew, lest an old debt outlast many rounds of the new weight.
function seatOf({ memberId, weight }: CreateDistributionPool['members'][number], before: readonly Seat[]): Seat {
  const seat = before.find((one) => one.memberId === memberId);
  return { memberId, weight, credit: seat?.weight === weight ? seat.credit : 0, lastTurn: seat?.lastTurn ?? 0 };
}

/** What is not stated stays. */
export function patched(before: CreateDistributionPool, stated: PatchDistributionPool): CreateDistributionPool {
  const { name = before.name, members = before.members, mostRounds = before.mostRounds } = stated;
  const { respondWithinMinutes = before.respondWithinMinutes } = stated;
  return { name, members, respondWithinMinutes, mostRounds };
}

/** A pool as a client could have stated it. */
export function statedPool({ name, seats, respondWithinMinutes, mostRounds }: PoolFields): CreateDistributionPool {
  return { name, members: seats.map(({ memberId, weight }) => ({ memberId, weight })), respondWithinMinutes, mostRounds };
}

export function presentPool(pool: DistributionPoolRecord): DistributionPool {
  const { poolId: id, version, createdAt, updatedAt } = pool;
  return { id, version, ...statedPool(pool), createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
