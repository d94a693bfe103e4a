import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Stands between a client and a server, and can hold back everything the server says. */
export class TcpRelay {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  isSilent = false;
  /** How often the client said something while it was held back. */
  unanswered = 0;

  constructor(target: URL) {
    this.#server = createServer((client) => {
      const server = connect(Number(target.port), target.hostname);
      for (const socket of [client, server]) this.#sockets.add(socket.on('error', () => undefined));
      client.pipe(server);
      client.on('data', () => (this.unanswered += this.isSilent ? 1 : 0));
      server.on('data', (piece) => {
        if (!this.isSilent) client.write(piece);
      });
      client.once('close', () => server.destroy());
      server.once('close', () => client.destroy());
    });
  }

  /** @returns the port to use instead of the target's */
  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}
