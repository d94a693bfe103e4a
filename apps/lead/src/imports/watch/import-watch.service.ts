import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import type { ImportJob, ImportStatus } from '@leadstream/contracts';
import { currentContext, runInContext, type Uuid } from '@leadstream/kernel';
import { ImportService } from '../import.service.js';

const POLL_MS = 500;
/** Lets proxies see that the connection lives. */
const HEARTBEAT_MS = 15_000;
const AT_WORK: readonly ImportStatus[] = ['reading', 'checking', 'pending', 'running', 'reverting'];

/** Tells of the progress of imports while it happens. */
@Injectable()
export class ImportWatchService implements BeforeApplicationShutdown {
  readonly #stopping = new AbortController();

  constructor(private readonly imports: ImportService) {}

  /** Watchers come back to another process. */
  beforeApplicationShutdown(): void {
    this.#stopping.abort();
  }

  /**
   * Server-sent events: `progress` with the import as JSON at once and whenever it has changed, `end` with the import when no worker has
   * anything to do with it any more.
   * @throws DomainError `LEAD.IMPORT_NOT_FOUND`
   */
  async open(importId: Uuid): Promise<Readable> {
    const first = await this.imports.read(importId);
    const context = currentContext();
    const read = () => (context ? runInContext(context, () => this.imports.read(importId)) : this.imports.read(importId));
    return Readable.from(this.follow(first, read), { objectMode: false });
  }

  private async *follow(first: ImportJob, read: () => Promise<ImportJob>): AsyncGenerator<string> {
    let told = '';
    let silentMs = 0;
    for (let job = first; ; job = await read()) {
      const text = JSON.stringify(job);
      if (!AT_WORK.includes(job.status)) {
        yield eventOf('end', text);
        return;
      }
      if (text !== told) yield eventOf('progress', text);
      else if (silentMs >= HEARTBEAT_MS) yield ': alive\n\n';
      silentMs = text !== told || silentMs >= HEARTBEAT_MS ? 0 : silentMs + POLL_MS;
      told = text;
      if (!(await this.#rest())) return;
    }
  }

  async #rest(): Promise<boolean> {
    try {
      await delay(POLL_MS, undefined, { signal: this.#stopping.signal });
      return true;
    } catch {
      return false;
    }
  }
}

const eventOf = (name: string, data: string) => `event: ${name}\ndata: ${data}\n\n`;
