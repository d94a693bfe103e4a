import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { DncListState } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { logger } from '@leadstream/telemetry';
import type { ComplianceConfig } from '../../config.js';
import { CONFIG } from '../../tokens.js';
import type { NumberSet } from '../registry/number-set.rules.js';
import type { RegistryList } from '../registry/registry-list.js';
import { HeldListsService } from './held-lists.service.js';
import { isCopyOf, isNoOlderThan, listStateOf, maxAgeSecondsOf } from './list-state.rules.js';
import type { ListVersion } from './list-version.js';

const log = logger('dnc-lists');

/** A list that was asked for. */
export interface AskedList {
  readonly state: DncListState;
  /** Undefined unless the list is current: then nothing is known of any number. */
  readonly numbers: NumberSet | undefined;
}

/** Finds the lists that an answer is to rest on, held against what the database says of them at that moment. */
@Injectable()
export class AskedListsService {
  constructor(
    private readonly lists: HeldListsService,
    @Inject(CONFIG) private readonly config: Pick<ComplianceConfig, 'DNC_LIST_MAX_AGE_DAYS' | 'DNC_LIST_WAIT_MS'>,
  ) {}

  /**
   * @param sources undefined asks all that were loaded
   * @param stored all that were loaded, as the database has them now
   */
  ask(tenantId: Uuid, sources: readonly string[] | undefined, stored: readonly ListVersion[], now: Date): Promise<AskedList[]> {
    const bySource = new Map(stored.map((list) => [list.source, list]));
    return Promise.all([...new Set(sources ?? bySource.keys())].map((source) => this.#one(tenantId, source, bySource.get(source), now)));
  }

  async #one(tenantId: Uuid, source: string, stored: ListVersion | undefined, now: Date): Promise<AskedList> {
    const held = stored && (await this.#copyOf(tenantId, stored));
    const state = listStateOf(source, stored, held, now, maxAgeSecondsOf(source, this.config.DNC_LIST_MAX_AGE_DAYS));
    return { state, numbers: state.state === 'current' ? held?.numbers : undefined };
  }

  /** @returns undefined when it does not come in time */
  async #copyOf(tenantId: Uuid, stored: ListVersion): Promise<RegistryList | undefined> {
    const held = this.lists.held(tenantId, stored.source);
    if (held && isCopyOf(held, stored)) return held;
    const fetched = this.#fetch(tenantId, stored).catch((error: unknown) => {
      log.warn('dnc_list_not_fetched', { source: stored.source, error });
      return undefined;
    });
    return Promise.race([fetched, delay(this.config.DNC_LIST_WAIT_MS, undefined, { ref: false })]);
  }

  /** A fetch that was under way may have read the list before it was what is stored now; one that begins after it ended has not. */
  async #fetch(tenantId: Uuid, stored: ListVersion): Promise<RegistryList> {
    const joined = await this.lists.fetch(tenantId, stored.source);
    return isNoOlderThan(joined, stored) ? joined : this.lists.fetch(tenantId, stored.source);
  }
}
