import { Inject, Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { logger } from '@leadstream/telemetry';
import { complianceErrors } from '../../compliance.errors.js';
import type { ComplianceConfig } from '../../config.js';
import { CONFIG } from '../../tokens.js';
import type { AreaPage } from '../registry/area-page.rules.js';
import { NumberSet } from '../registry/number-set.rules.js';
import type { RegistryList } from '../registry/registry-list.js';
import { decodeWholeBlock } from '../registry/snapshot/snapshot-format.rules.js';
import { isCopyOf } from './list-state.rules.js';
import type { ListVersion } from './list-version.js';
import { ListReadModel, type PageVersion } from './list.read-model.js';
import { ListSnapshotsService } from './list-snapshots.service.js';

const log = logger('dnc-lists');

/** Lists in the memory of this process, of all tenants that asked for one. A copy of what the database has, and never the truth. */
@Injectable()
export class HeldListsService {
  /** Those that were asked for longest ago first. */
  readonly #held = new Map<string, RegistryList>();
  readonly #coming = new Map<string, Promise<RegistryList>>();

  constructor(
    private readonly database: TenantDatabase,
    private readonly readModel: ListReadModel,
    private readonly snapshots: ListSnapshotsService,
    @Inject(CONFIG) private readonly config: Pick<ComplianceConfig, 'DNC_LISTS_MAX_BYTES'>,
  ) {}

  /** The copy that is here, of whichever version. */
  held(tenantId: Uuid, source: string): RegistryList | undefined {
    const key = keyOf(tenantId, source);
    const list = this.#held.get(key);
    if (list) {
      this.#held.delete(key);
      this.#held.set(key, list);
    }
    return list;
  }

  /** Tenants with a list here. */
  tenants(): Set<Uuid> {
    return new Set([...this.#held.keys()].map((key) => key.slice(0, key.indexOf('/'))));
  }

  /** Whether there is a copy here, of another state; unlike asking for it this keeps no copy from going. */
  hasOther(tenantId: Uuid, stored: ListVersion): boolean {
    const held = this.#held.get(keyOf(tenantId, stored.source));
    return held !== undefined && !isCopyOf(held, stored);
  }

  /**
   * Fetches what is missing of a list's present version; those who ask meanwhile wait for the same.
   * @throws DomainError `COMPLIANCE.DNC_LIST_UNREADABLE`
   */
  fetch(tenantId: Uuid, source: string): Promise<RegistryList> {
    const key = keyOf(tenantId, source);
    const coming = this.#coming.get(key);
    if (coming) return coming;
    const started = this.#fetch(tenantId, source).finally(() => this.#coming.delete(key));
    this.#coming.set(key, started);
    return started;
  }

  async #fetch(tenantId: Uuid, source: string): Promise<RegistryList> {
    const startedMs = performance.now();
    const held = this.#held.get(keyOf(tenantId, source)) ?? (await this.snapshots.read(tenantId, source));
    // A page may give way to the next version while it is fetched: then once more, from nothing.
    const list = (await this.#assembled(tenantId, source, held)) ?? (await this.#assembled(tenantId, source, undefined));
    if (!list) throw complianceErrors.DNC_LIST_UNREADABLE({ detail: `The pages of ${source} do not make up its version.` });
    this.#held.set(keyOf(tenantId, source), list);
    this.#makeRoom();
    if (list !== held) this.snapshots.write(tenantId, list);
    log.info('dnc_list_fetched', {
      source,
      version: list.version,
      size: list.numbers.size,
      durationMs: Math.round(performance.now() - startedMs),
    });
    return list;
  }

  /** @param held what is here already @returns undefined when the pages do not make up the version */
  async #assembled(tenantId: Uuid, source: string, held: RegistryList | undefined): Promise<RegistryList | undefined> {
    const { stored, base, pages } = await this.database.readInTenant(tenantId, async (tx) => {
      const stored = await this.readModel.find(tx, tenantId, source);
      if (!stored) throw complianceErrors.DNC_LIST_UNREADABLE({ detail: `There is no list ${source}.` });
      const base = held && held.version < stored.version && (await this.readModel.wasEver(tx, tenantId, held)) ? held : undefined;
      return { stored, base, pages: await this.readModel.findPages(tx, tenantId, source, base?.version ?? 0, stored.version) };
    });
    if (held && isCopyOf(held, stored)) return held;
    const contents: (readonly [number, AreaPage])[] = [];
    for (const page of pages) {
      const content = await this.#contentOf(tenantId, source, page);
      if (!content) return undefined;
      contents.push([page.areaCode, content]);
    }
    const numbers = (base?.numbers ?? NumberSet.EMPTY).with(contents);
    const { version, loadId, listedAt } = stored;
    return numbers.size === stored.size ? { source, version, loadId, listedAt, numbers } : undefined;
  }

  /** @returns undefined when it is not there any more, or is not the page that was to be there */
  async #contentOf(tenantId: Uuid, source: string, expected: PageVersion): Promise<AreaPage | undefined> {
    const content = await this.database.readInTenant(tenantId, (tx) => this.readModel.findContent(tx, tenantId, source, expected));
    if (!content) return undefined;
    const [areaCode, page] = decodeWholeBlock(content);
    return areaCode === expected.areaCode && page.size === expected.size ? page : undefined;
  }

  /** The list that was asked for last stays, however large. */
  #makeRoom(): void {
    let sizeBytes = [...this.#held.values()].reduce((total, { numbers }) => total + numbers.sizeBytes, 0);
    for (const [key, { numbers }] of this.#held) {
      if (sizeBytes <= this.config.DNC_LISTS_MAX_BYTES || this.#held.size === 1) return;
      this.#held.delete(key);
      sizeBytes -= numbers.sizeBytes;
    }
  }
}

function keyOf(tenantId: Uuid, source: string): string {
  return `${tenantId}/${source}`;
}
