import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { MAPPING } from './people-file.ts';

const PATIENCE_MS = 1_800_000;
const POLL_MS = 50;

interface Job {
  readonly id: string;
  readonly status: string;
  readonly counts: { readonly created: number };
}

/** A tenant that imports files of people. */
export class ImportClient {
  readonly #url: string;
  readonly #apiKey: string;

  constructor(url: string, apiKey: string) {
    this.#url = url;
    this.#apiKey = apiKey;
  }

  /** @returns the id of the import, which has begun */
  async begin(file: string): Promise<string> {
    const form = new FormData();
    form.set('options', JSON.stringify({ mapping: MAPPING, matchBy: 'externalId', region: 'de' }));
    form.set('file', await openAsBlob(file), basename(file));
    return (await this.#call('POST', '/v1/imports', form)).id;
  }

  /** Waits until every row made a lead. */
  async untilCreated(importId: string, rows: number): Promise<void> {
    const startedMs = performance.now();
    for (;;) {
      const { status, counts } = await this.#call('GET', `/v1/imports/${importId}`);
      if (status === 'completed' && counts.created === rows) return;
      if (status === 'completed' || status === 'failed') throw new Error(`${status} with ${counts.created} of ${rows} leads`);
      if (performance.now() - startedMs > PATIENCE_MS) throw new Error(`still ${status} after ${PATIENCE_MS / 60_000} minutes`);
      await pause(POLL_MS);
    }
  }

  async #call(method: string, path: string, body?: FormData): Promise<Job> {
    const answer = await fetch(this.#url + path, { method, headers: { authorization: `Bearer ${this.#apiKey}` }, ...(body && { body }) });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as Job;
  }
}
