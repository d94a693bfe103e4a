import { Injectable } from '@nestjs/common';
import type { EventOf, personDataRequestedV1 } from '@leadstream/contracts';
import { defineJob, type Figures, type Job, type JobRun } from '@leadstream/jobs';
import type { Uuid } from '@leadstream/kernel';
import { done, type Outcome } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { ErasedAddresses, PersonDataAnswers, referenceText } from '@leadstream/privacy';
import { ImportSearchService } from '../../imports/search/import-search.service.js';
import { soughtOf } from '../../imports/search/named-in-cells.rules.js';
import type { FileSearch } from './file-search.js';
import { FileSearchRepository } from './file-search.repository.js';
import { SealedAddressesService } from './sealed-addresses.service.js';

/** Name of the job that searches. */
export const FILE_SEARCH_JOB = 'search-files-of-persons';
const TENANTS_AT_ONCE = 20;
const HOUR_MS = 3_600_000;

type Run = Pick<JobRun, 'step' | 'stepInTenant' | 'signal'>;

/**
 * Looks for a person who is to be erased in every file that is kept, one after the other, and has compliance answered when all were read. How far
 * it is stands in its row: a process that dies has its last file read once more.
 */
@Injectable()
export class FileSearchService {
  constructor(
    private readonly searches: FileSearchRepository,
    private readonly files: ImportSearchService,
    private readonly addresses: ErasedAddresses,
    private readonly answers: PersonDataAnswers,
    private readonly sealed: SealedAddressesService,
  ) {}

  job(): Job {
    const run = (attempt: JobRun) => this.run(attempt);
    return defineJob({ name: FILE_SEARCH_JOB, cadence: { everyMs: 2_000 }, missed: 'skip', timeoutMs: HOUR_MS, run });
  }

  /**
   * Notes a person who is to be erased, where files are kept. From then on rows of files that came before are refused for the person.
   * @returns undefined when there is nothing to search: it is to be answered at once
   */
  async begin(event: EventOf<typeof personDataRequestedV1>, tx: Tx): Promise<Outcome | undefined> {
    const subject = await this.answers.toErase(event, tx);
    if (subject === undefined || subject.addresses.length === 0) return undefined;
    if ((await this.files.findNextKept(tx, [])) === undefined) return undefined;
    const { addresses: _addresses, ...asked } = event.data;
    const { requestId, round } = asked;
    const sealed = await this.sealed.seal({ tenantId: tx.tenantId, requestId, round }, subject.addresses);
    if (sealed === undefined) return undefined;
    await this.searches.create(tx, tx.tenantId, { requestId, round, asked, ...sealed });
    await this.addresses.erase(tx, subject);
    return done();
  }

  /** Tenants in turn, each search to its end. @throws what stopped one of the searches, after all others had their turn */
  async run(run: Run): Promise<Figures> {
    let [files, answered] = [0, 0];
    const troubles: unknown[] = [];
    for (const tenantId of await run.step((tx) => this.searches.findTenants(tx, TENANTS_AT_ONCE))) {
      for (const search of await run.stepInTenant(tenantId, (tx) => this.searches.findAll(tx, tenantId))) {
        try {
          files += await this.search(run, tenantId, search);
          answered += 1;
        } catch (error) {
          run.signal.throwIfAborted();
          troubles.push(error);
        }
      }
    }
    if (troubles.length > 0) throw troubles[0];
    return { files, answered };
  }

  /** @returns how many files were read */
  private async search(run: Run, tenantId: Uuid, search: FileSearch): Promise<number> {
    const addresses = await this.sealed.open(tenantId, search);
    if (addresses === undefined) {
      await run.stepInTenant(tenantId, (tx) => this.searches.delete(tx, tenantId, search));
      return 0;
    }
    const sought = soughtOf(addresses);
    for (let read = 0; ; read += 1) {
      const next = await run.stepInTenant(tenantId, (tx) => this.finish(tx, search));
      if (next === undefined) return read;
      const isNamed = await this.files.isNamed(tenantId, next, sought, run.signal);
      await run.stepInTenant(tenantId, (tx) => this.searches.addSearched(tx, tenantId, search, next.importId, isNamed));
    }
  }

  /** Has it answered, unless a file is left that was not read. @returns that one */
  private async finish(tx: Tx, { requestId, round }: FileSearch) {
    const { tenantId } = tx;
    const search = await this.searches.findForUpdate(tx, tenantId, { requestId, round });
    if (search === undefined) return undefined;
    const left = await this.files.findNextKept(tx, search.searched);
    if (left !== undefined) return left;
    const addresses = await this.sealed.open(tenantId, search);
    await this.files.discard(tx, search.naming);
    await this.answers.answer({ data: { ...search.asked, addresses: addresses?.map(referenceText) ?? null }, tenantId }, tx);
    await this.searches.delete(tx, tenantId, search);
    return undefined;
  }
}
