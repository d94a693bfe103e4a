import { bigintArray, instantArray, integerArray, textArray, uuidArray } from '@leadstream/persistence';
import type { AuditFact } from '../audit-entry.js';

/** Facts by columns, each an array as Postgres reads it; nothing in them depends on the places of the facts. */
export interface FactColumns {
  /** How many facts there are. */
  readonly length: number;
  /** From `event_id` to `body`, in the order of the table. */
  readonly arrays: readonly Buffer[];
}

export function factColumns(facts: readonly AuditFact[]): FactColumns {
  const column = <K extends keyof AuditFact>(name: K): AuditFact[K][] => facts.map((fact) => fact[name]);
  return {
    length: facts.length,
    arrays: [
      uuidArray(column('eventId')),
      textArray(column('type')),
      bigintArray(column('version')),
      textArray(column('source')),
      textArray(column('subject')),
      bigintArray(column('subjectVersion')),
      instantArray(column('occurredAt')),
      textArray(column('actor')),
      textArray(column('correlationId')),
      textArray(column('causationId')),
      uuidArray(column('leadId')),
      textArray(column('topic')),
      integerArray(column('partition')),
      bigintArray(column('offset')),
      uuidArray(column('personKeyId')),
      textArray(column('body')),
    ],
  };
}
