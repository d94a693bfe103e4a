import { type Actor, uuidV7 } from '@leadstream/kernel';
import { type ServiceAnswer, ServiceClient, type ServiceClientOptions, signedContext } from '@leadstream/testing';

/** A problem document. */
export interface Problem {
  readonly code: string;
  readonly status: number;
  readonly errors?: readonly { readonly path: string; readonly code: string }[];
  readonly [extra: string]: unknown;
}

/** Calls the service for one member of a tenant, and says for whom. */
export class TenantClient extends ServiceClient {
  readonly actor: Actor = { kind: 'member', id: uuidV7.next() };

  constructor(private readonly caller: ServiceClientOptions) {
    super(caller);
  }

  override send<T>(...[method, path, init]: Parameters<ServiceClient['send']>): Promise<ServiceAnswer<T>> {
    return super.send(method, path, { ...init, headers: { ...this.context(), ...init?.headers } });
  }

  /** The header by which the service knows the caller. */
  context(): Record<string, string> {
    return signedContext({ ...this.caller, actor: this.actor });
  }

  patch<T>(path: string, version: number, body: unknown): Promise<ServiceAnswer<T>> {
    const headers = { 'content-type': 'application/json', ...ifMatch(version) };
    return this.send('PATCH', path, { body: JSON.stringify(body), headers });
  }

  /** Uploads a file to import. */
  upload<T>(
    content: string | Uint8Array<ArrayBuffer>,
    options?: unknown,
    headers: Record<string, string> = {},
    fileName = 'leads.csv',
  ): Promise<ServiceAnswer<T>> {
    const body = new FormData();
    if (options !== undefined) body.append('options', typeof options === 'string' ? options : JSON.stringify(options));
    body.append('file', new Blob([content]), fileName);
    return this.send('POST', '/v1/imports', { body, headers });
  }
}

export function ifMatch(version: number): Record<string, string> {
  return { 'if-match': `"${version}"` };
}
