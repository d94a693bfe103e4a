import type { CrmFieldConflict, CrmFieldMapping } from '@leadstream/contracts';
import type { LeadRecord } from '../../lead/lead.js';
import type { PeerRecord } from '../peer/crm-peer.js';
import { leadValues, recordValues } from './both-sides.rules.js';
import { budgetMember } from './budget-values.rules.js';
import { unfitCode } from './field-place.rules.js';
import { digestOf, heldOf, untoldCode, type ValueFacts } from './field-values.rules.js';
import type { Held, Taken } from './taken.js';

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

interface FieldProblem {
  readonly field: string;
  readonly code: string;
}

/** What brings a lead and a record in step. */
export interface Reconciliation {
  readonly toLead: readonly PlannedValue[];
  readonly toPeer: readonly PlannedValue[];
  /** Fields that both sides changed to different values. */
  readonly conflicts: readonly string[];
  /** Values of the peer that no lead may have, and fields that cannot be compared; both sides keep theirs. */
  readonly problems: readonly FieldProblem[];
  /** Values of ours that the peer has no form for; both sides keep theirs. */
  readonly untold: readonly FieldProblem[];
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
export function reconcile(sides: Sides, mapping: readonly CrmFieldMapping[], facts: ValueFacts): Reconciliation {
  const toLead: PlannedValue[] = [];
  const toPeer: PlannedValue[] = [];
  const conflicts: string[] = [];
  const settled: Record<string, Agreed> = {};
  const unfit = mapping.flatMap(({ field }) => {
    const code = unfitCode(field, facts.custom.definitions);
    return code === undefined ? [] : [{ field, code }];
  });
  const problems: FieldProblem[] = [...unfit];
  const untold: FieldProblem[] = [];
  const fit = mapping.filter(({ field }) => !unfit.some((one) => one.field === field));
  const oursIsNewer = sides.lead.updatedAt > sides.record.modifiedAt;
  for (const { one, ours, taken, isBlocked, digests, changed } of comparedFields(sides, fit, facts)) {
    const { field, property } = one;
    const tell = (from: string | null): void => {
      const code = untoldCode(field, ours, facts);
      if (code === undefined) toPeer.push({ field, property, from, to: ours });
      else untold.push({ field, code });
    };
    if ('code' in taken || isBlocked) {
      const verdict = unreadVerdict(one, changed);
      if (verdict === 'refused' && 'code' in taken) problems.push({ field, code: taken.code });
      if (verdict === 'to-peer') tell('value' in taken ? taken.value : null);
      continue;
    }
    const theirs = taken.value;
    const verdict = ours === theirs ? 'settled' : verdictOf(one, changed, oursIsNewer);
    if (verdict === 'settled') settled[field] = changed.ours || changed.theirs ? digests : (sides.base[field] ?? digests);
    if (verdict === 'to-lead') toLead.push({ field, property, from: ours, to: theirs });
    if (verdict === 'to-peer') tell(theirs);
    if (ours !== theirs && one.direction === 'both' && changed.ours && changed.theirs) conflicts.push(field);
  }
  return { toLead, toPeer, conflicts, problems, untold, settled };
}

/** A field as both sides have it, and which of them changed it. */
interface Compared {
  readonly one: CrmFieldMapping;
  readonly ours: string | null;
  readonly taken: Taken;
  readonly isBlocked: boolean;
  readonly digests: Agreed;
  readonly changed: Changed;
}

/** Whoever changed one member of the budget changed the budget: an amount of one side never comes to the currency of the other. */
function comparedFields({ lead, record, base }: Sides, mapping: readonly CrmFieldMapping[], facts: ValueFacts): Compared[] {
  const values = leadValues(mapping, lead, facts);
  const { taken: takens, blocked } = recordValues(mapping, record, lead.budget, facts);
  const compared = mapping.map((one): Compared => {
    const { field, property } = one;
    const ours = values.get(field) ?? null;
    const taken = takens.get(field) ?? { value: null };
    const held = heldOf(taken, record.properties[property] ?? null);
    const digests = [digestOf(lead.leadId, field, ours), digestOf(lead.leadId, field, held)] as const;
    return { one, ours, taken, isBlocked: blocked.has(field), digests, changed: changesOf(base[field], digests, ours, held) };
  });
  const ofBudget = compared.filter(({ one }) => budgetMember(one.field) !== undefined);
  const budget = { ours: ofBudget.some(({ changed }) => changed.ours), theirs: ofBudget.some(({ changed }) => changed.theirs) };
  return compared.map((one) => (ofBudget.includes(one) ? { ...one, changed: budget } : one));
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
