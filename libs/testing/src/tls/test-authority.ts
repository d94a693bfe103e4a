import { randomBytes, webcrypto } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import 'reflect-metadata';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** Paths of PEM files. */
export interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
}

export interface CertificateOptions {
  /** Host names and addresses that it is for; `localhost` and `127.0.0.1` unless given. */
  readonly hosts?: readonly string[];
  /** True: it ended an hour ago. */
  readonly expired?: boolean;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const HOUR_MS = 3_600_000;
const USAGES: webcrypto.KeyUsage[] = ['sign', 'verify'];

const keys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(ALGORITHM, true, USAGES) as Promise<webcrypto.CryptoKeyPair>;

async function pemOfKey(key: webcrypto.CryptoKey): Promise<string> {
  return `${PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')}\n`;
}

/** A certificate authority that signs real certificates on the spot, in files of a folder of its own. */
export class TestAuthority {
  #count = 0;

  private constructor(
    private readonly folder: string,
    private readonly pair: webcrypto.CryptoKeyPair,
    private readonly root: X509Certificate,
    /** PEM file of the authority's own certificate. */
    readonly ca: string,
  ) {}

  /** Two of the same name are still two: neither believes what the other signed. */
  static async create(name = 'Spec CA'): Promise<TestAuthority> {
    const pair = await keys();
    const root = await X509CertificateGenerator.createSelfSigned(
      {
        ...validity(false),
        serialNumber: serial(),
        name: `CN=${name}`,
        keys: pair,
        signingAlgorithm: ALGORITHM,
        extensions: [
          new BasicConstraintsExtension(true, undefined, true),
          new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
        ],
      },
      webcrypto,
    );
    const folder = mkdtempSync(join(tmpdir(), 'leadstream-ca-'));
    const ca = join(folder, 'ca.pem');
    writeFileSync(ca, `${root.toString('pem')}\n`);
    return new TestAuthority(folder, pair, root, ca);
  }

  /** What a server shows. */
  server({ hosts = ['localhost', '127.0.0.1'], expired = false }: CertificateOptions = {}): Promise<CertificateFiles> {
    const names = hosts.map((host) => ({ type: isIP(host) === 0 ? ('dns' as const) : ('ip' as const), value: host }));
    return this.#issue(ExtendedKeyUsage.serverAuth, expired, hosts[0] ?? 'server', [new SubjectAlternativeNameExtension(names)]);
  }

  /** What a client shows to a server that asks. */
  client(name = 'spec-client', { expired = false }: Pick<CertificateOptions, 'expired'> = {}): Promise<CertificateFiles> {
    return this.#issue(ExtendedKeyUsage.clientAuth, expired, name, []);
  }

  /** Removes the files. */
  drop(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #issue(
    usage: ExtendedKeyUsage,
    expired: boolean,
    name: string,
    more: SubjectAlternativeNameExtension[],
  ): Promise<CertificateFiles> {
    const pair = await keys();
    const certificate = await X509CertificateGenerator.create(
      {
        ...validity(expired),
        serialNumber: serial(),
        subject: `CN=${name}`,
        issuer: this.root.subject,
        publicKey: pair.publicKey,
        signingKey: this.pair.privateKey,
        signingAlgorithm: ALGORITHM,
        extensions: [
          new BasicConstraintsExtension(false, undefined, true),
          new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
          new ExtendedKeyUsageExtension([usage]),
          ...more,
        ],
      },
      webcrypto,
    );
    const place = join(this.folder, String((this.#count += 1)));
    mkdirSync(place);
    const files = { cert: join(place, 'cert.pem'), key: join(place, 'key.pem') };
    writeFileSync(files.cert, `${certificate.toString('pem')}\n`);
    writeFileSync(files.key, await pemOfKey(pair.privateKey), { mode: 0o600 });
    return files;
  }
}

/** A positive number of 15 bytes: the same twice would confuse OpenSSL. */
function serial(): string {
  return `01${randomBytes(14).toString('hex')}`;
}

function validity(expired: boolean): { notBefore: Date; notAfter: Date } {
  const nowMs = Date.now();
  return { notBefore: new Date(nowMs - 24 * HOUR_MS), notAfter: new Date(nowMs + (expired ? -HOUR_MS : 24 * HOUR_MS)) };
}
