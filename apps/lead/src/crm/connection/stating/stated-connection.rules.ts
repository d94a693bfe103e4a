import type { CrmProvider, PutCrmConnection } from '@leadstream/contracts';
import type { CustomFieldDefinition } from '../../../custom-fields/custom-field.js';
import { crmErrors } from '../../crm.errors.js';
import { baseUrlProblem } from '../../peer/public-address.js';
import { keptMapping } from '../../reconcile/field-names.rules.js';
import { credentialsProblems, problem, settingsProblems } from './accept-connection.rules.js';
import type { ConnectionRecord, CrmSettings } from '../crm-connection.js';
import { BASE_URLS, defaultSettings } from './default-settings.js';

/** What somebody decides of a connection. */
export type StatedConnection = Pick<ConnectionRecord, 'baseUrl' | 'credentialsKind' | 'settings'>;

/**
 * A connection as it is stated, over what it was before.
 * @param custom definitions of the tenant's custom fields
 * @param allowsPrivate whether its address may be one of a private network
 * @throws DomainError `LEAD.CRM_CONNECTION_INVALID`, `LEAD.CRM_CONNECTION_OBJECT_FIXED`
 */
export function statedConnection(
  provider: CrmProvider,
  before: ConnectionRecord | undefined,
  { credentials, baseUrl, ...stated }: PutCrmConnection,
  custom: readonly CustomFieldDefinition[],
  allowsPrivate: boolean,
): StatedConnection {
  const settings = changedSettings(before?.settings ?? defaultSettings(provider, stated.object), stated, custom);
  const address = baseUrl ?? before?.baseUrl ?? BASE_URLS[provider];
  const unfit = baseUrlProblem(address, allowsPrivate);
  // Credentials go where they were meant to go, and nowhere else.
  const isMissing = credentials === undefined && (before === undefined || before.baseUrl !== address);
  const errors = [
    ...settingsProblems(provider, settings, custom),
    ...(credentials ? credentialsProblems(provider, credentials) : []),
    ...(unfit ? [problem('baseUrl', unfit, 'An address of the public internet is needed, https and without anything but a path.')] : []),
    ...(isMissing ? [problem('credentials', 'credentials.missing', 'A new connection and a new address need credentials.')] : []),
  ];
  if (errors.length > 0) throw crmErrors.CRM_CONNECTION_INVALID({ errors });
  demandObject(before, settings);
  return { baseUrl: address, credentialsKind: credentials?.kind ?? before?.credentialsKind ?? '', settings };
}

/** Settings with what is stated of them. */
export function changedSettings(
  present: CrmSettings,
  stated: Partial<{ [K in keyof CrmSettings]: CrmSettings[K] | undefined }>,
  custom: readonly CustomFieldDefinition[],
): CrmSettings {
  return { ...present, ...stated, ...(stated.mapping && { mapping: keptMapping(stated.mapping, custom) }) } as CrmSettings;
}

/** Links, the place up to which changes were read and the mapping are all of one kind of records. @throws DomainError `LEAD.CRM_CONNECTION_OBJECT_FIXED` */
export function demandObject(before: ConnectionRecord | undefined, { object }: CrmSettings): void {
  if (before && before.settings.object !== object) throw crmErrors.CRM_CONNECTION_OBJECT_FIXED();
}
