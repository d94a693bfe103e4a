import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';

/** Paths of PEM files; none of them is needed. */
export interface TlsFiles {
  /** Whom to believe, instead of the CAs that Node comes with. */
  readonly ca?: string | undefined;
  /** Who we are, for a peer that asks; always with `key`. */
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}

/** Options of `tls.connect` that verify the peer, its name included. There is no way to switch that off. */
export interface ClientTls {
  readonly minVersion: 'TLSv1.2';
  readonly rejectUnauthorized: true;
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
}

function read(path: string | undefined): string | undefined {
  return path === undefined ? undefined : readFileSync(path, 'utf8');
}

/** Reads a file again and again; what it last held stands in while it is away for a moment, being replaced. */
function rereading(path: string | undefined): () => string | undefined {
  let last = read(path);
  return () => {
    try {
      last = read(path);
    } catch {
      // The peer judges what we last had.
    }
    return last;
  };
}

/**
 * Reads the files once to see that they are usable, and again whenever the options are copied for a connection: a
 * certificate that was renewed is used by the next connection, without a restart.
 * @throws Error in one line, naming the files, when one cannot be read, is no PEM, or does not fit the other
 */
export function clientTls(files: TlsFiles): ClientTls {
  checkPems(files);
  const [ca, cert, key] = [rereading(files.ca), rereading(files.cert), rereading(files.key)];
  return {
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    get ca() {
      return ca();
    },
    get cert() {
      return cert();
    },
    get key() {
      return key();
    },
  };
}

/** @throws Error in one line, naming the files */
export function checkPems({ ca, cert, key }: TlsFiles): void {
  if ((cert === undefined) !== (key === undefined)) throw new Error('TLS: a certificate and its key are given together or not at all');
  try {
    const pems = { ca: read(ca), cert: read(cert), key: read(key) };
    if (pems.ca !== undefined && !pems.ca.includes('-----BEGIN CERTIFICATE-----')) throw new Error('no certificate in it');
    createSecureContext(pems);
  } catch (error) {
    const named = [ca, cert, key].filter((path) => path !== undefined).join(', ');
    throw new Error(`TLS: not usable: ${named} (${(error as Error).message})`, { cause: error });
  }
}
