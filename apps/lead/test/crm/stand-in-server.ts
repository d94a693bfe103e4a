import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface StandInCall {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  /** As it came. */
  readonly text: string;
}

export interface StandInAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How a peer can go wrong. */
export type Misbehaviour =
  /** Answers a page of HTML with status 200. */
  | 'html'
  /** Has another page behind every page. */
  | 'endless'
  /** Gives the same page again. */
  | 'repeats'
  /** Goes round in a circle of pages. */
  | 'circles'
  /** Wants to be left alone for an hour. */
  | 'limited'
  /** Is down. */
  | 'down'
  /** Does what it is asked to write, and breaks the connection off before it says so. */
  | 'cuts-writes';

/** Stands for the server of a CRM, in memory. */
export abstract class StandInServer {
  misbehaviour: Misbehaviour | undefined;
  /** What happens between a call and its answer. */
  meanwhile: ((call: string) => Promise<void>) | undefined;
  /** Every call that came, `POST /path`. */
  readonly calls: string[] = [];
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  protected abstract answer(call: StandInCall): StandInAnswer;

  /** Whether a call changes something. */
  protected abstract isWrite(call: StandInCall): boolean;

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', this.url);
    const call = { method: request.method ?? '', url, headers: request.headers, text: await text(request) };
    const name = `${call.method} ${url.pathname}`;
    this.calls.push(name);
    await this.meanwhile?.(name);
    if (this.misbehaviour === 'html') {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Maintenance</title>');
      return;
    }
    if (this.misbehaviour === 'down') {
      response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>');
      return;
    }
    const { status, body, headers } = this.answer(call);
    if (this.misbehaviour === 'cuts-writes' && this.isWrite(call)) {
      request.socket.destroy();
      return;
    }
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  }
}
