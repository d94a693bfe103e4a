import { leadPermissionsStatedV1 } from '@leadstream/contracts';
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
 * find; of one that finds none nothing is, since permissions are a lead's.
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
  return leads.map((lead) => permissionsStated(lead, stated, context));
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
