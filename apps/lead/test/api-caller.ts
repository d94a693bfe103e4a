import { type Uuid, uuidV7 } from '@leadstream/kernel';
import { signedContext } from '@leadstream/testing';

/** An answer as a client sees it. */
export interface ApiAnswer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** A problem document. */
export interface Problem {
  readonly code: string;
  readonly status: number;
  readonly errors?: readonly { readonly path: string; readonly code: string }[];
  readonly [extra: string]: unknown;
}

/** Calls one service in the name of a tenant, as the gateway would. */
export class ApiCaller {
  constructor(
    private readonly url: string,
    private readonly audience: string,
    readonly tenantId: Uuid,
    private readonly scopes: readonly string[],
  ) {}

  readonly actor = { kind: 'member', id: uuidV7.next() } as const;

  get<T>(path: string): Promise<ApiAnswer<T>> {
    return this.call('GET', path);
  }

  post<T>(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<ApiAnswer<T>> {
    return this.call('POST', path, body, headers);
  }

  patch<T>(path: string, version: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<ApiAnswer<T>> {
    return this.call('PATCH', path, body, { 'if-match': `"${version}"`, ...headers });
  }

  delete<T>(path: string, version: number): Promise<ApiAnswer<T>> {
    return this.call('DELETE', path, undefined, { 'if-match': `"${version}"` });
  }

  /** Uploads a file to import. */
  async upload<T>(
    content: string | Uint8Array<ArrayBuffer>,
    options?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<ApiAnswer<T>> {
    const form = new FormData();
    if (options !== undefined) form.append('options', typeof options === 'string' ? options : JSON.stringify(options));
    form.append('file', new Blob([content], { type: 'text/csv' }), 'leads.csv');
    return this.send('POST', '/v1/imports', form, headers);
  }

  private call<T>(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<ApiAnswer<T>> {
    if (body === undefined) return this.send(method, path, undefined, headers);
    return this.send(method, path, JSON.stringify(body), { 'content-type': 'application/json', ...headers });
  }

  /** Any request. */
  async send<T>(
    method: string,
    path: string,
    body: string | FormData | ReadableStream | undefined,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<ApiAnswer<T>> {
    const { tenantId, scopes, audience, actor } = this;
    const signed = signedContext({ audience, tenantId, scopes, actor });
    const response = await fetch(this.url + path, {
      method,
      headers: { ...signed, ...headers },
      ...(body !== undefined && { body, duplex: 'half' as const }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: (text === '' ? undefined : JSON.parse(text)) as T };
  }
}
