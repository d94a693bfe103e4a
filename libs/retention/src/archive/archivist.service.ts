import { createHash } from 'node:crypto';
import type { JobRun } from '@leadstream/jobs';
import { type IdSource, uuidV7 } from '@leadstream/kernel';
import type { PersonVault, Tx } from '@leadstream/persistence';
import type { RetainedTable } from '../retained-table.js';
import type { DueRowRepository, WholeRow } from '../sweep/due-row.repository.js';
import { readArchive, writeArchive } from './archive-file.rules.js';
import { ArchiveRepository, type NewArchive, type WrittenArchive } from './archive.repository.js';
import type { ArchiveStore } from './archive-store.js';
import { archiveName, type ArchivePlace } from './archive-place.js';
import { RowSealService } from './row-seal.service.js';

/** Whose rows of which table. */
export interface CopyTask {
  readonly retained: RetainedTable;
  readonly rows: DueRowRepository;
  readonly tenantId: string;
  readonly now: Date;
}

/** And how to see which of them are due. */
export interface ArchiveTask extends CopyTask {
  /** In the turn of the tenant: the instant before which rows are due; undefined when none may go, or not into an archive. */
  readonly dueBefore: (tx: Tx) => Promise<Date | undefined>;
}

/** The rows changed, or a hold came, while they were written. */
class Overtaken extends Error {}

/** Puts rows into files, reads the files again, and only then lets the rows go. */
export class ArchivistService {
  readonly #archives = new ArchiveRepository();
  readonly #seal: RowSealService;

  constructor(
    private readonly store: ArchiveStore,
    vault: PersonVault,
    private readonly ids: IdSource = uuidV7,
  ) {
    this.#seal = new RowSealService(vault);
  }

  /** Takes back what a run that died has left: its rows are still where they were. */
  async discardUnfinished(run: JobRun, { tenantId, retained }: CopyTask): Promise<void> {
    const left = await run.stepInTenant(tenantId, (tx) => this.#archives.findUnfinished(tx, tenantId, retained.category));
    for (const archiveId of left) await this.#discard(run, { tenantId, archiveId });
  }

  /**
   * One file.
   * @returns how many rows went into it; none when there are none, or when somebody came in between
   */
  async archive(run: JobRun, task: ArchiveTask, max: number): Promise<number> {
    const place = { tenantId: task.tenantId, archiveId: this.ids.next() };
    const rows = await this.#begin(run, task, place, max);
    if (rows.length === 0) return 0;
    try {
      const written = await this.#write(place, task, rows);
      await run.stepInTenant(task.tenantId, (tx) => this.#letGo(tx, task, written, rows));
      return rows.length;
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
      await this.#discard(run, place);
      return 0;
    }
  }

  /**
   * One file of a month whose rows stay where they are: those that come after the ones that are in archives already.
   * @returns how many rows went into it
   */
  async copy(run: JobRun, task: CopyTask, month: string, max: number): Promise<number> {
    const { tenantId, rows, now, retained } = task;
    const place = { tenantId, archiveId: this.ids.next() };
    const found = await run.stepInTenant(tenantId, async (tx) => {
      const after = await this.#archives.countOfMonth(tx, tenantId, retained.category, month);
      const page = await rows.findOfMonth(tx, tenantId, month, after, max);
      if (page.length > 0) await this.#archives.begin(tx, tenantId, archiveOf(place.archiveId, retained.category, page, month), now);
      return page;
    });
    if (found.length === 0) return 0;
    const written = await this.#write(place, task, found);
    await run.stepInTenant(tenantId, (tx) => this.#archives.complete(tx, tenantId, written, now));
    return found.length;
  }

  #begin(run: JobRun, { tenantId, retained: { category }, rows, now, dueBefore }: ArchiveTask, { archiveId }: ArchivePlace, max: number) {
    return run.stepInTenant(tenantId, async (tx): Promise<WholeRow[]> => {
      const before = await dueBefore(tx);
      const found = before === undefined ? [] : await rows.findWhole(tx, tenantId, before, now, max);
      if (found.length > 0) await this.#archives.begin(tx, tenantId, archiveOf(archiveId, category, found, null), now);
      return found;
    });
  }

  /** @throws Error when what is read again is not what was written: nothing goes then */
  async #write(place: ArchivePlace, { retained: { category, table } }: CopyTask, rows: readonly WholeRow[]): Promise<WrittenArchive> {
    const sealed = await this.#seal.seal(place, rows);
    const file = writeArchive({ format: 1, ...place, category, table, rows: rows.length }, sealed);
    const name = archiveName(place);
    await this.store.put(name, file);
    const read = await this.store.get(name);
    if (read?.equals(file) !== true) throw new Error('the archive holds other bytes than those that were put there');
    const opened = await this.#seal.open(place, readArchive(file).rows);
    if (opened.some((row, position) => row !== undefined && row !== rows[position]?.row)) throw new Error('the archive holds other rows');
    return { id: place.archiveId, bytes: file.length, sha256: createHash('sha256').update(file).digest('hex') };
  }

  async #letGo(
    tx: Tx,
    { tenantId, rows: due, now, dueBefore }: ArchiveTask,
    written: WrittenArchive,
    rows: readonly WholeRow[],
  ): Promise<void> {
    const isStillDue = (await dueBefore(tx)) !== undefined;
    const gone = isStillDue ? await due.removeWhole(tx, tenantId, rows, now) : 0;
    if (gone !== rows.length) throw new Overtaken();
    await this.#archives.complete(tx, tenantId, written, now);
  }

  /** The file first: as long as the row is there, somebody looks for it. */
  async #discard(run: JobRun, place: ArchivePlace): Promise<void> {
    await this.store.delete(archiveName(place));
    await run.stepInTenant(place.tenantId, (tx) => this.#archives.remove(tx, place.tenantId, place.archiveId));
  }
}

function archiveOf(id: string, category: string, rows: readonly WholeRow[], month: string | null): NewArchive {
  const instants = rows.map(({ recordedAt }) => recordedAt.getTime());
  const [firstAt, lastAt] = [new Date(Math.min(...instants)), new Date(Math.max(...instants))];
  return { id, category, rows: rows.length, firstAt, lastAt, month };
}
