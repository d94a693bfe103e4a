import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DomainError, type Uuid } from '@leadstream/kernel';
import { logger } from '@leadstream/telemetry';
import type { ComplianceConfig } from '../../config.js';
import { CONFIG } from '../../tokens.js';
import type { RegistryList } from '../registry/registry-list.js';
import { readSnapshot } from '../registry/snapshot/read-snapshot.js';
import { UNFINISHED, writeSnapshot } from '../registry/snapshot/write-snapshot.js';

const log = logger('dnc-lists');

/**
 * Lists in files of this machine, so that a process that starts need not fetch them from the database. A file is where it begins from,
 * and no more: what came since is fetched, and one that is damaged or of another database is left aside.
 */
@Injectable()
export class ListSnapshotsService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #writing = new Set<Promise<void>>();

  constructor(@Inject(CONFIG) private readonly config: Pick<ComplianceConfig, 'DNC_SNAPSHOT_FOLDER'>) {}

  /** What a process that was killed had not finished. */
  async onApplicationBootstrap(): Promise<void> {
    const { DNC_SNAPSHOT_FOLDER: folder } = this.config;
    if (folder === undefined) return;
    await mkdir(folder, { recursive: true });
    for (const name of await readdir(folder)) if (name.endsWith(UNFINISHED)) await rm(join(folder, name), { force: true });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.#writing);
  }

  /** @returns undefined when there is no file, or none that can be believed */
  async read(tenantId: Uuid, source: string): Promise<RegistryList | undefined> {
    const path = this.#pathOf(tenantId, source);
    if (path === undefined) return undefined;
    try {
      return await readSnapshot(path);
    } catch (error) {
      if (error instanceof DomainError) log.warn('dnc_snapshot_damaged', { source, error });
      else if ((error as { code?: unknown }).code !== 'ENOENT') log.warn('dnc_snapshot_not_read', { source, error });
      return undefined;
    }
  }

  /** In the background: nobody waits for it, and nothing depends on it. */
  write(tenantId: Uuid, list: RegistryList): void {
    const path = this.#pathOf(tenantId, list.source);
    if (path === undefined) return;
    const written = writeSnapshot(path, list)
      .catch((error: unknown) => log.warn('dnc_snapshot_not_written', { source: list.source, error }))
      .finally(() => this.#writing.delete(written));
    this.#writing.add(written);
  }

  #pathOf(tenantId: Uuid, source: string): string | undefined {
    const { DNC_SNAPSHOT_FOLDER: folder } = this.config;
    return folder === undefined ? undefined : join(folder, `${tenantId}.${source}.dnc`);
  }
}
