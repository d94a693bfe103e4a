import { Injectable } from '@nestjs/common';
import { currentContext, type Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { AuditedNoun, AuditedVersion } from './audited-version.js';

const insertInto = (noun: AuditedNoun): Statement => ({
  name: `${noun}-audit-insert`,
  text: `INSERT INTO ${noun}_audit (tenant_id, ${noun}_id, version, action, changes, actor_kind, actor_id, client_ip, request_id, recorded_at)
         SELECT $1, id, version, action, changes, $3, $4, $5, $6, "recordedAt"
         FROM jsonb_to_recordset($2::jsonb) AS s (id uuid, version integer, action text, changes jsonb, "recordedAt" timestamptz)`,
});

const INSERT: Readonly<Record<AuditedNoun, Statement>> = { deal: insertInto('deal'), tag: insertInto('tag'), task: insertInto('task') };

/** Who made which version of what. Actor, address and request come from the ambient context; where nobody asked, it was the service. */
@Injectable()
export class AuditRepository {
  async create(tx: Tx, tenantId: Uuid, noun: AuditedNoun, versions: readonly AuditedVersion[]): Promise<void> {
    if (versions.length === 0) return;
    const context = currentContext();
    const { kind, id } = context?.actor ?? { kind: 'service', id: 'lead' };
    const by = [kind, id, context?.clientIp ?? null, context?.requestId ?? ''];
    await tx.execute(INSERT[noun], [tenantId, JSON.stringify(versions), ...by]);
  }
}
