import type { Channel, OptOutReview, OptOutState } from '@leadstream/contracts';
import type { Actor } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { OPT_OUT_COLUMNS, type OptOutReviewRow, toOptOutReview } from './opt-out-review-row.js';

export interface NewOptOutReview {
  readonly id: string;
  readonly leadId: string;
  readonly channel: Channel;
  /** That it closes. */
  readonly channels: readonly Channel[];
  readonly messageId: string;
  readonly receivedAt: Date;
  readonly foundAt: Date;
  readonly state: 'acted' | 'waiting';
  readonly reason: string;
  readonly confidence01: number;
  readonly matched: readonly string[];
  readonly extract: string | null;
  readonly rulesVersion: string;
  readonly dncEntryIds: readonly string[];
}

export interface Closing {
  readonly state: Exclude<OptOutState, 'acted' | 'waiting'>;
  readonly dncEntryIds: readonly string[];
  readonly at: Date;
  readonly by: Actor;
}

export interface OptIn {
  readonly leadIds: readonly string[];
  readonly channel: Channel;
  readonly receivedAt: Date;
  readonly now: Date;
}

const SERVICE: Actor = { kind: 'service', id: 'compliance' };

const create = {
  name: 'opt_out_review_create',
  text: `INSERT INTO opt_out_review (tenant_id, id, lead_id, channel, message_id, received_at, found_at, state, reason, confidence01, matched,
                                     extract, rules_version, dnc_entry_ids, closed_at, closed_by_kind, closed_by_id, channels)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) RETURNING ${OPT_OUT_COLUMNS}`,
};
const byMessage = {
  name: 'opt_out_review_by_message',
  text: `SELECT ${OPT_OUT_COLUMNS} FROM opt_out_review WHERE tenant_id = $1 AND lead_id = $2 AND channel = $3 AND message_id = $4`,
};
const lockOne = {
  name: 'opt_out_review_lock',
  text: `SELECT ${OPT_OUT_COLUMNS} FROM opt_out_review WHERE tenant_id = $1 AND id = $2 FOR UPDATE`,
};
const close = {
  name: 'opt_out_review_close',
  text: `UPDATE opt_out_review SET state = $3, dnc_entry_ids = $4, closed_at = $5, closed_by_kind = $6, closed_by_id = $7, extract = NULL
          WHERE tenant_id = $1 AND id = $2 RETURNING ${OPT_OUT_COLUMNS}`,
};
const lift = {
  name: 'opt_out_review_lift',
  text: `UPDATE opt_out_review SET state = 'lifted', closed_at = $5, closed_by_kind = $6, closed_by_id = $7
          WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) AND channel = $3 AND state = 'acted' AND received_at < $4
         RETURNING ${OPT_OUT_COLUMNS}`,
};
const stillHeld = {
  name: 'opt_out_review_still_held',
  text: `SELECT DISTINCT held AS id FROM opt_out_review, unnest(dnc_entry_ids) AS held
          WHERE tenant_id = $1 AND dnc_entry_ids && $2::uuid[] AND state IN ('acted', 'confirmed')`,
};

/** Opt-outs that were found. */
export class OptOutReviewRepository {
  async create(tx: Tx, tenantId: string, review: NewOptOutReview): Promise<OptOutReview> {
    const { id, leadId, channel, messageId, receivedAt, foundAt, state, reason, confidence01, matched, extract } = review;
    const closed = state === 'acted' ? [foundAt, SERVICE.kind, SERVICE.id] : [null, null, null];
    const found = [id, leadId, channel, messageId, receivedAt, foundAt, state, reason, confidence01, matched, extract];
    return onlyReview(await tx.query(create, [tenantId, ...found, review.rulesVersion, review.dncEntryIds, ...closed, review.channels]));
  }

  async findByMessage(
    tx: Tx,
    tenantId: string,
    message: Pick<NewOptOutReview, 'leadId' | 'channel' | 'messageId'>,
  ): Promise<OptOutReview | undefined> {
    const row = await tx.queryOne<OptOutReviewRow>(byMessage, [tenantId, message.leadId, message.channel, message.messageId]);
    return row && toOptOutReview(row);
  }

  async lock(tx: Tx, tenantId: string, id: string): Promise<OptOutReview | undefined> {
    const row = await tx.queryOne<OptOutReviewRow>(lockOne, [tenantId, id]);
    return row && toOptOutReview(row);
  }

  /** @param id of a review that this transaction has locked */
  async close(tx: Tx, tenantId: string, id: string, { state, dncEntryIds, at, by }: Closing): Promise<OptOutReview> {
    return onlyReview(await tx.query(close, [tenantId, id, state, dncEntryIds, at, by.kind, by.id]));
  }

  /** @returns the opt-outs that were acted on, received before the opt-in by the same channel, and now are lifted */
  async lift(tx: Tx, tenantId: string, { leadIds, channel, receivedAt, now }: OptIn): Promise<OptOutReview[]> {
    const values = [tenantId, leadIds, channel, receivedAt, now, SERVICE.kind, SERVICE.id];
    return (await tx.query<OptOutReviewRow>(lift, values)).map(toOptOutReview);
  }

  /** @returns those of the DNC entries that an opt-out which stands has set, of whichever lead */
  async findStillHeld(tx: Tx, tenantId: string, dncEntryIds: readonly string[]): Promise<Set<string>> {
    const rows = await tx.query<{ id: string }>(stillHeld, [tenantId, dncEntryIds]);
    return new Set(rows.map(({ id }) => id));
  }
}

function onlyReview(rows: readonly OptOutReviewRow[]): OptOutReview {
  const [row] = rows;
  if (row === undefined) throw new Error('the statement returned no row');
  return toOptOutReview(row);
}
