import type { Uuid } from '@leadstream/kernel';
import type { PeerOwner } from '../peer/crm-peer.js';
import { normaliseEmail } from '../../lead/values/email.rules.js';

/** Members and the owners of the other side that have their addresses. */
export interface MatchedOwners {
  /** By the other side's id. */
  readonly members: ReadonlyMap<string, Uuid>;
  /** By member: who can be given records there, and is the only one with the address. */
  readonly owners: ReadonlyMap<Uuid, string>;
}

export const NO_OWNERS: MatchedOwners = { members: new Map(), owners: new Map() };

/** The address of an owner as members are found by it; undefined of one that has none. */
export function addressOf({ email }: PeerOwner): string | undefined {
  const read = normaliseEmail(email ?? '');
  return read.ok ? (read.value ?? undefined) : undefined;
}

/** Who is who, by address and nothing else: of two owners with one address neither is chosen. @param byEmail members */
export function matchOwners(owners: readonly PeerOwner[], byEmail: ReadonlyMap<string, Uuid>): MatchedOwners {
  const matched = owners.flatMap((owner) => {
    const address = addressOf(owner);
    const memberId = address === undefined ? undefined : byEmail.get(address);
    return memberId === undefined ? [] : [{ ...owner, memberId }];
  });
  const givable = Map.groupBy(
    matched.filter(({ isActive }) => isActive),
    ({ memberId }) => memberId,
  );
  return {
    members: new Map(matched.map(({ ownerId, memberId }) => [ownerId, memberId])),
    owners: new Map(
      [...givable].flatMap(([memberId, [first, ...others]]) => (first && others.length === 0 ? [[memberId, first.ownerId]] : [])),
    ),
  };
}
