import { Injectable } from '@nestjs/common';
import type { TaskAuditEntry } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import { z } from 'zod';
import type { AuditedNoun } from './audited-version.js';

type Entry<A extends string> = Omit<TaskAuditEntry, 'action'> & { readonly action: A };

export interface VersionPage<A extends string> {
  readonly items: readonly Entry<A>[];
  readonly nextCursor: string | null;
}

const position = z.strictObject({ before: z.int() });

type AuditRow<A extends string> = Omit<Entry<A>, 'actor' | 'recordedAt'> & { actorKind: string; actorId: string; recordedAt: Date };

const pageOf = (noun: AuditedNoun): Statement => ({
  name: `${noun}-audit-page`,
  text: `SELECT version, action, changes, actor_kind AS "actorKind", actor_id AS "actorId", client_ip AS "clientIp", request_id AS "requestId",
                recorded_at AS "recordedAt"
         FROM ${noun}_audit WHERE tenant_id = $1 AND ${noun}_id = $2 AND ($3::integer IS NULL OR version < $3) ORDER BY version DESC LIMIT $4`,
});

const PAGE: Readonly<Record<AuditedNoun, Statement>> = { deal: pageOf('deal'), tag: pageOf('tag'), task: pageOf('task') };

/** The versions of something, latest first, page by page. */
@Injectable()
export class AuditPageReadModel {
  /** @throws DomainError `HTTP.BAD_CURSOR` */
  async findPage<A extends string>(
    tx: Tx,
    tenantId: Uuid,
    noun: AuditedNoun,
    id: Uuid,
    { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<VersionPage<A>> {
    const before = cursor === undefined ? null : decodeCursor(position, cursor).before;
    const rows = await tx.query<AuditRow<A>>(PAGE[noun], [tenantId, id, before, limit + 1]);
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return { items: page.map(presentEntry), nextCursor: last ? encodeCursor({ before: last.version }) : null };
  }
}

function presentEntry<A extends string>({ actorKind, actorId, recordedAt, ...entry }: AuditRow<A>): Entry<A> {
  return { ...entry, actor: { kind: actorKind, id: actorId }, recordedAt: recordedAt.toISOString() };
}
