import type { Uuid } from '@leadstream/kernel';
import type { Identifier, LeadRecord } from './lead.js';

/** An identifier that a live lead is known by beside those of its row: one that was added to it, or that came with a merge. */
export interface FurtherIdentifier {
  readonly name: Identifier;
  readonly value: string;
  /** The live lead; of a merged one the lead at the end of its merges. */
  readonly leadId: Uuid;
}

/** Live leads as they were looked for by identifiers. */
export interface FoundLeads {
  readonly leads: readonly LeadRecord[];
  /** Of what was asked for, that which stands in no row of these leads' own. */
  readonly further: readonly FurtherIdentifier[];
}

/** Where nobody asked for further identifiers, or nobody has some. */
export function foundInRows(leads: readonly LeadRecord[]): FoundLeads {
  return { leads, further: [] };
}
