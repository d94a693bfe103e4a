import { leadPermissionsStatedV1 } from '@leadstream/contracts';
import type { OutboxItem } from '@leadstream/messaging';
import type { LeadRecord } from '../../lead/lead.js';
import type { StepContext } from '../../lead/lead-step.rules.js';
import type { RowPermissions } from '../plan/permission.rules.js';

/** Tells the compliance service what was said; the lead itself does not change by it. */
export function permissionsStated(
  lead: LeadRecord,
  { consents, doNotContact }: RowPermissions,
  { now, importId }: StepContext,
): OutboxItem {
  const { leadId, email, phone } = lead;
  const data = { leadId, email, phone, consents: [...consents], doNotContact: [...doNotContact], importId };
  return { contract: leadPermissionsStatedV1, data, sequence: lead.version, time: now };
}
