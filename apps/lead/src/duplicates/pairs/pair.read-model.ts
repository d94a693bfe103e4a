import { Injectable } from '@nestjs/common';
import type { DuplicateState, ListDuplicatesQuery } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import { z } from 'zod';
import type { PairRecord } from './duplicate-pair.js';
import { PAIR_COLUMNS } from './pair.repository.js';

export interface PairPage {
  readonly pairs: readonly PairRecord[];
  readonly nextCursor: string | null;
}

/** What is known of a lead and another one. */
export interface KnownPair {
  readonly pairId: Uuid;
  readonly otherId: Uuid;
  readonly state: DuplicateState;
}

const position = z.strictObject({ score01: z.number().min(0).max(1), id: z.uuid() });

const IS_LIVE = (column: string) =>
  `EXISTS (SELECT FROM lead WHERE lead.tenant_id = pair.tenant_id AND lead.lead_id = pair.${column} AND lead.deleted_at IS NULL)`;

// Pairs of one score stand in ascending order of their ids: two comparisons, since both columns do not go one way.
const PAGE: Statement = {
  name: 'duplicate-pairs-page',
  text: `SELECT ${PAIR_COLUMNS} FROM duplicate_pair AS pair
         WHERE tenant_id = $1 AND state = $2 AND score >= $3 AND score <= $4 AND (score < $4 OR $5::uuid IS NULL OR pair_id > $5)
           AND (state = 'merged' OR (${IS_LIVE('left_lead_id')} AND ${IS_LIVE('right_lead_id')}))
         ORDER BY score DESC, pair_id LIMIT $6`,
};

const FIND_OF_LEAD: Statement = {
  name: 'duplicate-pairs-of-lead',
  text: `SELECT pair_id AS "pairId", right_lead_id AS "otherId", state FROM duplicate_pair WHERE tenant_id = $1 AND left_lead_id = $2
         UNION ALL
         SELECT pair_id, left_lead_id, state FROM duplicate_pair WHERE tenant_id = $1 AND right_lead_id = $2`,
};

/** Pairs page by page, the most probable first, and those of one lead. */
@Injectable()
export class PairReadModel {
  async findPage(tx: Tx, tenantId: Uuid, { limit, cursor, state, minScore }: ListDuplicatesQuery): Promise<PairPage> {
    const { score01 = 1, id = null } = cursor === undefined ? {} : decodeCursor(position, cursor);
    const rows = await tx.query<PairRecord>(PAGE, [tenantId, state, minScore, score01, id, limit + 1]);
    const pairs = rows.slice(0, limit);
    const last = rows.length > limit ? pairs.at(-1) : undefined;
    return { pairs, nextCursor: last ? encodeCursor({ score01: last.score01, id: last.pairId }) : null };
  }

  /** In any state. */
  findOfLead(tx: Tx, tenantId: Uuid, leadId: Uuid): Promise<KnownPair[]> {
    return tx.query<KnownPair>(FIND_OF_LEAD, [tenantId, leadId]);
  }
}
