import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { HeldSettingsService } from '../../settings/store/held-settings.service.js';
import type { CustomFieldKey, CustomFieldRecord, CustomValues } from '../custom-field.js';
import { CustomFieldRepository } from './custom-field.repository.js';
import { ReferenceReadModel } from './reference.read-model.js';

type WithValues = { readonly customFields: CustomValues };

const isReference = ({ type }: CustomFieldKey): boolean => type === 'lead-reference';

/** The custom fields of the tenant at hand, for all who read and write values. */
@Injectable()
export class CustomFieldsService {
  readonly #held = new WeakMap<Tx, Promise<readonly CustomFieldRecord[]>>();

  constructor(
    private readonly fields: CustomFieldRepository,
    private readonly settings: HeldSettingsService,
    private readonly references: ReferenceReadModel,
  ) {}

  /** Archived ones included. */
  find(tx: Tx): Promise<readonly CustomFieldRecord[]> {
    return this.fields.findAll(tx, tx.tenantId);
  }

  /** What values are shown by. */
  keys(tx: Tx): Promise<readonly CustomFieldKey[]> {
    return this.fields.findKeys(tx, tx.tenantId);
  }

  /**
   * What the values of these leads are shown by: nothing is asked where there are none. Whoever went into another lead is shown as that one.
   * @param known the keys, where they are at hand
   */
  async keysOf(tx: Tx, leads: readonly WithValues[], known?: readonly CustomFieldKey[]): Promise<readonly CustomFieldKey[]> {
    if (leads.every(({ customFields }) => Object.keys(customFields).length === 0)) return known ?? [];
    const keys = known ?? (await this.keys(tx));
    const fieldIds = keys.filter(isReference).map(({ fieldId }) => fieldId);
    const named = leads.flatMap(({ customFields }) => fieldIds.flatMap((fieldId) => (customFields[fieldId] ?? []) as Uuid));
    if (named.length === 0) return keys;
    const meant = await this.references.findMeant(tx, tx.tenantId, named);
    const survivors = new Map([...meant].map(([leadId, { meantId }]) => [leadId, meantId]));
    return keys.map((key) => (isReference(key) ? { ...key, survivors } : key));
  }

  /**
   * Fields that nobody changes until the transaction ends: whoever writes values writes the rows of every index that counts by then.
   * Read once a transaction. Whoever locks leads asks before: while an index is filled, its transaction waits for locked leads.
   */
  hold(tx: Tx): Promise<readonly CustomFieldRecord[]> {
    const held = this.#held.get(tx) ?? this.findHeld(tx);
    this.#held.set(tx, held);
    return held;
  }

  private async findHeld(tx: Tx): Promise<readonly CustomFieldRecord[]> {
    const [, found] = await Promise.all([this.settings.hold(tx), this.find(tx)]);
    return found;
  }
}
