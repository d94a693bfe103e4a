import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { ProxiedConnection } from './proxied-connection.ts';
import type { Inspector } from './inspector.ts';

export type Direction = 'toServer' | 'toClient';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** What is done to the bytes of every connection, present and future. */
export interface Conditions {
  /** Added to the way in each direction. */
  readonly latencyMs: number;
  /** In each direction; 0 for no limit. */
  readonly bytesPerSecond: number;
  /** Directions in which bytes wait and arrive after all once this ends: a partition that heals. */
  readonly stalled: readonly Direction[];
  /** Directions in which bytes are taken and never arrive: a half-open connection. It is reset when this ends. */
  readonly swallowed: readonly Direction[];
}

const FAIR: Conditions = { latencyMs: 0, bytesPerSecond: 0, stalled: [], swallowed: [] };

export interface TcpProxyOptions {
  /** Asked for each connection, so that the server may move or there may be several in turn. */
  readonly target: () => Address;
  /** Looks at the bytes of one connection and may end it; asked for each connection. */
  readonly inspect?: (connection: ProxiedConnection) => Inspector;
}

/** A TCP server of 127.0.0.1 that hands everything on to another one, until told to be a bad network. */
export class TcpProxy {
  readonly #server: Server;
  readonly #options: TcpProxyOptions;
  readonly #connections = new Set<ProxiedConnection>();
  #conditions = FAIR;
  #refusing = false;

  private constructor(options: TcpProxyOptions) {
    this.#options = options;
    this.#server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true }, (socket) => this.#accept(socket));
  }

  static async listen(options: TcpProxyOptions): Promise<TcpProxy> {
    const proxy = new TcpProxy(options);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get connections(): readonly ProxiedConnection[] {
    return [...this.#connections];
  }

  /** Changes the named conditions; those that are left out become fair again. */
  set(conditions: Partial<Conditions>): void {
    const next = { ...FAIR, ...conditions };
    for (const connection of this.connections) connection.apply(next);
    this.#conditions = next;
  }

  /** New connections are reset at once; present ones stay. */
  refuse(refusing: boolean): void {
    this.#refusing = refusing;
  }

  /** Breaks every connection with a RST to both ends. */
  resetAll(): void {
    for (const connection of this.connections) connection.reset();
  }

  /** A good network again. Connections that lost bytes are reset. */
  heal(): void {
    this.refuse(false);
    this.set({});
  }

  async close(): Promise<void> {
    this.#server.close();
    this.resetAll();
    await once(this.#server, 'close');
  }

  #accept(socket: Socket): void {
    if (this.#refusing) return void socket.resetAndDestroy();
    const connection = new ProxiedConnection(socket, this.#options.target(), this.#conditions);
    connection.inspector = this.#options.inspect?.(connection) ?? {};
    this.#connections.add(connection);
    connection.onEnd(() => this.#connections.delete(connection));
  }
}
