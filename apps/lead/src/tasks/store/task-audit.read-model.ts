import { Injectable } from '@nestjs/common';
import type { TaskAuditEntry } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { z } from 'zod';

export interface TaskAuditPage {
  readonly items: readonly TaskAuditEntry[];
  readonly nextCursor: string | null;
}

const position = z.strictObject({ before: z.int() });

type AuditRow = Omit<TaskAuditEntry, 'actor' | 'recordedAt'> & { actorKind: string; actorId: string; recordedAt: Date };

/** The versions of a task, latest first, page by page. */
@Injectable()
export class TaskAuditReadModel {
  async findPage(tx: Tx, tenantId: Uuid, taskId: Uuid, limit: number, cursor: string | undefined): Promise<TaskAuditPage> {
    const before = cursor === undefined ? null : decodeCursor(position, cursor).before;
    const rows = await tx.query<AuditRow>(
      `SELECT version, action, changes, actor_kind AS "actorKind", actor_id AS "actorId", client_ip AS "clientIp", request_id AS "requestId",
              recorded_at AS "recordedAt"
       FROM task_audit WHERE tenant_id = $1 AND task_id = $2 AND ($3::integer IS NULL OR version < $3) ORDER BY version DESC LIMIT $4`,
      [tenantId, taskId, before, limit + 1],
    );
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return { items: page.map(presentEntry), nextCursor: last ? encodeCursor({ before: last.version }) : null };
  }
}

function presentEntry({ actorKind, actorId, recordedAt, ...entry }: AuditRow): TaskAuditEntry {
  return { ...entry, actor: { kind: actorKind, id: actorId }, recordedAt: recordedAt.toISOString() };
}
