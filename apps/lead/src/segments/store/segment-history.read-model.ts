import { Injectable } from '@nestjs/common';
import type { SegmentChange } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import { z } from 'zod';

const position = z.strictObject({ before: z.int() });

const PAGE: Statement = {
  name: 'segment-audit-page',
  text: `SELECT version, action, changes, actor_kind AS "actorKind", actor_id AS "actorId", request_id AS "requestId", recorded_at AS "recordedAt"
         FROM segment_audit
         WHERE tenant_id = $1 AND segment_id = $2 AND ($3::integer IS NULL OR version < $3) ORDER BY version DESC LIMIT $4`,
};

type Row = Omit<SegmentChange, 'actor' | 'recordedAt'> & { actorKind: string; actorId: string; recordedAt: Date };

export interface SegmentHistoryPage {
  readonly items: readonly SegmentChange[];
  readonly nextCursor: string | null;
}

/** What was done to a segment, by whom. */
@Injectable()
export class SegmentHistoryReadModel {
  async findPage(tx: Tx, tenantId: Uuid, segmentId: Uuid, limit: number, cursor: string | undefined): Promise<SegmentHistoryPage> {
    const before = cursor === undefined ? null : decodeCursor(position, cursor).before;
    const rows = await tx.query<Row>(PAGE, [tenantId, segmentId, before, limit + 1]);
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    const items = page.map(({ actorKind, actorId, recordedAt, ...change }) => ({
      ...change,
      actor: { kind: actorKind, id: actorId },
      recordedAt: recordedAt.toISOString(),
    }));
    return { items, nextCursor: last ? encodeCursor({ before: last.version }) : null };
  }
}
