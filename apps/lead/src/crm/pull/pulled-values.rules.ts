import type { CrmFieldMapping, CrmProvider } from '@leadstream/contracts';
import { acceptCapture, acceptPatch, type Accepted } from '../../lead/accept-lead.rules.js';
import type { Capture } from '../../lead/lead-step.rules.js';
import type { LeadFields, LeadRecord } from '../../lead/lead.js';
import { isStageBackwards, readStage } from '../../lead/vocabulary.rules.js';
import type { LeadVocabulary } from '../../lead/vocabulary.js';
import type { PeerRecord } from '../peer/crm-peer.js';
import type { PlannedValue } from '../reconcile/reconcile.rules.js';
import { statedLead, takenValue, type ValueFacts } from '../reconcile/field-values.rules.js';

/** The property of addresses, mapped or not. */
const EMAIL_PROPERTY: Readonly<Record<CrmProvider, string>> = { hubspot: 'email', salesforce: 'Email' };

/** The e-mail address of a record, in the form of leads; null when it has none that a lead may have. */
export function emailOf(provider: CrmProvider, mapping: readonly CrmFieldMapping[], record: PeerRecord, facts: ValueFacts): string | null {
  const mapped = mapping.find(({ field }) => field === 'email');
  const plain = { field: 'email', property: EMAIL_PROPERTY[provider], direction: 'both', owner: 'newest', type: 'text' } as const;
  const { property, ...rest } = mapped ?? plain;
  const taken = takenValue({ property, ...rest }, record.properties[property] ?? null, facts);
  return 'value' in taken ? taken.value : null;
}

/** What a record says of a lead, by field; what no lead may have is left out. */
export function valuesOf(mapping: readonly CrmFieldMapping[], record: PeerRecord, facts: ValueFacts): Map<string, string> {
  const values = new Map<string, string>();
  for (const one of mapping.filter(({ direction }) => direction !== 'push')) {
    const taken = takenValue(one, record.properties[one.property] ?? null, facts);
    if ('value' in taken && taken.value !== null) values.set(one.field, taken.value);
  }
  return values;
}

/** Values of a record that no lead may have. */
export function problemsOf(mapping: readonly CrmFieldMapping[], record: PeerRecord, facts: ValueFacts): { field: string; code: string }[] {
  return mapping.flatMap((one) => {
    const taken = one.direction === 'push' ? undefined : takenValue(one, record.properties[one.property] ?? null, facts);
    return taken && 'code' in taken ? [{ field: one.field, code: taken.code }] : [];
  });
}

/** A lead that a record becomes. */
export function acceptRecord(
  provider: CrmProvider,
  values: ReadonlyMap<string, string>,
  mapping: readonly CrmFieldMapping[],
  facts: ValueFacts,
  now: Date,
): Accepted<Omit<Capture, 'leadId'>> {
  return acceptCapture(
    { source: provider, ...statedLead(values, mapping, facts) } as Parameters<typeof acceptCapture>[0],
    facts.custom,
    now,
  );
}

/** Values of a record that a lead takes over. */
export function acceptValues(
  lead: LeadRecord,
  values: ReadonlyMap<string, string | null>,
  mapping: readonly CrmFieldMapping[],
  facts: ValueFacts,
): Accepted<Partial<LeadFields>> {
  return acceptPatch(lead, statedLead(values, mapping, facts), facts.custom);
}

/** Whether a value is a stage before the one that the lead is in: no sync takes it back. Blank means the first one. */
export function isStageBefore({ lifecycleStage }: LeadRecord, { field, to }: PlannedValue, vocabulary: LeadVocabulary): boolean {
  const stage = field === 'lifecycleStage' ? readStage(to ?? '', vocabulary) : undefined;
  return stage?.ok === true && isStageBackwards(vocabulary, lifecycleStage, stage.value);
}
