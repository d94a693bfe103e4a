import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  archiveReadV1,
  type ArchivingService,
  type ListRetentionArchivesQuery,
  type RetentionArchive,
  type RetentionArchivePage,
} from '@leadstream/contracts';
import { type Clock, uuidV7 } from '@leadstream/kernel';
import type { Outbox } from '@leadstream/messaging';
import type { PersonVault, TenantDatabase, Tx } from '@leadstream/persistence';
import { readArchive } from './archive-file.rules.js';
import { headerLine, rowLine } from './archive-lines.rules.js';
import { archiveName, type ArchivePlace } from './archive-place.js';
import { archiveErrors } from './archive.errors.js';
import { ArchiveRepository, type CompleteArchive } from './archive.repository.js';
import type { ArchiveStore } from './archive-store.js';
import { RowSealService } from './row-seal.service.js';

export interface ArchiveReaderOptions {
  readonly service: ArchivingService;
  readonly database: TenantDatabase;
  readonly vault: PersonVault;
  /** Undefined: none is configured, and only the list can be read. */
  readonly store: ArchiveStore | undefined;
  readonly outbox: Outbox;
  readonly clock: Clock;
}

/** Gives the tenant in context back what was archived of it. */
export class ArchiveReaderService {
  readonly #archives = new ArchiveRepository();
  readonly #seal: RowSealService;

  constructor(private readonly options: ArchiveReaderOptions) {
    this.#seal = new RowSealService(options.vault);
  }

  /** Latest first. */
  async list({ category, cursor, limit }: ListRetentionArchivesQuery): Promise<RetentionArchivePage> {
    const filter = { category, before: cursor, limit: limit + 1 };
    const found = await this.options.database.read((tx) => this.#archives.findPage(tx, tx.tenantId, filter));
    const items = found.slice(0, limit).map((archive) => this.#presented(archive));
    return { items, nextCursor: found.length > limit ? (items.at(-1)?.id ?? null) : null };
  }

  /**
   * Rows of one archive as NDJSON, once it is entered that they were read.
   * @throws DomainError `RETENTION.ARCHIVE_NOT_FOUND`, `.ARCHIVE_GONE`, `.ARCHIVE_ALTERED`, `.ARCHIVE_ERASED`, `.ARCHIVE_STORAGE`; of kind `unavailable` without the vault
   */
  async open(archiveId: string): Promise<Readable> {
    const { database } = this.options;
    const { tenantId, archive } = await database.read(async (tx) => ({
      tenantId: tx.tenantId,
      archive: await this.#archives.findById(tx, tx.tenantId, archiveId),
    }));
    if (archive === undefined) throw archiveErrors.ARCHIVE_NOT_FOUND();
    const place = { tenantId, archiveId };
    const rows = await this.#seal.open(place, readArchive(await this.#fileOf(place, archive)).rows);
    const erased = rows.filter((row) => row === undefined).length;
    if (erased === rows.length) throw archiveErrors.ARCHIVE_ERASED();
    await database.write((tx) => this.#tell(tx, archive, erased));
    return Readable.from(linesOf(this.#presented(archive), rows, erased), { objectMode: false });
  }

  async #fileOf(place: ArchivePlace, { sha256 }: CompleteArchive): Promise<Buffer> {
    const file = await this.#fetch(place);
    if (file === undefined) throw archiveErrors.ARCHIVE_GONE();
    if (createHash('sha256').update(file).digest('hex') !== sha256) throw archiveErrors.ARCHIVE_ALTERED();
    return file;
  }

  async #fetch(place: ArchivePlace): Promise<Buffer | undefined> {
    const { store } = this.options;
    if (store === undefined) throw archiveErrors.ARCHIVE_STORAGE();
    try {
      return await store.get(archiveName(place));
    } catch (cause) {
      throw archiveErrors.ARCHIVE_STORAGE({ cause });
    }
  }

  /** With the transaction: nothing is given out unless it commits. */
  #tell(tx: Tx, { id: archiveId, category, month, rows }: CompleteArchive, erased: number): Promise<void> {
    const time = this.options.clock.now();
    const data = { readingId: uuidV7.next(), archiveId, category, month, rows, erased, readAt: time.toISOString() };
    return this.options.outbox.add(tx, archiveReadV1, { data, sequence: 1, time });
  }

  #presented({ firstAt, lastAt, archivedAt, ...archive }: CompleteArchive): RetentionArchive {
    const instants = { firstAt: firstAt.toISOString(), lastAt: lastAt.toISOString(), archivedAt: archivedAt.toISOString() };
    return { ...archive, ...instants, service: this.options.service };
  }
}

function* linesOf(archive: RetentionArchive, rows: readonly (string | undefined)[], erased: number): Generator<string> {
  yield headerLine(archive, erased);
  for (const [position, row] of rows.entries()) yield rowLine(position, row);
}
