import { setTimeout as delay } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { logger } from '@leadstream/telemetry';
import type { ComplianceConfig } from '../../config.js';
import { CONFIG } from '../../tokens.js';
import { HeldListsService } from './held-lists.service.js';
import { ListReadModel } from './list.read-model.js';

const log = logger('dnc-lists');

/**
 * Fetches changes of the lists that this process holds before anybody asks for them. Answers do not rest on it: each of them is held
 * against the database.
 */
@Injectable()
export class ListFollowerService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #ended = new AbortController();
  #running: Promise<void> | undefined;

  constructor(
    private readonly database: TenantDatabase,
    private readonly readModel: ListReadModel,
    private readonly lists: HeldListsService,
    @Inject(CONFIG) private readonly config: Pick<ComplianceConfig, 'DNC_LISTS_POLL_MS'>,
  ) {}

  onApplicationBootstrap(): void {
    this.#running = this.#run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#ended.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#ended;
    while (!signal.aborted) {
      for (const tenantId of this.lists.tenants()) await this.#follow(tenantId);
      await delay(this.config.DNC_LISTS_POLL_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #follow(tenantId: Uuid): Promise<void> {
    try {
      const stored = await this.database.readInTenant(tenantId, (tx) => this.readModel.findAll(tx, tenantId));
      for (const list of stored) if (this.lists.hasOther(tenantId, list)) await this.lists.fetch(tenantId, list.source);
    } catch (error) {
      log.warn('dnc_lists_not_followed', { error });
    }
  }
}
