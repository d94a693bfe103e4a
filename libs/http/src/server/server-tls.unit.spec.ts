import { copyFileSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { connect } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module } from '@nestjs/common';
import { clientTls, type TlsFiles, tlsFailureOf } from '@leadstream/kernel';
import { startTelemetry } from '@leadstream/telemetry';
import { eventually } from '@leadstream/testing';
import { type CertificateFiles, TestAuthority } from '@leadstream/testing/tls';
import { start } from '../edge.fixture.spec.js';
import { Public } from '../route/route.decorator.js';
import type { RunningService } from './start-http-service.js';

startTelemetry({ service: 'lead', logLevel: 'silent' });

@Controller()
class HelloController {
  @Get('/hello')
  @Public()
  hello() {
    return { hello: 'world' };
  }
}

@Module({ controllers: [HelloController] })
class HelloModule {}

let authority: TestAuthority;
let other: TestAuthority;
let certificate: CertificateFiles;
let service: RunningService | undefined;

beforeAll(async () => {
  authority = await TestAuthority.create();
  other = await TestAuthority.create();
  certificate = await authority.server();
});
afterEach(async () => {
  await service?.close();
  service = undefined;
});
afterAll(() => {
  authority.drop();
  other.drop();
});

async function serve({ cert, key }: CertificateFiles, env: Readonly<Record<string, string>> = {}): Promise<RunningService> {
  service = await start(HelloModule, {
    env: { HTTP_TLS_CERT: cert, HTTP_TLS_KEY: key, HTTP_TLS_RELOAD_MS: '20', SHUTDOWN_DELAY_MS: '0', ...env },
  });
  return service;
}

/** Asks on a new connection; the serial number is that of the certificate it was shown. */
function ask({ url }: RunningService, files: TlsFiles, host = 'localhost'): Promise<{ status: number; serial: string }> {
  const { port } = new URL(url ?? '');
  return new Promise((resolve, reject) => {
    const agent = new Agent({ ...clientTls(files), keepAlive: false, maxCachedSessions: 0 });
    const asking = request({ host, port, path: '/hello', agent }, (response) => {
      const { serialNumber } = (response.socket as TLSSocket).getPeerCertificate();
      response.resume().once('end', () => resolve({ status: response.statusCode ?? 0, serial: serialNumber }));
    });
    asking.once('error', reject).end();
  });
}

const failure = (asked: Promise<unknown>): Promise<unknown> => asked.then(() => 'answered', tlsFailureOf);

describe('an API with a certificate', () => {
  it('answers over TLS to who believes its CA, by name and by address', async () => {
    const running = await serve(certificate);
    expect(running.url).toMatch(/^https:/);
    expect(await ask(running, { ca: authority.ca })).toMatchObject({ status: 200 });
    expect(await ask(running, { ca: authority.ca }, '127.0.0.1')).toMatchObject({ status: 200 });
  });

  it('does not answer in the clear', async () => {
    const { port } = new URL((await serve(certificate)).url ?? '');
    const said = await new Promise<string>((resolve) => {
      let text = '';
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'));
      socket.on('data', (piece) => (text += piece.toString('latin1')));
      socket.on('error', () => undefined).once('close', () => resolve(text));
    });
    expect(said).not.toContain('HTTP/1.1 200');
    expect(said).not.toContain('hello');
  });

  it('is not believed by who knows another CA, or none', async () => {
    const running = await serve(certificate);
    expect(await failure(ask(running, { ca: other.ca }))).toBe('unknown_ca');
    expect(await failure(ask(running, {}))).toBe('unknown_ca');
  });

  it('is not believed under another name, or when its time is over', async () => {
    expect(await failure(ask(await serve(await authority.server({ hosts: ['elsewhere.example'] })), { ca: authority.ca }))).toBe(
      'wrong_host',
    );
    await service?.close();
    expect(await failure(ask(await serve(await authority.server({ expired: true })), { ca: authority.ca }))).toBe('expired');
  });

  it('shows a renewed certificate without a restart, and keeps the old one while the files do not fit', async () => {
    const files = await authority.server();
    const running = await serve(files);
    const before = (await ask(running, { ca: authority.ca })).serial;
    const renewed = await authority.server();
    copyFileSync(renewed.cert, files.cert);
    expect(await ask(running, { ca: authority.ca })).toEqual({ status: 200, serial: before });
    copyFileSync(renewed.key, files.key);
    await eventually(async () => expect((await ask(running, { ca: authority.ca })).serial).not.toBe(before));
  });
});

describe('an API that asks for certificates', () => {
  it('lets in who has one of its client CA, and nobody else', async () => {
    const running = await serve(certificate, { HTTP_TLS_CLIENT_CA: authority.ca });
    const { ca } = authority;
    expect(await ask(running, { ca, ...(await authority.client()) })).toMatchObject({ status: 200 });
    // The refusal comes after the client's side of the handshake: the alert, or the end of the connection ahead of it.
    await expect(ask(running, { ca })).rejects.toThrow();
    await expect(ask(running, { ca, ...(await other.client()) })).rejects.toThrow();
    await expect(ask(running, { ca, ...(await authority.client('late', { expired: true })) })).rejects.toThrow();
  });
});

describe('starting', () => {
  it('fails in one line on variables that contradict each other and on files that are none', async () => {
    const { cert, key } = certificate;
    const starting = (env: Record<string, string>) => start(HelloModule, { env });
    await expect(starting({ HTTP_TLS_CERT: cert })).rejects.toThrow('HTTP_TLS_CERT and HTTP_TLS_KEY are given together');
    await expect(starting({ HTTP_TLS_CLIENT_CA: cert })).rejects.toThrow('HTTP_TLS_CLIENT_CA needs');
    await expect(starting({ HTTP_TLS_CERT: cert, HTTP_TLS_KEY: (await authority.client()).key })).rejects.toThrow('TLS: not usable');
    await expect(starting({ HTTP_TLS_CERT: `${cert}.gone`, HTTP_TLS_KEY: key })).rejects.toThrow(`${cert}.gone`);
    expect(readFileSync(key, 'utf8')).toContain('PRIVATE KEY');
  });
});
