import type { BudgetRange, CrmFieldMapping } from '@leadstream/contracts';
import type { LeadFields, LeadRecord } from '../../lead/lead.js';
import type { PeerRecord } from '../peer/crm-peer.js';
import { budgetMember, budgetProblem, withoutLoneCurrency } from './budget-values.rules.js';
import { takenValue, type ValueFacts, valueOf } from './field-values.rules.js';
import type { Taken } from './taken.js';

/** What a record says, by field. */
export interface RecordValues {
  readonly taken: ReadonlyMap<string, Taken>;
  /** Fields that can be read, but say nothing since others can not that they belong to. */
  readonly blocked: ReadonlySet<string>;
}

/** The values of a record in the form of leads. @param budget of the lead, for members that are not mapped */
export function recordValues(
  mapping: readonly CrmFieldMapping[],
  { properties }: Pick<PeerRecord, 'properties'>,
  budget: BudgetRange | null,
  facts: ValueFacts,
): RecordValues {
  const taken = new Map(mapping.map((one) => [one.field, takenValue(one, properties[one.property] ?? null, facts)]));
  const members = [...taken].filter(([field]) => budgetMember(field) !== undefined);
  const readable = members.flatMap(([field, one]) => ('value' in one ? [[field, one.value] as const] : []));
  if (readable.length === members.length) {
    const values = withoutLoneCurrency(new Map(readable));
    for (const [field, value] of values) taken.set(field, { value });
    const problem = budgetProblem(values, budget);
    if (problem) taken.set(problem.field, { code: problem.code });
  }
  const unread = members.filter(([field]) => 'code' in (taken.get(field) ?? {})).map(([field]) => field);
  const blocked = unread.length === 0 ? [] : members.map(([field]) => field).filter((field) => !unread.includes(field));
  return { taken, blocked: new Set(blocked) };
}

/** The values of a lead, by field; null of what it does not have. */
export function leadValues(
  mapping: readonly CrmFieldMapping[],
  lead: LeadFields & Partial<Pick<LeadRecord, 'status'>>,
  facts: ValueFacts,
): Map<string, string | null> {
  return withoutLoneCurrency(new Map(mapping.map(({ field }) => [field, valueOf(lead, field, facts)])));
}
