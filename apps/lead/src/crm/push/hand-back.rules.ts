import type { CrmFieldMapping } from '@leadstream/contracts';
import type { LinkRecord } from '../link/crm-link.js';
import { ended, relinked } from '../link/link-steps.rules.js';
import type { PeerRecord } from '../peer/crm-peer.js';
import { unfitCode } from '../reconcile/field-place.rules.js';
import { digestOf, heldOf, takenValue, type ValueFacts } from '../reconcile/field-values.rules.js';
import type { Agreed, LinkBase } from '../reconcile/reconcile.rules.js';

/** A lead that came out of another one again, as it was linked, and that other one, which has its record. */
export interface Return {
  readonly own: LinkRecord;
  readonly heir: LinkRecord;
}

/**
 * The link of a lead that gets its record back. What the record had of the other lead is nothing that its people changed: the lead says anew
 * what it has there. All else is compared with what the two last agreed on.
 * @param record as it is now; undefined of one that is not there
 */
export function handedBack(
  { own, heir }: Return,
  record: Pick<PeerRecord, 'properties'> | undefined,
  mapping: readonly CrmFieldMapping[],
  facts: ValueFacts,
  now: Date,
): LinkRecord {
  // Whether the record was archived with the other lead, the push finds out.
  if (heir.state === 'ended') return { ...ended(own, 'lead-deleted', now), peerId: heir.peerId };
  const told = record ? toldByHeir({ own, heir }, record, mapping, facts) : {};
  return relinked(own, { peerId: heir.peerId, modifiedAt: heir.peerModifiedAt }, { ...own.base, ...told }, now);
}

function toldByHeir(
  { own, heir }: Return,
  { properties }: Pick<PeerRecord, 'properties'>,
  mapping: readonly CrmFieldMapping[],
  facts: ValueFacts,
): LinkBase {
  const fields = mapping.flatMap((one): [string, Agreed][] => {
    const { field, property } = one;
    const [, theirs, origin] = heir.base[field] ?? [];
    if (origin !== 'told' || unfitCode(field, facts.custom.definitions) !== undefined) return [];
    const raw = properties[property] ?? null;
    const held = heldOf(takenValue(one, raw, facts), raw);
    const digest = digestOf(own.leadId, field, held);
    if (theirs !== digestOf(heir.leadId, field, held) || own.base[field]?.[1] === digest) return [];
    return [[field, [digest, digest]]];
  });
  return Object.fromEntries(fields);
}
