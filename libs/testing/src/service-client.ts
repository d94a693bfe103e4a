import { signedContext } from './signed-context.js';

/** What a service answered; `body` is parsed when it is JSON. */
export interface ServiceAnswer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

export interface ServiceClientOptions {
  /** Base URL of the service. */
  readonly url: string;
  /** Name of the app. */
  readonly audience: string;
  readonly tenantId: string;
  readonly scopes: readonly string[];
}

/** Calls a service as the gateway does for one tenant. */
export class ServiceClient {
  readonly tenantId: string;

  constructor(private readonly options: ServiceClientOptions) {
    this.tenantId = options.tenantId;
  }

  /** The same caller for another tenant. */
  ofTenant(tenantId: string): ServiceClient {
    return new ServiceClient({ ...this.options, tenantId });
  }

  get<T>(path: string): Promise<ServiceAnswer<T>> {
    return this.send('GET', path);
  }

  post<T>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<ServiceAnswer<T>> {
    return this.send('POST', path, { body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });
  }

  delete<T>(path: string, headers: Record<string, string> = {}): Promise<ServiceAnswer<T>> {
    return this.send('DELETE', path, { headers });
  }

  async send<T>(
    method: string,
    path: string,
    init: { body?: string | Uint8Array | FormData; headers?: Record<string, string> } = {},
  ): Promise<ServiceAnswer<T>> {
    const { url, audience, tenantId, scopes } = this.options;
    const headers = { ...signedContext({ audience, tenantId, scopes }), ...init.headers };
    const answer = await fetch(new URL(path, url), { method, ...init, headers });
    const text = await answer.text();
    const isJson = /[/+]json\b/.test(answer.headers.get('content-type') ?? '');
    return { status: answer.status, headers: answer.headers, body: (isJson ? JSON.parse(text) : text) as T };
  }
}
