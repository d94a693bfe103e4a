import type { RouteContract } from '@leadstream/contracts';

/** One request to a route, in the terms of its contract. */
export interface RouteCall {
  /** Values of the `:name` parts of the path. */
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** A form to upload, a text that goes as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What came back, byte for byte. */
export interface RouteAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Calls any route of the contracts with one credential. */
export class RouteCaller {
  constructor(
    private readonly gatewayUrl: string,
    private readonly apiKey: string,
  ) {}

  async call({ method, path, scope }: RouteContract, { params = {}, query = {}, body, headers = {} }: RouteCall): Promise<RouteAnswer> {
    const url = new URL(
      path.replaceAll(/:(\w+)/g, (_, name: string) => params[name] ?? ''),
      this.gatewayUrl,
    );
    url.search = new URLSearchParams(query).toString();
    const isJson = body !== undefined && typeof body !== 'string' && !(body instanceof FormData);
    const response = await fetch(url, {
      method,
      headers: {
        ...(scope !== 'public' && { authorization: `Bearer ${this.apiKey}` }),
        ...(isJson && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isJson ? JSON.stringify(body) : (body as FormData | string) }),
      signal: AbortSignal.timeout(30_000),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Every UUID in a text. */
export function idsIn(text: string): string[] {
  return text.match(UUID) ?? [];
}
