import type { ImportPlan } from '../../plan/import-plan.js';
import type { RowReason } from '../../plan/said.rules.js';
import type { FoundLead } from './match-key.rules.js';
import type { Repetition, RepeatedKey } from '../repeats/repeated-rows.js';

/** A row that states no match key. */
export function missing({ matchBy }: Pick<ImportPlan, 'matchBy'>): RowReason {
  const [first = 'externalId', ...others] = matchBy;
  const message = `Does not say its ${[first, ...others].join(' or ')}, by which rows find their lead.`;
  return { code: 'match.missing', path: first, message };
}

/** A row whose lead a row above it speaks of. */
export function repeated({ of, by }: Pick<Repetition, 'of' | 'by'>): RowReason {
  return { code: 'row.repeated', path: by, message: `Row ${of} has the same ${by}.` };
}

/** A row whose keys find two leads. */
export function leadConflict(found: FoundLead, other: FoundLead, nameOf: (leadId: string) => string): RowReason {
  const message = `By its ${found.by} the row is about ${nameOf(found.lead.leadId)}, by its ${other.by} about ${nameOf(other.lead.leadId)}.`;
  return { code: 'match.conflict', path: other.by, message };
}

/** A row whose keys stand in two rows above it, of two leads. */
export function rowConflict({ of, by }: Pick<Repetition, 'of' | 'by'>, other: RepeatedKey): RowReason {
  const message = `By its ${by} the row is about the lead of row ${of}, by its ${other.by} about that of row ${other.of}.`;
  return { code: 'match.conflict', path: other.by, message };
}
