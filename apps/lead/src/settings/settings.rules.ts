import { isDeepStrictEqual } from 'node:util';
import type { LeadSettings, LeadStatus, PatchLeadSettings } from '@leadstream/contracts';
import type { FieldProblem } from '@leadstream/kernel';
import type { FieldChange } from '../lead/lead.js';
import { normaliseRegion } from '../lead/values/phone.rules.js';
import { normaliseText } from '../lead/values/text.rules.js';
import { stageProblems, statusProblems, unknownStatus } from '../lead/vocabulary.rules.js';
import { DEFAULT_VOCABULARY, type LeadVocabulary } from '../lead/vocabulary.js';
import { DEFAULT_SETTINGS, SETTING_NAMES, type SettingsRecord, type StatedSettings } from './settings.js';

const MAX_LABEL_LENGTH = 100;
const VOCABULARIES = Object.keys(DEFAULT_VOCABULARY) as readonly (keyof LeadVocabulary)[];

/** What was stated, in its stored form, or why it is refused; null is the default. */
export function readSettings(
  stated: PatchLeadSettings,
): { readonly settings: Partial<StatedSettings> } | { readonly errors: FieldProblem[] } {
  const { statusTransitions, phoneRegion, leadStatuses, lifecycleStages } = stated;
  const errors: FieldProblem[] = [];
  const region = normaliseRegion(phoneRegion ?? '');
  if (!region.ok) errors.push({ path: 'phoneRegion', code: region.code, message: region.message });
  for (const [from, to] of Object.entries(statusTransitions ?? {}))
    if (to.includes(from)) errors.push({ path: `statusTransitions.${from}`, code: 'transition.to_itself', message: 'Leads to itself.' });
  const statuses = labelled('leadStatuses', leadStatuses ?? DEFAULT_VOCABULARY.leadStatuses, errors);
  const stages = labelled('lifecycleStages', lifecycleStages ?? DEFAULT_VOCABULARY.lifecycleStages, errors);
  errors.push(...statusProblems(statuses), ...stageProblems(stages));
  if (errors.length > 0 || !region.ok) return { errors };
  return {
    settings: {
      ...(phoneRegion !== undefined && { phoneRegion: region.value }),
      ...(statusTransitions !== undefined && { statusTransitions: withoutRepetitions(statusTransitions ?? {}) }),
      ...(leadStatuses !== undefined && { leadStatuses: statuses }),
      ...(lifecycleStages !== undefined && { lifecycleStages: stages }),
    },
  };
}

/** Words with their labels in the stored form. */
function labelled<W extends { readonly label: string }>(path: string, words: readonly W[], errors: FieldProblem[]): W[] {
  return words.map((word, index) => {
    const label = normaliseText(word.label, MAX_LABEL_LENGTH);
    const at = `${path}.${index}.label`;
    if (!label.ok) errors.push({ path: at, code: label.code, message: label.message });
    else if (label.value === null) errors.push({ path: at, code: 'text.blank', message: 'Says nothing.' });
    return label.ok && label.value !== null ? { ...word, label: label.value } : word;
  });
}

/**
 * Transitions between statuses that are none of the tenant's (any more).
 * @param stated what is changed, so that a problem is found where it was made
 */
export function transitionProblems({ statusTransitions, leadStatuses }: StatedSettings, stated: Partial<StatedSettings>): FieldProblem[] {
  const isKnown = (status: string) => leadStatuses.some(({ key }) => key === status);
  const places = Object.entries(statusTransitions).flatMap(([from, to]) => [
    ...(isKnown(from) ? [] : [{ path: `statusTransitions.${from}`, status: from }]),
    ...to.flatMap((status, index) => (isKnown(status) ? [] : [{ path: `statusTransitions.${from}.${index}`, status }])),
  ]);
  if (stated.statusTransitions !== undefined) return places.map(({ path }) => unknownStatus(path, { leadStatuses }));
  return [...new Set(places.map(({ status }) => status))].map((status) => ({
    path: 'leadStatuses',
    code: 'status.in_transitions',
    message: `Transitions of the tenant name ${status}: change them, too.`,
  }));
}

/** Keys of statuses, and of stages, that there are no more after a change. */
export function keysLeftOut(
  before: LeadVocabulary,
  after: LeadVocabulary,
): { readonly field: keyof LeadVocabulary; readonly keys: string[] }[] {
  return VOCABULARIES.map((field) => ({
    field,
    keys: before[field].map(({ key }) => key).filter((key) => !after[field].some((word) => word.key === key)),
  })).filter(({ keys }) => keys.length > 0);
}

function withoutRepetitions(transitions: StatedSettings['statusTransitions']): StatedSettings['statusTransitions'] {
  return Object.fromEntries(Object.entries(transitions).map(([from, to]) => [from, [...new Set(to)]]));
}

/** Settings whose value is another than before. */
export function changedSettings(before: StatedSettings, stated: Partial<StatedSettings>): FieldChange[] {
  return SETTING_NAMES.filter((name) => stated[name] !== undefined && !isDeepStrictEqual(before[name], stated[name])).map((name) => ({
    field: name,
    before: before[name],
    after: stated[name],
  }));
}

/** What is worth storing: the defaults may change with a release. */
export function withoutDefaults(settings: StatedSettings): Partial<StatedSettings> {
  const names = SETTING_NAMES.filter((name) => !isDeepStrictEqual(settings[name], DEFAULT_SETTINGS[name]));
  return Object.fromEntries(names.map((name) => [name, settings[name]]));
}

/** Statuses that a lead may move to from `from`; undefined means any. */
export function allowedFrom(
  { statusTransitions }: Pick<StatedSettings, 'statusTransitions'>,
  from: LeadStatus,
): readonly LeadStatus[] | undefined {
  return Object.hasOwn(statusTransitions, from) ? statusTransitions[from] : undefined;
}

/** As the API shows them. */
export function presentSettings(settings: SettingsRecord): LeadSettings {
  const { version, updatedAt, statusTransitions, phoneRegion, leadStatuses, lifecycleStages } = settings;
  const transitions = Object.fromEntries(Object.entries(statusTransitions).map(([from, to]) => [from, [...to]]));
  return {
    version,
    statusTransitions: transitions,
    leadStatuses: leadStatuses.map(({ key, label, meaning }) => ({ key, label, meaning })),
    lifecycleStages: lifecycleStages.map(({ key, label }) => ({ key, label })),
    phoneRegion,
    updatedAt: updatedAt?.toISOString() ?? null,
  };
}
