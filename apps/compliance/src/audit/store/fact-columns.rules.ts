import type { AuditFact } from '../audit-entry.js';
import { instantArray, plainArray, textArray } from './text-array.rules.js';

/** Facts by columns, each an array as Postgres reads it; nothing in them depends on the places of the facts. */
export interface FactColumns {
  /** How many facts there are. */
  readonly length: number;
  /** From `event_id` to `body`, in the order of the table. */
  readonly arrays: readonly string[];
}

export function factColumns(facts: readonly AuditFact[]): FactColumns {
  const column = <K extends keyof AuditFact>(name: K): AuditFact[K][] => facts.map((fact) => fact[name]);
  return {
    length: facts.length,
    arrays: [
      plainArray(column('eventId')),
      textArray(column('type')),
      plainArray(column('version')),
      textArray(column('source')),
      textArray(column('subject')),
      plainArray(column('subjectVersion')),
      instantArray(column('occurredAt')),
      textArray(column('actor')),
      textArray(column('correlationId')),
      textArray(column('causationId')),
      plainArray(column('leadId')),
      textArray(column('topic')),
      plainArray(column('partition')),
      plainArray(column('offset')),
      plainArray(column('personKeyId')),
      textArray(column('body')),
    ],
  };
}
