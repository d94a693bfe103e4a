import type { CrmFieldMapping, CrmOutcome, CrmProvider } from '@leadstream/contracts';
import { acceptCapture, acceptPatch, type Accepted } from '../../lead/accept-lead.rules.js';
import type { LeadStep } from '../../lead/lead-step.js';
import { type Capture, statusStep, type StepMoment } from '../../lead/lead-step.rules.js';
import type { LeadFields, LeadRecord } from '../../lead/lead.js';
import { refusedMove } from '../../lead/status.rules.js';
import { isStageBackwards, readStage, STAGE_BACKWARDS } from '../../lead/vocabulary.rules.js';
import type { LeadVocabulary } from '../../lead/vocabulary.js';
import { allowedFrom } from '../../settings/settings.rules.js';
import type { StatedSettings } from '../../settings/settings.js';
import type { PeerRecord } from '../peer/crm-peer.js';
import type { PlannedValue } from '../reconcile/reconcile.rules.js';
import { recordValues } from '../reconcile/both-sides.rules.js';
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

const pulled = (mapping: readonly CrmFieldMapping[]): CrmFieldMapping[] => mapping.filter(({ direction }) => direction !== 'push');

/** What a record says of a lead that is none yet, by field; what no lead may have is left out. */
export function valuesOf(mapping: readonly CrmFieldMapping[], record: PeerRecord, facts: ValueFacts): Map<string, string> {
  const { taken, blocked } = recordValues(pulled(mapping), record, null, facts);
  const values = [...taken].flatMap(([field, one]) => ('value' in one && one.value !== null ? [[field, one.value] as const] : []));
  return new Map(values.filter(([field]) => !blocked.has(field)));
}

/** Values of a record that no lead may have. */
export function problemsOf(mapping: readonly CrmFieldMapping[], record: PeerRecord, facts: ValueFacts): { field: string; code: string }[] {
  const { taken } = recordValues(pulled(mapping), record, null, facts);
  return [...taken].flatMap(([field, one]) => ('code' in one ? [{ field, code: one.code }] : []));
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

/** What a lead does not take over of a record, though its owner says so: it stays as it is, and the record too. */
export interface HeldBack {
  readonly outcome: CrmOutcome;
  /** Null where there is nothing to tell: a record without a status says nothing of it. */
  readonly code: string | null;
}

/**
 * Why a lead does not go where a record wants it; undefined where it does. No sync takes it back to a stage or a status, nor to a status that
 * the tenant lets no lead go to from its own. A blank stage means the first one.
 */
export function heldBack(
  { lifecycleStage, status }: LeadRecord,
  { field, to }: PlannedValue,
  settings: Pick<StatedSettings, 'statusTransitions' | keyof LeadVocabulary>,
): HeldBack | undefined {
  if (field === 'lifecycleStage') {
    const stage = readStage(to ?? '', settings);
    return stage.ok && isStageBackwards(settings, lifecycleStage, stage.value) ? { outcome: 'failed', code: STAGE_BACKWARDS } : undefined;
  }
  if (field !== 'status') return undefined;
  if (to === null) return { outcome: 'skipped', code: null };
  const code = refusedMove(status, to, settings, allowedFrom(settings, status));
  return code === undefined ? undefined : { outcome: 'skipped', code };
}

/** The move of a lead to the status of its record; undefined where it is in it. */
export function movedTo(lead: LeadRecord, status: string | null | undefined, moment: StepMoment): LeadStep | undefined {
  if (status === null || status === undefined || status === lead.status) return undefined;
  return statusStep(lead, status, moment.now, 'automation', moment);
}
