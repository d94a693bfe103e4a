import { Agent, type Dispatcher, request } from 'undici';

/** A request as it can be sent again, byte for byte. */
export interface Call {
  readonly method: 'POST' | 'PATCH' | 'DELETE' | 'GET';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** What came back: an answer, or nothing that tells whether the request was carried out. */
export type Reply =
  | { readonly kind: 'answer'; readonly status: number; readonly etag: string | undefined; readonly body: Record<string, unknown> }
  | { readonly kind: 'nothing' };

const PATIENCE_MS = 15_000;

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** The client's own connections to the gateway. */
export class GatewayDoor {
  readonly #url: string;
  readonly #agent = new Agent({ connections: 64, pipelining: 1, connect: { timeout: 2_000 } });

  constructor(url: string) {
    this.#url = url;
  }

  async send(call: Call): Promise<Reply> {
    try {
      const options = { method: call.method as Dispatcher.HttpMethod, headers: call.headers, dispatcher: this.#agent };
      const { statusCode, headers, body } = await request(this.#url + call.path, {
        ...options,
        ...(call.body !== undefined && { body: call.body }),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      const text = await body.text();
      return { kind: 'answer', status: statusCode, etag: headers['etag'] as string | undefined, body: parsed(text) };
    } catch {
      return { kind: 'nothing' };
    }
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}
