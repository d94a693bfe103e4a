import { isDeepStrictEqual } from 'node:util';
import { isCustomChange } from '../../custom-fields/values/custom-changes.rules.js';
import { CUSTOM_FIELDS } from '../../custom-fields/values/custom-values.rules.js';
import { isBlank } from '../../lead/lead.rules.js';
import { statusesByReach } from '../../lead/vocabulary.rules.js';
import type { LeadVocabulary } from '../../lead/vocabulary.js';
import { LEAD_FIELDS, type LeadRecord } from '../../lead/lead.js';
import type { FieldOutcome, MergeChoices, MergeRule, MergeSide } from '../merge.js';

type Decided = Pick<FieldOutcome, 'from' | 'rule' | 'value'>;
type Rules = Readonly<Record<string, Chooser>>;
type Chooser = (field: string, survivor: MergeSide, merged: MergeSide) => Decided;

/** Rules that say more than "the newest"; a field that is not named here goes by {@link newest}, or {@link combined} if it has members. */
const RULES: Rules = {
  externalId: own,
  email: own,
  phone: own,
  ownerId: own,
  tagIds: united,
  firstName: longest,
  lastName: longest,
  company: longest,
  jobTitle: longest,
  address: fullest,
  budget: newest,
  source: first,
  sourceMetadata: first,
};

/** Fields that a merge decides, beside those of the tenant's own. */
export const MERGED_FIELDS: readonly string[] = [...LEAD_FIELDS, 'status'];

/** What becomes of each field of the survivor: what the caller chose, else what is said at all, else what the field's rule prefers. */
export function mergeFields(survivor: MergeSide, merged: MergeSide, choices: MergeChoices, vocabulary: LeadVocabulary): FieldOutcome[] {
  const rules: Rules = {
    ...RULES,
    lifecycleStage: furthestOf(vocabulary.lifecycleStages.map(({ key }) => key)),
    status: furthestOf(statusesByReach(vocabulary)),
  };
  return [...MERGED_FIELDS, ...customNames(survivor, merged)].map((field) => {
    const [ours, theirs] = [valueOf(survivor, field), valueOf(merged, field)];
    return { field, survivor: ours, merged: theirs, ...decide(field, [survivor, merged], choices[field], rules) };
  });
}

function decide(
  field: string,
  [survivor, merged]: readonly [MergeSide, MergeSide],
  choice: 'survivor' | 'merged' | undefined,
  rules: Rules,
): Decided {
  const [ours, theirs] = [valueOf(survivor, field), valueOf(merged, field)];
  if (choice !== undefined) return { from: choice, rule: 'chosen', value: choice === 'survivor' ? ours : theirs };
  if (isDeepStrictEqual(ours, theirs)) return { from: 'both', rule: 'same', value: ours };
  if (isBlank(field, theirs)) return { from: 'survivor', rule: 'only', value: ours };
  if (isBlank(field, ours)) return { from: 'merged', rule: 'only', value: theirs };
  const ruleOfKind = hasMembers(ours) && !isCustomChange({ field }) ? combined : newest;
  return (rules[field] ?? ruleOfKind)(field, survivor, merged);
}

/** Custom fields of which one of the leads has a value, under the names of their changes. */
function customNames(...sides: readonly MergeSide[]): string[] {
  const fieldIds = new Set(sides.flatMap(({ lead }) => Object.keys(lead.customFields)));
  return [...fieldIds].map((fieldId) => `${CUSTOM_FIELDS}.${fieldId}`);
}

/** @param field name of a change of a custom field */
export function customValue({ customFields }: Pick<LeadRecord, 'customFields'>, field: string): unknown {
  return customFields[field.slice(CUSTOM_FIELDS.length + 1)] ?? null;
}

const valueOf = ({ lead }: MergeSide, field: string): unknown =>
  isCustomChange({ field }) ? customValue(lead, field) : lead[field as keyof typeof lead];

function hasMembers(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function take(field: string, [survivor, merged]: readonly [MergeSide, MergeSide], isMerged: boolean, rule: MergeRule): Decided {
  return { from: isMerged ? 'merged' : 'survivor', rule, value: valueOf(isMerged ? merged : survivor, field) };
}

function own(field: string, survivor: MergeSide, merged: MergeSide): Decided {
  return take(field, [survivor, merged], false, 'survivor');
}

function longest(field: string, survivor: MergeSide, merged: MergeSide): Decided {
  const [ours, theirs] = [survivor, merged].map((side) => [...String(valueOf(side, field))].length) as [number, number];
  return take(field, [survivor, merged], theirs > ours, 'longest');
}

function fullest(field: string, survivor: MergeSide, merged: MergeSide): Decided {
  const [ours, theirs] = [survivor, merged].map((side) => Object.keys(valueOf(side, field) as object).length) as [number, number];
  return ours === theirs ? newest(field, survivor, merged) : take(field, [survivor, merged], theirs > ours, 'fullest');
}

function first(field: string, survivor: MergeSide, merged: MergeSide): Decided {
  return take(field, [survivor, merged], merged.lead.capturedAt < survivor.lead.capturedAt, 'first');
}

function furthestOf(order: readonly string[]): Chooser {
  return (field, survivor, merged) => {
    const [ours, theirs] = [survivor, merged].map((side) => order.indexOf(String(valueOf(side, field)))) as [number, number];
    return take(field, [survivor, merged], theirs > ours, 'furthest');
  };
}

/** A field that was never changed is as old as its lead. */
function isNewer(field: string, survivor: MergeSide, merged: MergeSide): boolean {
  const [ours, theirs] = [survivor, merged].map(({ lead, changedAt }) => changedAt.get(field) ?? lead.createdAt) as [Date, Date];
  return theirs > ours;
}

function newest(field: string, survivor: MergeSide, merged: MergeSide): Decided {
  return take(field, [survivor, merged], isNewer(field, survivor, merged), 'newest');
}

function united(field: string, ...sides: readonly MergeSide[]): Decided {
  const ids = sides.flatMap((side) => valueOf(side, field) as readonly string[]);
  return { from: 'both', rule: 'combined', value: [...new Set(ids)].toSorted() };
}

function combined(field: string, survivor: MergeSide, merged: MergeSide): Decided {
  const [ours, theirs] = [valueOf(survivor, field), valueOf(merged, field)] as [object, object];
  const value = isNewer(field, survivor, merged) ? { ...ours, ...theirs } : { ...theirs, ...ours };
  return { from: 'both', rule: 'combined', value };
}
