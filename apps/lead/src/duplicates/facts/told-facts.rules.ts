import type { DataOf, duplicateFactsChangedV1 } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { DuplicateFact } from './duplicate-fact.js';

/** What `duplicate-facts.changed` tells: all facts that a tenant has from now on. */
export function toldFacts(
  tenantId: Uuid,
  version: number,
  facts: readonly DuplicateFact[],
  at: Date,
): DataOf<typeof duplicateFactsChangedV1> {
  const told = facts.map(({ fieldId, key, kind }) => ({ fieldId, key, kind }));
  return { factsId: tenantId, version, facts: told, changedAt: at.toISOString() };
}
