import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const PATIENCE_MS = 60_000;
const FUNNEL = '/v1/funnels/lifecycle?from=2017-01-01&to=2018-12-31';

interface Funnel {
  readonly total: { readonly stages: readonly { readonly stage: string; readonly leads: number }[] };
}

/** A tenant's view of the gateway. */
export class ImportingClient {
  readonly #url: string;
  readonly #apiKey: string;

  constructor(url: string, apiKey: string) {
    this.#url = url;
    this.#apiKey = apiKey;
  }

  /**
   * Uploads a file and waits until the funnel counts it all.
   * @returns seconds from the first byte of the upload to the last row in the funnel
   */
  async untilInFunnel(file: string, options: object, stage: string, leads: number): Promise<number> {
    const startedAt = performance.now();
    const form = new FormData();
    form.set('options', JSON.stringify(options));
    form.set('file', await openAsBlob(file), basename(file));
    await this.#call('POST', '/v1/imports', form);
    while (performance.now() - startedAt < PATIENCE_MS) {
      const funnel = (await this.#call('GET', FUNNEL)) as Funnel;
      if (funnel.total.stages.find((figures) => figures.stage === stage)?.leads === leads) return (performance.now() - startedAt) / 1_000;
      await pause(20);
    }
    throw new Error(`${basename(file)}: the funnel did not show ${leads} ${stage} within ${PATIENCE_MS / 1_000} s`);
  }

  async firstLeadId(): Promise<string> {
    const { items } = (await this.#call('GET', '/v1/leads?limit=1')) as { items: { id: string }[] };
    const [lead] = items;
    if (!lead) throw new Error('there is no lead');
    return lead.id;
  }

  async #call(method: string, path: string, body?: FormData): Promise<unknown> {
    const answer = await fetch(this.#url + path, { method, headers: { authorization: `Bearer ${this.#apiKey}` }, ...(body && { body }) });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  }
}
