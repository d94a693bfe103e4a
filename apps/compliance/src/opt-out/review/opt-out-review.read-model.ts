import type { Channel, OptOutReview, OptOutState } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';
import { OPT_OUT_COLUMNS, type OptOutReviewRow, toOptOutReview } from './opt-out-review-row.js';

export interface OptOutFilter {
  readonly state: OptOutState | undefined;
  readonly leadId: string | undefined;
  /** Id of the last review of the page before. */
  readonly before: string | undefined;
  readonly limit: number;
}

const one = { name: 'opt_out_review_one', text: `SELECT ${OPT_OUT_COLUMNS} FROM opt_out_review WHERE tenant_id = $1 AND id = $2` };
const page = {
  name: 'opt_out_review_page',
  text: `SELECT ${OPT_OUT_COLUMNS} FROM opt_out_review
          WHERE tenant_id = $1 AND ($2::text IS NULL OR state = $2) AND ($3::uuid IS NULL OR lead_id = $3) AND ($4::uuid IS NULL OR id < $4)
          ORDER BY id DESC LIMIT $5`,
};
const waiting = {
  name: 'opt_out_review_waiting_of',
  text: `SELECT id, lead_id AS "leadId", channel, channels FROM opt_out_review
          WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) AND state = 'waiting' ORDER BY id`,
};

const standing = {
  name: 'opt_out_review_standing',
  text: `SELECT channel FROM opt_out_review WHERE tenant_id = $1 AND dnc_entry_ids @> ARRAY[$2::uuid] AND state IN ('acted', 'confirmed')
          ORDER BY received_at, id LIMIT 1`,
};

/** A review that holds up contact. */
export interface WaitingReview {
  readonly id: string;
  readonly leadId: string;
  /** By which the message came. */
  readonly channel: Channel;
  /** That it holds up; null: those that go with the channel. */
  readonly channels: readonly Channel[] | null;
}

/** Opt-outs that were found. */
export class OptOutReviewReadModel {
  async findById(tx: Tx, tenantId: string, id: string): Promise<OptOutReview | undefined> {
    const row = await tx.queryOne<OptOutReviewRow>(one, [tenantId, id]);
    return row && toOptOutReview(row);
  }

  /** Latest first. */
  async findPage(tx: Tx, tenantId: string, { state, leadId, before, limit }: OptOutFilter): Promise<OptOutReview[]> {
    const rows = await tx.query<OptOutReviewRow>(page, [tenantId, state ?? null, leadId ?? null, before ?? null, limit]);
    return rows.map(toOptOutReview);
  }

  /** By which channel the first opt-out came that stands and has the DNC entry, of whichever lead. */
  async findChannelOfStanding(tx: Tx, tenantId: string, dncEntryId: string): Promise<Channel | undefined> {
    return (await tx.queryOne<Pick<WaitingReview, 'channel'>>(standing, [tenantId, dncEntryId]))?.channel;
  }

  /** Reviews of some leads that nobody has looked at. */
  findWaiting(tx: Tx, tenantId: string, leadIds: readonly string[]): Promise<WaitingReview[]> {
    return tx.query<WaitingReview>(waiting, [tenantId, leadIds]);
  }
}
