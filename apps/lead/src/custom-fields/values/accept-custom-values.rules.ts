import type { StatedCustomValues } from '@leadstream/contracts';
import { isUuid, type Uuid } from '@leadstream/kernel';
import type { CustomFieldDefinition, CustomValues } from '../custom-field.js';
import { CUSTOM_FIELDS, normaliseCustomValues, type NormalisedCustomValues } from './custom-values.rules.js';

/** What must be known to judge the custom values of leads. */
export interface CustomFieldFacts {
  /** Archived ones included. */
  readonly definitions: readonly CustomFieldDefinition[];
  /** Of the leads that stated values refer to, those that live, in whatever lead they went into. */
  readonly liveLeads: ReadonlySet<Uuid>;
}

/** As {@link normaliseCustomValues}; a lead that is referred to anew must live, too. */
export function acceptCustomValues(
  { definitions, liveLeads }: CustomFieldFacts,
  stated: StatedCustomValues,
  current?: CustomValues,
): NormalisedCustomValues {
  const { values, problems } = normaliseCustomValues(definitions, stated, current);
  const missing = referenceFields(definitions, stated).filter(({ fieldId }) => {
    const value = values[fieldId];
    return typeof value === 'string' && value !== current?.[fieldId] && !liveLeads.has(value);
  });
  return {
    values,
    problems: [
      ...problems,
      ...missing.map(({ key }) => ({ path: `${CUSTOM_FIELDS}.${key}`, code: 'reference.unknown', message: 'There is no such lead.' })),
    ],
  };
}

/** Leads that stated values refer to. */
export function referencesIn(definitions: readonly CustomFieldDefinition[], stated: StatedCustomValues): readonly Uuid[] {
  return referenceFields(definitions, stated)
    .map(({ key }) => stated[key])
    .filter((value) => typeof value === 'string')
    .map((text) => text.trim().toLowerCase())
    .filter(isUuid);
}

function referenceFields(definitions: readonly CustomFieldDefinition[], stated: StatedCustomValues): readonly CustomFieldDefinition[] {
  return definitions.filter(({ type, key }) => type === 'lead-reference' && Object.hasOwn(stated, key));
}
