import type { CrmFieldConflict, CrmFieldMapping } from '@leadstream/contracts';
import type { LeadRecord } from '../../lead/lead.js';
import type { PeerRecord } from '../peer/crm-peer.js';
import { digestOf, type Held, heldOf, takenValue, unfitCode, type ValueFacts, valueOf } from './field-values.rules.js';

/** Digests of what both sides had when they were last in step, and whether the record had it of us. */
export type Agreed = readonly [ours: string, theirs: string, told?: 'told'];

/** What both sides agree on, by field. */
export type LinkBase = Readonly<Record<string, Agreed>>;

/** What both sides have in a field, in step: `theirs` as the peer has it now, in the form of leads where it can be read. */
export interface InStep {
  readonly field: string;
  readonly ours: string | null;
  readonly theirs: Held;
  /** Whether the record has it of us. */
  readonly isTold?: boolean;
}

/** A value that one side gets from the other. */
export interface PlannedValue {
  readonly field: string;
  readonly property: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** What brings a lead and a record in step. */
export interface Reconciliation {
  readonly toLead: readonly PlannedValue[];
  readonly toPeer: readonly PlannedValue[];
  /** Fields that both sides changed to different values. */
  readonly conflicts: readonly string[];
  /** Values of the peer that no lead may have, and fields that cannot be compared; both sides keep theirs. */
  readonly problems: readonly { readonly field: string; readonly code: string }[];
  /** Digests of fields that are in step already. */
  readonly settled: LinkBase;
}

interface Sides {
  readonly lead: LeadRecord;
  readonly record: Pick<PeerRecord, 'properties' | 'modifiedAt'>;
  /** Empty for two that were never in step. */
  readonly base: LinkBase;
}

type Verdict = 'settled' | 'to-lead' | 'to-peer' | 'keep';

/**
 * Compares field by field with what both sides had when they were last in step: what changed on one side only goes over to the other, what
 * changed on both goes by its owner. What we wrote ourselves is no change of theirs, so nothing comes back.
 */
export function reconcile({ lead, record, base }: Sides, mapping: readonly CrmFieldMapping[], facts: ValueFacts): Reconciliation {
  const toLead: PlannedValue[] = [];
  const toPeer: PlannedValue[] = [];
  const conflicts: string[] = [];
  const problems: { field: string; code: string }[] = [];
  const settled: Record<string, Agreed> = {};
  for (const one of mapping) {
    const { field, property } = one;
    const unfit = unfitCode(field, facts.custom.definitions);
    if (unfit !== undefined) {
      problems.push({ field, code: unfit });
      continue;
    }
    const ours = valueOf(lead, field, facts);
    const raw = record.properties[property] ?? null;
    const taken = takenValue(one, raw, facts);
    const held = heldOf(taken, raw);
    const digests = [digestOf(lead.leadId, field, ours), digestOf(lead.leadId, field, held)] as const;
    const changed = changesOf(base[field], digests, ours, held);
    if ('code' in taken) {
      const verdict = unreadVerdict(one, changed);
      if (verdict === 'refused') problems.push({ field, code: taken.code });
      if (verdict === 'to-peer') toPeer.push({ field, property, from: null, to: ours });
      continue;
    }
    const theirs = taken.value;
    const verdict = ours === theirs ? 'settled' : verdictOf(one, changed, lead.updatedAt > record.modifiedAt);
    if (verdict === 'settled') settled[field] = changed.ours || changed.theirs ? digests : (base[field] ?? digests);
    if (verdict === 'to-lead') toLead.push({ field, property, from: ours, to: theirs });
    if (verdict === 'to-peer') toPeer.push({ field, property, from: theirs, to: ours });
    if (ours !== theirs && one.direction === 'both' && changed.ours && changed.theirs) conflicts.push(field);
  }
  return { toLead, toPeer, conflicts, problems, settled };
}

/** What a conflict was about. @param planned values of fields that both sides changed, all written to the side that did not keep its own */
export function conflictsOf(
  planned: readonly PlannedValue[],
  kept: CrmFieldConflict['kept'],
  mapping: readonly CrmFieldMapping[],
): CrmFieldConflict[] {
  const ownerOf = new Map(mapping.map(({ field, owner }) => [field, owner]));
  return planned.map(({ field, from, to }) => {
    const values = kept === 'ours' ? { ours: to, theirs: from } : { ours: from, theirs: to };
    return { field, ...values, owner: ownerOf.get(field) ?? kept, kept };
  });
}

interface Changed {
  readonly ours: boolean;
  readonly theirs: boolean;
}

/** Before the two were ever in step, whoever says something has changed it. */
function changesOf(base: Agreed | undefined, [ours, theirs]: Agreed, ourValue: string | null, theirValue: Held): Changed {
  return base ? { ours: ours !== base[0], theirs: theirs !== base[1] } : { ours: ourValue !== null, theirs: theirValue !== null };
}

/** Of a text that no lead may have: what we wrote ourselves, a word of ours that the peer has none for, is nothing to complain of. */
function unreadVerdict({ direction }: CrmFieldMapping, changed: Changed): 'to-peer' | 'keep' | 'refused' {
  if (!changed.ours && !changed.theirs) return 'keep';
  return direction === 'push' || (direction === 'both' && !changed.theirs) ? 'to-peer' : 'refused';
}

/** Where neither side changed, they agree, whatever each of them makes of it. */
function verdictOf({ direction, owner }: CrmFieldMapping, changed: Changed, oursIsNewer: boolean): Verdict {
  if (!changed.ours && !changed.theirs) return 'keep';
  if (direction === 'push') return 'to-peer';
  if (direction === 'pull') return 'to-lead';
  if (changed.ours && changed.theirs) return owner === 'ours' || (owner === 'newest' && oursIsNewer) ? 'to-peer' : 'to-lead';
  return changed.ours ? 'to-peer' : 'to-lead';
}

/** The base with what was taken over. */
export function basedOn(base: LinkBase, leadId: string, values: readonly InStep[]): LinkBase {
  const fresh = values.map(({ field, ours, theirs, isTold }): [string, Agreed] => {
    const digests = [digestOf(leadId, field, ours), digestOf(leadId, field, theirs)] as const;
    return [field, isTold ? [...digests, 'told'] : digests];
  });
  return { ...base, ...Object.fromEntries(fresh) };
}
