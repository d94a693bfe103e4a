import type { EventOf, legalHoldPlacedV1, legalHoldReleasedV1, retentionChangedV1 } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';
import { RetentionStateRepository } from './retention-state.repository.js';

/** An event that says what a slice is to keep. */
export type RetentionEvent = EventOf<typeof legalHoldPlacedV1> | EventOf<typeof legalHoldReleasedV1> | EventOf<typeof retentionChangedV1>;

/** Follows compliance: how long to keep what, and what to keep whatever happens. */
export class RetentionStateService {
  readonly #state = new RetentionStateRepository();

  /** A hold that arrives while rows are removed waits for them, and what is removed after it heeds it. */
  async apply(tx: Tx, events: readonly RetentionEvent[]): Promise<void> {
    await this.#state.lock(tx, tx.tenantId);
    for (const event of events) await this.#applyOne(tx, event);
  }

  #applyOne(tx: Tx, { type, data }: RetentionEvent): Promise<void> {
    if (type === 'legal-hold.placed') return this.#state.savePlaced(tx, tx.tenantId, data);
    if (type === 'legal-hold.released') return this.#state.saveReleased(tx, tx.tenantId, data);
    return this.#state.saveRules(tx, tx.tenantId, data);
  }
}
