import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { clientTls, type TlsFiles } from '@leadstream/kernel';
import { configureLogger } from '@leadstream/telemetry';
import { type CertificateFiles, TestAuthority } from '@leadstream/testing/tls';
import { Upstream } from './upstream.js';

let authority: TestAuthority;
let other: TestAuthority;
let server: Server | undefined;
let connections = 0;

beforeAll(async () => {
  configureLogger({ service: 'gateway', level: 'silent' });
  [authority, other] = [await TestAuthority.create(), await TestAuthority.create()];
});
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});
afterAll(() => {
  authority.drop();
  other.drop();
});

/** A service over TLS. @returns its address */
async function serve({ cert, key }: CertificateFiles, clientCa?: string): Promise<string> {
  const pems = { cert: readFileSync(cert), key: readFileSync(key), ...(clientCa !== undefined && { ca: readFileSync(clientCa) }) };
  const isMutual = clientCa !== undefined;
  const running = createServer({ ...pems, requestCert: isMutual, rejectUnauthorized: isMutual }, (_request, response) =>
    response.end('here'),
  );
  running.on('tlsClientError', () => undefined);
  running.on('connection', () => (connections += 1));
  server = running;
  await new Promise<void>((resolve) => running.listen(0, resolve));
  return `https://localhost:${(running.address() as AddressInfo).port}`;
}

interface Asked {
  readonly answer: string;
  readonly tls: string | undefined;
}

/** One read as the proxy makes it: what came of it, and what readiness tells. */
async function ask(url: string, files: TlsFiles): Promise<Asked> {
  const upstream = new Upstream('lead', url, clientTls(files));
  const answer = await new Promise<string>((resolve) => {
    upstream.exchange(
      { method: 'GET', path: '/', headers: [], patienceMs: 2_000, repeatable: true },
      {
        begin: (status) => resolve(String(status)),
        write: () => true,
        end: () => undefined,
        fail: (error) => resolve((error as { code?: string }).code ?? error.message),
      },
    );
  });
  const tls = upstream.tlsTrouble.reason;
  await upstream.close();
  return { answer, tls };
}

const refused = (tls: string): Asked => ({ answer: 'GATEWAY.UPSTREAM_UNAVAILABLE', tls });

it('is asked when its CA is believed', async () => {
  expect(await ask(await serve(await authority.server()), { ca: authority.ca })).toEqual({ answer: '200', tls: undefined });
});

it('is not asked when another CA is believed, and not twice', async () => {
  const url = await serve(await authority.server());
  connections = 0;
  expect(await ask(url, { ca: other.ca })).toEqual(refused('unknown_ca'));
  expect(connections).toBe(1);
  expect(await ask(url, {})).toEqual(refused('unknown_ca'));
});

it('is not asked under another name, nor when its time is over', async () => {
  expect(await ask(await serve(await authority.server({ hosts: ['elsewhere.example'] })), { ca: authority.ca })).toEqual(
    refused('wrong_host'),
  );
  server?.close();
  expect(await ask(await serve(await authority.server({ expired: true })), { ca: authority.ca })).toEqual(refused('expired'));
});

it('is shown our certificate where it asks for one', async () => {
  const url = await serve(await authority.server(), authority.ca);
  const { ca } = authority;
  expect((await ask(url, { ca, ...(await authority.client()) })).answer).toBe('200');
  expect((await ask(url, { ca })).answer).toBe('GATEWAY.UPSTREAM_UNAVAILABLE');
  expect((await ask(url, { ca, ...(await other.client()) })).answer).toBe('GATEWAY.UPSTREAM_UNAVAILABLE');
});
