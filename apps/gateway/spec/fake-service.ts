import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface Claims {
  readonly aud: string;
  readonly rid: string;
  readonly exp: number;
  readonly tid?: string;
  readonly act?: { readonly kind: string; readonly id: string };
  readonly scp?: readonly string[];
  readonly ip?: string;
}

/** A request as the service got it, after its context proved genuine. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly claims: Claims;
}

export type Handler = (request: IncomingMessage, response: ServerResponse, received: Received) => void;

/**
 * Stands for a service behind the gateway: a server of its own that believes nothing but a context signed for it. The token
 * is checked by hand and not with the library, so that a change of its form would be noticed.
 */
export class FakeService {
  readonly received: Received[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #port = 0;
  /** Accepts connections and says nothing, as a stopped process does. */
  isFrozen = false;
  handler: Handler = (_request, response) => answer(response, 200, {});

  constructor(
    readonly name: string,
    private readonly secret: string,
  ) {
    this.#server = createServer((request, response) => this.#serve(request, response));
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** The last request that was received. */
  get last(): Received {
    const last = this.received.at(-1);
    if (!last) throw new Error(`${this.name} received nothing`);
    return last;
  }

  /** Takes the port it had before, so that it can come back. */
  async listen(): Promise<this> {
    await new Promise<void>((resolve, reject) => this.#server.once('error', reject).listen(this.#port, '127.0.0.1', resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
    return this;
  }

  /** Ends as a killed process would: every connection is cut. */
  async kill(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      for (const socket of this.#sockets) socket.destroy();
    });
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    if (this.isFrozen) return;
    const { method = '', url = '', headers } = request;
    const claims = this.#verified(headers['x-leadstream-context']);
    if (!claims) return answer(response, url === '/' ? 404 : 401, { code: 'HTTP.UNAUTHENTICATED' });
    const received = { method, url, headers, claims };
    this.received.push(received);
    this.handler(request, response, received);
  }

  #verified(token: unknown): Claims | undefined {
    const [header = '', payload = '', signature = ''] = String(token).split('.');
    const expected = createHmac('sha256', this.secret).update(`${header}.${payload}`).digest();
    const given = Buffer.from(signature, 'base64url');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims;
    return claims.aud === this.name && claims.exp > Date.now() / 1_000 ? claims : undefined;
  }
}

export function answer(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), ...headers }).end(text);
}

/** Counts the bytes of a body without keeping them. */
export async function sizeOf(request: IncomingMessage): Promise<number> {
  let sizeBytes = 0;
  for await (const piece of request) sizeBytes += (piece as Buffer).length;
  return sizeBytes;
}
