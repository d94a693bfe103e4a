import type { Server } from 'node:https';
import { readFileSync } from 'node:fs';
import { checkPems, type TlsFiles, tlsFailureOf } from '@leadstream/kernel';
import { errorFields, logger } from '@leadstream/telemetry';
import type { HttpConfig } from '../config.js';

const log = logger('http');

type TlsConfig = Pick<HttpConfig, 'HTTP_TLS_CERT' | 'HTTP_TLS_KEY' | 'HTTP_TLS_CLIENT_CA' | 'HTTP_TLS_RELOAD_MS'>;

/** What a server presents, and whether clients have to present something too. */
interface Pems {
  readonly cert: string;
  readonly key: string;
  readonly ca: string | undefined;
}

type ServerFiles = TlsFiles & { readonly cert: string; readonly key: string };

/** Certificate of an app's API; renewed files are taken up while it runs. */
export class ServerTls {
  readonly #files: ServerFiles;
  readonly #reloadMs: number;
  #pems: Pems;
  #timer: NodeJS.Timeout | undefined;

  private constructor(files: ServerFiles, reloadMs: number) {
    checkPems(files);
    this.#files = files;
    this.#reloadMs = reloadMs;
    this.#pems = this.#read();
  }

  /**
   * @returns undefined when the API is to be served in the clear
   * @throws Error in one line when the variables contradict each other, or a file is not usable
   */
  static of({ HTTP_TLS_CERT: cert, HTTP_TLS_KEY: key, HTTP_TLS_CLIENT_CA: ca, HTTP_TLS_RELOAD_MS }: TlsConfig): ServerTls | undefined {
    if (cert === undefined && key === undefined) {
      if (ca !== undefined) throw new Error('HTTP_TLS_CLIENT_CA needs HTTP_TLS_CERT and HTTP_TLS_KEY');
      return undefined;
    }
    if (cert === undefined || key === undefined) throw new Error('HTTP_TLS_CERT and HTTP_TLS_KEY are given together or not at all');
    return new ServerTls({ cert, key, ca }, HTTP_TLS_RELOAD_MS);
  }

  /** For `https.createServer`. With a client CA nobody gets in without a certificate that it signed. */
  get options() {
    const isMutual = this.#pems.ca !== undefined;
    return { ...this.#pems, minVersion: 'TLSv1.2', requestCert: isMutual, rejectUnauthorized: isMutual } as const;
  }

  /** Looks for renewed files from now on; connections that are open keep what they began with. Ends with the server. */
  watch(server: Server): void {
    this.#timer = setInterval(() => this.#reload(server), this.#reloadMs).unref();
    server.once('close', () => clearInterval(this.#timer));
    server.on('tlsClientError', (error) => log.info('tls_client_refused', { reason: tlsFailureOf(error) ?? 'handshake_failed' }));
  }

  #reload(server: Server): void {
    try {
      const pems = this.#read();
      if (pems.cert === this.#pems.cert && pems.key === this.#pems.key && pems.ca === this.#pems.ca) return;
      checkPems(this.#files);
      server.setSecureContext({ ...pems, minVersion: 'TLSv1.2' });
      this.#pems = pems;
      log.info('tls_certificate_renewed');
    } catch (error) {
      // One of two files was written: what is served goes on being served, and the next look finds both.
      log.warn('tls_certificate_not_renewed', { error: errorFields(error) });
    }
  }

  #read(): Pems {
    const { cert, key, ca } = this.#files;
    return {
      cert: readFileSync(cert, 'utf8'),
      key: readFileSync(key, 'utf8'),
      ca: ca === undefined ? undefined : readFileSync(ca, 'utf8'),
    };
  }
}
