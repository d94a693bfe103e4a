import { connect, type Socket } from 'node:net';
import type { Inspector } from './inspector.ts';
import { Pipe } from './pipe.ts';
import type { Address, Conditions } from './tcp-proxy.ts';

/** One client's connection through the proxy: two sockets and a pipe for each direction. */
export class ProxiedConnection {
  inspector: Inspector = {};
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #toServer: Pipe;
  readonly #toClient: Pipe;

  constructor(client: Socket, target: Address, conditions: Conditions) {
    this.#client = client;
    this.#server = connect({ ...target, noDelay: true, allowHalfOpen: true });
    const end = (): void => this.reset();
    this.#toServer = new Pipe(client, this.#server, (chunk) => this.inspector.toServer?.(chunk) ?? { forward: chunk }, end);
    this.#toClient = new Pipe(this.#server, client, (chunk) => this.inspector.toClient?.(chunk) ?? { forward: chunk }, end);
    for (const socket of [client, this.#server]) {
      // What breaks on one side breaks on the other.
      socket.on('error', end);
      socket.on('close', (hadError) => hadError && this.reset());
    }
    this.apply(conditions);
    client.resume();
  }

  onEnd(heard: () => void): void {
    let open = 2;
    for (const socket of [this.#client, this.#server]) socket.once('close', () => (open -= 1) === 0 && heard());
  }

  apply(conditions: Conditions): void {
    const lost = this.#toServer.apply(conditions, 'toServer') || this.#toClient.apply(conditions, 'toClient');
    if (lost) this.reset();
  }

  /** RST to both ends. */
  reset(): void {
    for (const socket of [this.#client, this.#server]) if (!socket.destroyed) socket.resetAndDestroy();
  }
}
