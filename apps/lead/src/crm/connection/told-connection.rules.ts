import { isDeepStrictEqual } from 'node:util';
import type { crmConnectionChangedV1, DataOf } from '@leadstream/contracts';
import type { CustomFieldKey } from '../../custom-fields/custom-field.js';
import { named } from '../reconcile/field-names.rules.js';
import type { ConnectionRecord } from './crm-connection.js';

type Told = DataOf<typeof crmConnectionChangedV1>;

/** A change of a connection by somebody. */
export interface ConnectionChange {
  readonly action: 'created' | 'updated' | 'deleted';
  /** Undefined of a new connection. */
  readonly before: ConnectionRecord | undefined;
  /** Of a deleted one: as it last was, in a version of its own. */
  readonly after: ConnectionRecord;
  /** Of the tenant's custom fields, by which mappings are told. */
  readonly keys: readonly CustomFieldKey[];
  /** Whether credentials were stated: what is sealed is not compared. */
  readonly hasCredentials: boolean;
  readonly at: Date;
}

/** What `crm-connection.changed` tells; each setting by name, so that nothing which is secret comes in with others. */
export function toldConnection({ action, before, after, keys, hasCredentials, at }: ConnectionChange): Told {
  const { connectionId, provider, version } = after;
  const [past, present] = [before && decided(before), decided(after)];
  const names = Object.keys(present) as (keyof typeof present)[];
  const differing = names.filter((name) => !isDeepStrictEqual(past?.[name], present[name]));
  const changed = [...differing, ...(hasCredentials ? ['credentials'] : [])];
  return { connectionId, provider, action, version, changed, settings: toldSettings(after, keys), changedAt: at.toISOString() };
}

function decided({ settings, isPaused, baseUrl }: ConnectionRecord) {
  const { object, mapping, createsLeads, createsRecords, tells, onRecordRemoved, onLeadDeleted, everyMinutes } = settings;
  return { object, mapping, createsLeads, createsRecords, tells, onRecordRemoved, onLeadDeleted, everyMinutes, isPaused, baseUrl };
}

function toldSettings(record: ConnectionRecord, keys: ConnectionChange['keys']): Told['settings'] {
  const { mapping, baseUrl: _address, ...others } = decided(record);
  return {
    ...others,
    mapping: named(mapping, keys).map(({ field, property, direction, owner, type }) => ({ field, property, direction, owner, type })),
  };
}
