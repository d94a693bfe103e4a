import { isDeepStrictEqual } from 'node:util';
import type { LeadSettings, LeadStatus, PatchLeadSettings } from '@leadstream/contracts';
import type { FieldProblem } from '@leadstream/kernel';
import type { FieldChange } from '../lead/lead.js';
import { normaliseRegion } from '../lead/values/phone.rules.js';
import { DEFAULT_SETTINGS, SETTING_NAMES, type SettingsRecord, type StatedSettings } from './settings.js';

/** What was stated, in its stored form, or why it is refused; null is the default. */
export function readSettings(
  stated: PatchLeadSettings,
): { readonly settings: Partial<StatedSettings> } | { readonly errors: FieldProblem[] } {
  const { statusTransitions, phoneRegion } = stated;
  const region = normaliseRegion(phoneRegion ?? '');
  if (!region.ok) return { errors: [{ path: 'phoneRegion', code: region.code, message: region.message }] };
  const circles = Object.entries(statusTransitions ?? {}).filter(([from, to]) => to?.includes(from as LeadStatus));
  if (circles.length > 0) {
    return {
      errors: circles.map(([from]) => ({ path: `statusTransitions.${from}`, code: 'transition.to_itself', message: 'Leads to itself.' })),
    };
  }
  return {
    settings: {
      ...(phoneRegion !== undefined && { phoneRegion: region.value }),
      ...(statusTransitions !== undefined && { statusTransitions: withoutRepetitions(statusTransitions ?? {}) }),
    },
  };
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
  const { phoneRegion, statusTransitions } = settings;
  return {
    ...(!isDeepStrictEqual(phoneRegion, DEFAULT_SETTINGS.phoneRegion) && { phoneRegion }),
    ...(!isDeepStrictEqual(statusTransitions, DEFAULT_SETTINGS.statusTransitions) && { statusTransitions }),
  };
}

/** Statuses that a lead may move to from `from`; undefined means any. */
export function allowedFrom({ statusTransitions }: StatedSettings, from: LeadStatus): readonly LeadStatus[] | undefined {
  return statusTransitions[from];
}

/** As the API shows them. */
export function presentSettings({ version, updatedAt, statusTransitions, phoneRegion }: SettingsRecord): LeadSettings {
  const transitions = Object.fromEntries(Object.entries(statusTransitions).map(([from, to]) => [from, [...to]]));
  return { version, statusTransitions: transitions, phoneRegion, updatedAt: updatedAt?.toISOString() ?? null };
}
