import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Begins the answer to a COMMIT that was kept: CommandComplete, its length, its tag. */
const COMMITTED = Buffer.from([0x43, 0, 0, 0, 11, ...Buffer.from('COMMIT\0')]);

/** Stands between a client and Postgres, and can cut a connection just when Postgres says that it has committed. */
export class AnswerCutter {
  cuts = 0;
  #armed = 0;
  readonly #sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {
    server.on('connection', (client) => this.#pass(client));
  }

  /** @param url of a database, whose host and port are passed on to */
  static async before(url: string): Promise<AnswerCutter> {
    const cutter = new AnswerCutter(createServer(), new URL(url));
    cutter.server.listen(0, '127.0.0.1');
    await once(cutter.server, 'listening');
    return cutter;
  }

  /** The database by way of this. */
  get url(): string {
    const url = new URL(this.target);
    url.host = `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return url.toString();
  }

  /** The next commit's answer gets lost with its connection. */
  cutNext(): void {
    this.#armed += 1;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  #pass(client: Socket): void {
    const server = connect(Number(this.target.port), this.target.hostname);
    const end = (): void => [client, server].forEach((socket) => (socket.destroy(), this.#sockets.delete(socket)));
    for (const socket of [client, server]) {
      this.#sockets.add(socket.setNoDelay());
      socket.on('error', end).on('close', end);
    }
    client.on('data', (bytes) => server.write(bytes));
    server.on('data', (bytes) => {
      if (this.#armed === 0 || !bytes.includes(COMMITTED)) return void client.write(bytes);
      this.#armed -= 1;
      this.cuts += 1;
      end();
    });
  }
}
