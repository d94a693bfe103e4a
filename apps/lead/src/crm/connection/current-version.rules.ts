import { crmErrors } from '../crm.errors.js';
import type { ConnectionRecord } from './crm-connection.js';

/**
 * @param before undefined where there is no connection: its version is 0
 * @param version that a caller believes to be the present one; undefined where none was named
 * @throws DomainError `LEAD.CRM_CONNECTION_STALE` with `currentVersion`
 */
export function demandCurrent(before: ConnectionRecord | undefined, version: number | undefined): void {
  const currentVersion = before?.version ?? 0;
  if (version !== undefined && version !== currentVersion) throw crmErrors.CRM_CONNECTION_STALE({ extra: { currentVersion } });
}
