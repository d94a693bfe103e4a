import { Injectable } from '@nestjs/common';
import type { Tx } from '@leadstream/persistence';
import type { StatedSettings } from '../settings.js';
import { SettingsRepository } from './settings.repository.js';

/** The settings that a transaction goes by. */
@Injectable()
export class HeldSettingsService {
  readonly #held = new WeakMap<Tx, Promise<StatedSettings>>();

  constructor(private readonly settings: SettingsRepository) {}

  /**
   * Settings that nobody changes until the transaction ends, nor what the tenant has defined of leads besides. Read once a transaction, in the
   * statement that waits for whoever changes them. Whoever locks leads asks before.
   */
  hold(tx: Tx): Promise<StatedSettings> {
    const held = this.#held.get(tx) ?? this.settings.hold(tx, tx.tenantId);
    this.#held.set(tx, held);
    return held;
  }

  /** Those that the transaction holds, else as they are now. */
  find(tx: Tx): Promise<StatedSettings> {
    return this.#held.get(tx) ?? this.settings.find(tx, tx.tenantId);
  }
}
