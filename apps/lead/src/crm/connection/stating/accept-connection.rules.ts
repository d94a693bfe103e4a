import type { CrmCredentials, CrmFieldMapping, CrmProvider } from '@leadstream/contracts';
import type { FieldProblem } from '@leadstream/kernel';
import type { CustomFieldDefinition } from '../../../custom-fields/custom-field.js';
import { unfitCode } from '../../reconcile/field-place.rules.js';
import { objectsOf } from './default-settings.js';
import type { CrmSettings } from '../crm-connection.js';
import { typedProblems } from './typed-mapping.rules.js';

/** Properties that the sync itself uses, or that the peer keeps. */
const RESERVED = [
  'leadstream_id',
  'hs_object_id',
  'hs_merged_object_ids',
  'lastmodifieddate',
  'hs_lastmodifieddate',
  'leadstream_id__c',
  'id',
  'systemmodstamp',
  'isdeleted',
  'masterrecordid',
  'isconverted',
  'convertedcontactid',
];

const KINDS: Readonly<Record<CrmProvider, readonly string[]>> = { hubspot: ['private-app', 'oauth'], salesforce: ['oauth', 'jwt'] };

const UNFIT: Readonly<Record<string, string>> = {
  'field.unknown': 'Leads have no such field that can be mapped.',
  'custom_field.unknown': 'There is no such custom field in use.',
  'custom_field.untold': 'A custom field of this type does not fit into one property.',
};

/**
 * Why settings are not taken; empty when they are.
 * @param custom definitions of the tenant's custom fields
 */
export function settingsProblems(
  provider: CrmProvider,
  { object, mapping }: CrmSettings,
  custom: readonly CustomFieldDefinition[],
): FieldProblem[] {
  const objects = objectsOf(provider);
  const unknown = objects.includes(object) ? [] : [problem('object', 'object.unknown', `Records are ${objects.join(' or ')}.`)];
  return [...unknown, ...mapping.flatMap((one, index) => mappingProblems(one, index, mapping, custom))];
}

function mappingProblems(
  one: CrmFieldMapping,
  index: number,
  all: readonly CrmFieldMapping[],
  custom: readonly CustomFieldDefinition[],
): FieldProblem[] {
  const { field, property, direction, owner } = one;
  const path = `mapping.${index}`;
  const name = property.toLowerCase();
  const before = all.slice(0, index);
  const found: FieldProblem[] = [];
  const unfit = unfitCode(field, custom);
  if (unfit !== undefined) found.push(problem(`${path}.field`, unfit, UNFIT[unfit] ?? ''));
  if (RESERVED.includes(name)) found.push(problem(`${path}.property`, 'property.reserved', 'The sync itself keeps this property.'));
  if (before.some((other) => other.field === field)) found.push(problem(`${path}.field`, 'field.repeated', 'The field is mapped above.'));
  if (before.some((other) => other.property.toLowerCase() === name)) {
    found.push(problem(`${path}.property`, 'property.repeated', 'The property is mapped above.'));
  }
  const wanted = direction === 'push' ? 'ours' : direction === 'pull' ? 'theirs' : owner;
  if (owner !== wanted) found.push(problem(`${path}.owner`, 'owner.direction', `A field of this direction is ${wanted}.`));
  return [...found, ...typedProblems(one, path, all)];
}

/** Why credentials are not taken. */
export function credentialsProblems(provider: CrmProvider, credentials: CrmCredentials): FieldProblem[] {
  if (!KINDS[provider].includes(credentials.kind)) {
    return [problem('credentials.kind', 'credentials.kind', `The provider takes ${KINDS[provider].join(' or ')}.`)];
  }
  const lacksSecret = provider === 'hubspot' && credentials.kind === 'oauth' && credentials.clientSecret === undefined;
  return lacksSecret ? [problem('credentials.clientSecret', 'credentials.secret_missing', 'The provider demands a secret.')] : [];
}

export function problem(path: string, code: string, message: string): FieldProblem {
  return { path, code, message };
}
