import { type DataOf, leadCapturedV1 } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import type { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { leadData } from '../lead-events.ts';

const COLUMNS = `"leadId" uuid, "externalId" text, "firstName" text, "lastName" text, email text, company text, "timeZone" text, source text, status text, "capturedAt" timestamptz`;

const INSERT_LEADS = {
  name: 'bench-lead-insert',
  text: `INSERT INTO lead (tenant_id, lead_id, external_id, first_name, last_name, email, company, time_zone, source, status, status_changed_at,
                           captured_at, created_at, updated_at)
         SELECT $1, "leadId", "externalId", "firstName", "lastName", email, company, "timeZone", source, status, "capturedAt", "capturedAt", now(), now()
         FROM jsonb_to_recordset($2::jsonb) AS stated (${COLUMNS}) ON CONFLICT DO NOTHING`,
};

const INSERT_AUDIT = {
  name: 'bench-audit-insert',
  text: `INSERT INTO lead_audit (tenant_id, lead_id, audit_id, action, version, changes, actor_kind, actor_id, request_id, recorded_at)
         SELECT $1, "leadId", "auditId", 'created', 1, changes, 'api-key', $3, $4, now()
         FROM jsonb_to_recordset($2::jsonb) AS step ("leadId" uuid, "auditId" uuid, changes jsonb)`,
};

type Lead = DataOf<typeof leadCapturedV1>;

let written = 0;

export function newLeads(count: number): Lead[] {
  return Array.from({ length: count }, () => leadData(uuidV7.next(), (written += 1)));
}

function auditOf({ leadId, consents: _, importId: __, ...fields }: Lead): object {
  const changes = Object.entries(fields).map(([field, after]) => ({ field, before: null, after }));
  return { leadId, auditId: uuidV7.next(), changes };
}

/** What the lead service stores for captured leads: the rows first, then their audit, and the events with the audit. */
export async function writeLeads(tx: Tx, leads: readonly Lead[], outbox?: Outbox): Promise<void> {
  await tx.execute(INSERT_LEADS, [tx.tenantId, JSON.stringify(leads)]);
  const audit = tx.execute(INSERT_AUDIT, [tx.tenantId, JSON.stringify(leads.map(auditOf)), 'key-1', 'request-1']);
  await Promise.all([audit, outbox && publish(tx, leads, outbox)]);
}

function publish(tx: Tx, leads: readonly Lead[], outbox: Outbox): Promise<void> {
  const [only] = leads;
  if (only && leads.length === 1) return outbox.add(tx, leadCapturedV1, { data: only, sequence: 1 });
  return outbox.addAll(
    tx,
    leads.map((data) => ({ contract: leadCapturedV1, data, sequence: 1 })),
  );
}
