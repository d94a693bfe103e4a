import { randomUUID } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';

/** What the gateway answered; `body` is parsed when it is JSON. */
export interface Answer<T = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

export interface Import {
  readonly id: string;
  readonly status: 'pending' | 'running' | 'completed' | 'failed';
  readonly counts: Readonly<Record<'rows' | 'created' | 'updated' | 'skipped' | 'failed', number>>;
}

/** A client of the public API with one credential, as any integration would write it. */
export class GatewayClient {
  constructor(
    private readonly url: string,
    private readonly apiKey: string,
  ) {}

  get<T>(path: string): Promise<Answer<T>> {
    return this.send('GET', path, {});
  }

  post<T>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.send('POST', path, {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...headers },
    });
  }

  patch<T>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.send('PATCH', path, {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/merge-patch+json', 'idempotency-key': randomUUID(), ...headers },
    });
  }

  delete<T>(path: string, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.send('DELETE', path, { headers });
  }

  /** Uploads a file to import; the key makes a repeated upload the same import. */
  async importFile(file: string, options: unknown, idempotencyKey: string = randomUUID()): Promise<Answer<Import>> {
    const form = new FormData();
    form.set('options', JSON.stringify(options));
    form.set('file', await openAsBlob(file), basename(file));
    return this.send('POST', '/v1/imports', { body: form, headers: { 'idempotency-key': idempotencyKey } });
  }

  upload<T>(path: string, form: FormData): Promise<Answer<T>> {
    return this.send('POST', path, { body: form, headers: { 'idempotency-key': randomUUID() } });
  }

  private async send<T>(
    method: string,
    path: string,
    init: { body?: string | FormData; headers?: Record<string, string> },
  ): Promise<Answer<T>> {
    const response = await fetch(new URL(path, this.url), {
      method,
      ...init,
      headers: { authorization: `Bearer ${this.apiKey}`, ...init.headers },
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : text) as T };
  }
}
