import { addressPermissionsStatedV1, leadPermissionsStatedV1 } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { OutboxItem } from '@leadstream/messaging';
import type { LeadDirectory } from '../../lead/lead-directory.rules.js';
import type { LeadRecord } from '../../lead/lead.js';
import type { StepContext } from '../../lead/lead-step.rules.js';
import { restrictiveOnly, type RowPermissions } from '../plan/permission.rules.js';
import type { ReadRow } from '../plan/said.rules.js';
import type { BatchContext } from './apply-rows.rules.js';
import { findLead, matchKeysOf } from './matching/match-key.rules.js';

/**
 * What a row says of permissions, told for the lead that it found or made. Of a row that was left out only what forbids is, for each lead that its keys
 * find, or for the addresses of one that finds none.
 * @param leadId left out where the row was decided on without its lead
 */
export function permissionsOf(
  row: ReadRow | undefined,
  { isIn, leadId }: { readonly isIn: boolean; readonly leadId?: Uuid | undefined },
  directory: LeadDirectory,
  context: BatchContext,
): OutboxItem[] {
  if (!row?.permissions) return [];
  const stated = isIn ? row.permissions : restrictiveOnly(row.permissions);
  if (stated.consents.length + stated.doNotContact.length === 0) return [];
  const known = leadId === undefined ? undefined : directory.find(leadId);
  const leads = known ? [known] : leadsOf(row, directory, context);
  if (leads.length > 0) return leads.map((lead) => permissionsStated(lead, stated, context));
  return isIn ? [] : addressesStated(row, stated, context);
}

/** What nobody's lead is needed for: a prohibition binds an address. Withdrawn consents say nothing of somebody who gave none. */
function addressesStated(
  { fields: { email, phone } }: ReadRow,
  { doNotContact }: RowPermissions,
  { now, importId, ids }: BatchContext,
): OutboxItem[] {
  const addresses = [
    { kind: 'email', value: email, channels: ['email'] },
    { kind: 'phone', value: phone, channels: ['sms', 'whatsapp', 'voice'] },
  ] as const;
  return addresses.flatMap(({ kind, value, channels }) => {
    if (value == null || !channels.some((channel) => doNotContact.includes(channel))) return [];
    const data = { statementId: ids.next(), kind, value, doNotContact: [...doNotContact], importId, statedAt: now.toISOString() };
    return [{ contract: addressPermissionsStatedV1, data, sequence: 1, time: now }];
  });
}

function leadsOf(row: ReadRow, directory: LeadDirectory, { plan, facts }: BatchContext): LeadRecord[] {
  const keys = matchKeysOf(row, plan, facts.definitions);
  const { found, other } = keys.ok ? findLead(directory, keys.value) : {};
  return [found, other].flatMap((one) => one?.lead ?? []);
}

/** Tells the compliance service what was said; the lead itself does not change by it. */
function permissionsStated(lead: LeadRecord, { consents, doNotContact }: RowPermissions, { now, importId }: StepContext): OutboxItem {
  const { leadId, email, phone } = lead;
  const data = { leadId, email, phone, consents: [...consents], doNotContact: [...doNotContact], importId };
  return { contract: leadPermissionsStatedV1, data, sequence: lead.version, time: now };
}
