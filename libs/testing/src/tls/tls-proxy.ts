import { readFileSync } from 'node:fs';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { createServer, type Server } from 'node:tls';
import type { CertificateFiles } from './test-authority.js';

export interface TlsProxyOptions {
  readonly certificate: CertificateFiles;
  /** PEM file: clients must show a certificate that it signed. */
  readonly clientCa?: string;
}

/** Speaks TLS in front of a server that does not, so that a client's TLS is tested against the real server. */
export class TlsProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  /** @param target where the server listens in the clear */
  constructor(target: { readonly hostname: string; readonly port: string }, { certificate, clientCa }: TlsProxyOptions) {
    const mutual = clientCa === undefined ? {} : { ca: readFileSync(clientCa), requestCert: true, rejectUnauthorized: true };
    const pems = { cert: readFileSync(certificate.cert), key: readFileSync(certificate.key) };
    this.#server = createServer({ ...pems, ...mutual }, (client) => {
      const server = connect(Number(target.port), target.hostname);
      for (const socket of [client, server]) this.#sockets.add(socket.on('error', () => undefined));
      client.pipe(server).pipe(client);
      client.once('close', () => server.destroy());
      server.once('close', () => client.destroy());
    });
    this.#server.on('tlsClientError', () => undefined);
  }

  /** @returns the port on 127.0.0.1 */
  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}
