import { Injectable } from '@nestjs/common';
import type { Tx } from '@leadstream/persistence';
import type { CustomFieldKey, CustomFieldRecord, CustomValues } from '../custom-field.js';
import { CustomFieldRepository } from './custom-field.repository.js';

/** The custom fields of the tenant at hand, for all who read and write values. */
@Injectable()
export class CustomFieldsService {
  readonly #held = new WeakMap<Tx, Promise<readonly CustomFieldRecord[]>>();

  constructor(private readonly fields: CustomFieldRepository) {}

  /** Archived ones included. */
  find(tx: Tx): Promise<readonly CustomFieldRecord[]> {
    return this.fields.findAll(tx, tx.tenantId);
  }

  /** What values are shown by. */
  keys(tx: Tx): Promise<readonly CustomFieldKey[]> {
    return this.fields.findKeys(tx, tx.tenantId);
  }

  /** What the values of these leads are shown by: nothing is asked where there are none. */
  async keysOf(tx: Tx, leads: readonly { readonly customFields: CustomValues }[]): Promise<readonly CustomFieldKey[]> {
    return leads.some(({ customFields }) => Object.keys(customFields).length > 0) ? this.keys(tx) : [];
  }

  /**
   * Fields that nobody changes until the transaction ends: whoever writes values writes the rows of every index that counts by then.
   * Read once a transaction. Whoever locks leads asks before: while an index is filled, its transaction waits for locked leads.
   */
  hold(tx: Tx): Promise<readonly CustomFieldRecord[]> {
    const held = this.#held.get(tx) ?? this.fields.findAllShared(tx, tx.tenantId);
    this.#held.set(tx, held);
    return held;
  }
}
