import type { IdSource } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import type { DataSubject, Erased, PersonalRecord, PersonalStore } from '@leadstream/privacy';
import { normaliseChannels } from '../dnc/dnc.rules.js';
import { channelsOf } from '../opt-out/blocked-channels.rules.js';
import { OPT_OUT_COLUMNS, type OptOutReviewRow, toOptOutReview } from '../opt-out/review/opt-out-review-row.js';
import type { Suppressing } from './dnc-data.repository.js';

const rows = {
  name: 'person_data_opt_outs',
  text: `SELECT ${OPT_OUT_COLUMNS} FROM opt_out_review WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) ORDER BY id`,
};
const remove = {
  name: 'person_data_opt_outs_remove',
  text: 'DELETE FROM opt_out_review WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) RETURNING channel, channels, state, found_at AS "foundAt"',
};

interface Removed extends Pick<OptOutReviewRow, 'channel' | 'channels' | 'state'> {
  readonly foundAt: Date;
}

/**
 * Words of the person in which an opt-out was found; what it blocked are entries of the list, and stays blocked. So does what was held up because nobody
 * had looked: there will be nobody to ask.
 */
export class OptOutData implements PersonalStore {
  readonly name = 'opt-out-reviews';
  readonly kind = 'table';
  readonly tables = ['opt_out_review'];

  constructor(
    private readonly suppression: Suppressing,
    private readonly ids: IdSource,
  ) {}

  async *gather(tx: Tx, { tenantId, leadIds }: DataSubject): AsyncGenerator<PersonalRecord> {
    for (const row of await tx.query<OptOutReviewRow>(rows, [tenantId, leadIds])) yield { ...toOptOutReview(row) };
  }

  references(): Promise<[]> {
    return Promise.resolve([]);
  }

  async erase(tx: Tx, { tenantId, leadIds, addresses }: DataSubject): Promise<Erased> {
    const removed = await tx.query<Removed>(remove, [tenantId, leadIds]);
    const waiting = removed.filter(({ state }) => state === 'waiting');
    await this.suppression.keep(
      tx,
      // As a confirmed one would have blocked: every address, for all that goes with the channel.
      waiting.flatMap(({ foundAt, ...optOut }) =>
        addresses.map((address) => ({
          ...address,
          id: this.ids.next(),
          channels: normaliseChannels(channelsOf(optOut)),
          addedAt: foundAt,
          expiresAt: null,
        })),
      ),
    );
    return { removed: removed.length, blanked: 0 };
  }
}
