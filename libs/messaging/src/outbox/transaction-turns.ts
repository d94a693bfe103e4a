import type { Tx } from '@leadstream/persistence';

/**
 * Lets what is added to one transaction keep its order, although some of it waits for keys and some does not: rows get their
 * ids, and events of an aggregate their places, in the order of the calls.
 */
export class TransactionTurns {
  readonly #last = new WeakMap<Tx, Promise<unknown>>();

  /**
   * @param ready what the caller waits for
   * @returns `ready`, once all that was asked for earlier in the transaction has had its turn; undefined when there is nothing
   *   to wait for
   */
  after<T>(tx: Tx, ready: Promise<T[]> | undefined): Promise<T[]> | undefined {
    const earlier = this.#last.get(tx);
    if (earlier === undefined && ready === undefined) return undefined;
    const turn = Promise.all([ready ?? [], earlier]).then(([values]) => values);
    this.#last.set(
      tx,
      turn.catch(() => undefined),
    );
    return turn;
  }
}
