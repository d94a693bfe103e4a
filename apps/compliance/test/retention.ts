import type { RetentionArchive, RetentionArchivePage } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import type { ServiceClient } from '@leadstream/testing';
import type pg from 'pg';

export const ARCHIVES = '/v1/retention-archives/compliance';

/** A decision of that time. */
export async function decided(admin: pg.Client, tenantId: string, leadId: string, at: Date): Promise<void> {
  await admin.query(`SELECT ensure_month_partitions('decision', 0, 15)`);
  await admin.query(
    `INSERT INTO decision (tenant_id, id, decided_at, expires_at, lead_id, channel, purpose, outcome, reasons, inputs, rule_set_version)
     VALUES ($1, $2, $3, $3::timestamptz + interval '1 minute', $4, 'email', 'marketing', 'deny', '[{"code":"no_consent"}]', '{}', 'default-1')`,
    [tenantId, uuidV7.next(), at, leadId],
  );
}

/** An opt-out that was found at that time, and acted on unless it is open. @param dncEntryId that stands for it */
export async function reviewed(
  admin: pg.Client,
  tenantId: string,
  leadId: string,
  at: Date,
  { isOpen = false, dncEntryId }: { readonly isOpen?: boolean; readonly dncEntryId?: string } = {},
): Promise<void> {
  const closed = isOpen ? ['waiting', null, null, null] : ['acted', at, 'service', 'compliance'];
  await admin.query(
    `INSERT INTO opt_out_review (tenant_id, id, lead_id, channel, message_id, received_at, found_at, state, reason, confidence01, matched, rules_version,
                                 dnc_entry_ids, closed_at, closed_by_kind, closed_by_id)
     VALUES ($1, $2::uuid, $3, 'sms', $2::uuid::text, $4, $4, $5, 'keyword', 1, '{stop}', 'phrases-1', $9, $6, $7, $8)`,
    [tenantId, uuidV7.next(), leadId, at, ...closed, dncEntryId === undefined ? [] : [dncEntryId]],
  );
}

export async function archivesOf(tenant: ServiceClient, query = ''): Promise<RetentionArchive[]> {
  return (await tenant.get<RetentionArchivePage>(`${ARCHIVES}${query}`)).body.items;
}

/** A line of an archive as it is read. */
export interface ArchiveLine {
  readonly kind: string;
  readonly row?: Readonly<Record<string, unknown>>;
}

export async function linesOf(tenant: ServiceClient, id = ''): Promise<ArchiveLine[]> {
  const { status, body } = await tenant.get<string>(`${ARCHIVES}/${id}/rows`);
  if (status !== 200) throw new Error(`the archive cannot be read: ${status}`);
  return body
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as ArchiveLine);
}
