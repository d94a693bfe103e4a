import { leadIdentityAddedV1, leadIdentityRemovedV1 } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { OutboxItem } from '@leadstream/messaging';

/** Something that a lead is known by beside its row, as it is told. */
export interface ToldIdentity {
  /** Null where nobody is told: of a visitor, and of what a merged lead had in its row. */
  readonly identityId: Uuid | null;
  readonly kind: string;
  readonly value: string;
  readonly leadId: Uuid;
  /** Grows each time it goes to another lead. */
  readonly version: number;
}

const isToldKind = (kind: string): kind is 'email' | 'phone' | 'external' => kind === 'email' || kind === 'phone' || kind === 'external';

/** That a lead is known by it from then on. */
export function identitiesAdded(identities: readonly ToldIdentity[], at: Date): OutboxItem[] {
  return identities.flatMap(({ identityId, kind, value, leadId, version }) => {
    if (identityId === null || !isToldKind(kind)) return [];
    const data = { identityId, leadId, kind, value, addedAt: at.toISOString() };
    return [{ contract: leadIdentityAddedV1, data, sequence: version, time: at }];
  });
}

/** That nobody is known by it any more. */
export function identitiesRemoved(identities: readonly ToldIdentity[], at: Date): OutboxItem[] {
  return identities.flatMap(({ identityId, leadId, version }) => {
    if (identityId === null) return [];
    return [
      { contract: leadIdentityRemovedV1, data: { identityId, leadId, removedAt: at.toISOString() }, sequence: version + 1, time: at },
    ];
  });
}
