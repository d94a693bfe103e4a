import type { Uuid } from '@leadstream/kernel';
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
}

/** Calls one service in the name of a tenant, as the gateway would. */
export class ApiCaller {
  constructor(
    private readonly url: string,
    private readonly audience: string,
    readonly tenantId: Uuid,
    private readonly scopes: readonly string[],
  ) {}

  get<T>(path: string): Promise<ApiAnswer<T>> {
    return this.call('GET', path);
  }

  post<T>(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<ApiAnswer<T>> {
    return this.call('POST', path, body, headers);
  }

  delete<T>(path: string): Promise<ApiAnswer<T>> {
    return this.call('DELETE', path);
  }

  private async call<T>(method: string, path: string, body?: unknown, extra: Readonly<Record<string, string>> = {}): Promise<ApiAnswer<T>> {
    const { tenantId, scopes, audience } = this;
    const headers = {
      ...signedContext({ audience, tenantId, scopes }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...extra,
    };
    const response = await fetch(this.url + path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: (text === '' ? undefined : JSON.parse(text)) as T };
  }
}
