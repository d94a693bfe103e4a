import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';

/** So many contributions are read one by one at most, as long as nobody else writes; half of them on the average. */
export const DIGEST_FROM = 64;

const DIGEST: Statement = { name: 'scoring-digest', text: 'SELECT digest_contributions($1, $2, $3, $4)' };

/** What leads did, ready to be read. A digest says what contributions say, and goes as soon as it no longer does; see the migration 1085. */
@Injectable()
export class DigestRepository {
  /** Puts what leads did before an instant into their digests, where that is much; nothing while another transaction writes what leads did. */
  async create(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[], until: Date): Promise<void> {
    if (leadIds.length > 0) await tx.execute(DIGEST, [tenantId, leadIds, until, DIGEST_FROM]);
  }
}
