import { Injectable } from '@nestjs/common';
import type { LeadChange, ListLeadChangesQuery } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { z } from 'zod';

export interface LeadChangePage {
  readonly items: readonly LeadChange[];
  readonly nextCursor: string | null;
}

/** Entries that a page looks through at most: those of one field are found by no index, and a page of a rare one must end, too. */
export const MAX_LOOKED_THROUGH = 20_000;

const position = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });
type Position = z.infer<typeof position>;

type ChangeRow = Omit<LeadChange, 'actor' | 'recordedAt'> & { actorKind: string; actorId: string; recordedAt: Date };

/** What was changed in whatever lead, by whom, latest first. */
@Injectable()
export class LeadChangeReadModel {
  /** @throws DomainError `HTTP.BAD_CURSOR` */
  async findPage(tx: Tx, tenantId: Uuid, query: ListLeadChangesQuery): Promise<LeadChangePage> {
    const { limit, field } = query;
    const walk = walkOf(tenantId, query);
    const walked = walk.values.length;
    const values = field === undefined ? walk.values : [...walk.values, JSON.stringify([{ field }])];
    // Of an erased lead there is nothing to be read, as by its id.
    const rows = await tx.query<ChangeRow>(
      `SELECT audit_id AS id, lead_id AS "leadId", action, version, changes, actor_kind AS "actorKind", actor_id AS "actorId", client_ip AS "clientIp",
              request_id AS "requestId", import_id AS "importId", recorded_at AS "recordedAt"
       FROM (${walk.sql}) AS walked
       WHERE (SELECT erased_at FROM lead WHERE lead.tenant_id = walked.tenant_id AND lead.lead_id = walked.lead_id) IS NULL
         ${field === undefined ? '' : `AND changes @> $${walked + 1}::jsonb`}
       ORDER BY recorded_at DESC, audit_id DESC LIMIT $${values.length + 1}`,
      [...values, limit + 1],
    );
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? positionOf(page.at(-1)) : await this.findEnd(tx, walk);
    return { items: page.map(presentChange), nextCursor: last ? encodeCursor(last) : null };
  }

  /** Where a walk broke off; undefined when it came to the end of the audit. */
  private async findEnd(tx: Tx, { sql, values }: Walk): Promise<Position | undefined> {
    const end = `SELECT audit_id AS id, recorded_at AS "recordedAt" FROM (${sql}) AS walked OFFSET ${MAX_LOOKED_THROUGH - 1} LIMIT 1`;
    return positionOf(await tx.queryOne<Pick<ChangeRow, 'id' | 'recordedAt'>>(end, values));
  }
}

interface Walk {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** The next {@link MAX_LOOKED_THROUGH} entries that an index finds. */
function walkOf(tenantId: Uuid, { cursor, leadId, actorId, 'recordedAt.gte': since, 'recordedAt.lt': until }: ListLeadChangesQuery): Walk {
  const values: unknown[] = [tenantId];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions = ['tenant_id = $1'];
  if (leadId !== undefined) conditions.push(`lead_id = ${bind(leadId)}`);
  if (actorId !== undefined) conditions.push(`actor_id = ${bind(actorId)}`);
  if (since !== undefined) conditions.push(`recorded_at >= ${bind(since)}`);
  if (until !== undefined) conditions.push(`recorded_at < ${bind(until)}`);
  if (cursor !== undefined) {
    const { at, id } = decodeCursor(position, cursor);
    conditions.push(`(recorded_at, audit_id) < (${bind(at)}, ${bind(id)})`);
  }
  const sql = `SELECT * FROM lead_audit WHERE ${conditions.join(' AND ')} ORDER BY recorded_at DESC, audit_id DESC LIMIT ${MAX_LOOKED_THROUGH}`;
  return { sql, values };
}

function positionOf(row: Pick<ChangeRow, 'id' | 'recordedAt'> | undefined): Position | undefined {
  return row && { at: row.recordedAt.toISOString(), id: row.id };
}

function presentChange({ actorKind, actorId, recordedAt, ...entry }: ChangeRow): LeadChange {
  return { ...entry, actor: { kind: actorKind, id: actorId }, recordedAt: recordedAt.toISOString() };
}
