/** A call that the gateway refused. */
export class GatewayRefusal extends Error {
  readonly status: number;

  constructor(call: string, status: number, body: string) {
    super(`${call} answered ${status}: ${body.slice(0, 500)}`);
    this.name = 'GatewayRefusal';
    this.status = status;
  }
}

/** Speaks to the gateway as any client would: over HTTP, with an API key. */
export class GatewayClient {
  readonly #url: string;
  readonly #key: string;

  constructor(url: string, key: string) {
    this.#url = url;
    this.#key = key;
  }

  get<T>(path: string): Promise<T> {
    return this.#call<T>('GET', path);
  }

  post<T>(path: string, body: object): Promise<T> {
    const json = { 'content-type': 'application/json' };
    return body instanceof FormData ? this.#call<T>('POST', path, body) : this.#call<T>('POST', path, JSON.stringify(body), json);
  }

  async #call<T>(method: string, path: string, body?: string | FormData, headers: Record<string, string> = {}): Promise<T> {
    const answer = await fetch(this.#url + path, {
      method,
      headers: { authorization: `Bearer ${this.#key}`, ...headers },
      ...(body && { body }),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await answer.text();
    if (!answer.ok) throw new GatewayRefusal(`${method} ${path}`, answer.status, text);
    return JSON.parse(text) as T;
  }
}
