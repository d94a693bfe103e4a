import type { CrmConnection } from '@leadstream/contracts';
import type { CustomFieldKey } from '../../custom-fields/custom-field.js';
import { named } from '../reconcile/field-names.rules.js';
import type { ConnectionRecord } from './crm-connection.js';

/** A connection as the API shows it: what was sealed stays so. @param keys of the tenant's custom fields */
export function presentConnection(record: ConnectionRecord, keys: readonly CustomFieldKey[], now: Date): CrmConnection {
  const { provider, version, baseUrl, accountId, credentialsKind, settings, isPaused, errorCode, limitedUntil } = record;
  return {
    provider,
    version,
    baseUrl,
    accountId,
    credentialsKind,
    isPaused,
    ...settings,
    mapping: named(settings.mapping, keys),
    state: stateOf(record, now),
    errorCode,
    limitedUntil: limitedUntil?.toISOString() ?? null,
    pulledUpTo: record.pulledUpTo?.toISOString() ?? null,
    syncedAt: record.syncedAt?.toISOString() ?? null,
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
  };
}

function stateOf({ errorCode, limitedUntil, wasReached }: ConnectionRecord, now: Date): CrmConnection['state'] {
  if (limitedUntil !== null && limitedUntil > now) return 'limited';
  if (errorCode !== null) return 'failing';
  return wasReached ? 'working' : 'untested';
}
