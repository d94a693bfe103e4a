import { readFileSync } from 'node:fs';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { kafkaClientOf, type KafkaSecurityConfig, kafkaSecurityOf } from '@leadstream/messaging';
import { configureLogger } from '@leadstream/telemetry';
import { testStack } from '@leadstream/testing';
import { type CertificateFiles, TestAuthority } from '@leadstream/testing/tls';
import { kafkaProcess, startEmbeddedKafka } from '../embedded/kafka.ts';
import { freePort } from '../processes/free-port.ts';
import { waitUntil } from '../processes/wait-until.ts';
import { answers } from '../servers/readiness.ts';
import { STATE_ROOT } from '../servers/stack-state.ts';

/** One broker, a listener for each way to be refused. */
const LISTENERS = ['GOOD', 'MUTUAL', 'LOGIN', 'ELSEWHERE', 'EXPIRED'] as const;
type Listener = (typeof LISTENERS)[number];

const ADAPTERS = ['kafkajs', 'platformatic'] as const;
type Adapter = (typeof ADAPTERS)[number];

let authority: TestAuthority;
let other: TestAuthority;
let folder: string;
let ports: Record<Listener, number>;

const oneLine = (file: string): string => readFileSync(file, 'utf8').trim().replaceAll('\n', '\\n');

function keystore(listener: Listener, { cert, key }: CertificateFiles): Record<string, string> {
  const prefix = `listener.name.${listener.toLowerCase()}.ssl`;
  return {
    [`${prefix}.keystore.type`]: 'PEM',
    [`${prefix}.keystore.certificate.chain`]: oneLine(cert),
    [`${prefix}.keystore.key`]: oneLine(key),
    [`${prefix}.truststore.type`]: 'PEM',
    [`${prefix}.truststore.certificates`]: oneLine(authority.ca),
    [`${prefix}.client.auth`]: listener === 'MUTUAL' ? 'required' : 'none',
  };
}

async function brokerSettings(): Promise<Record<string, string>> {
  const addresses = LISTENERS.map((listener) => `${listener}://localhost:${ports[listener]}`).join(',');
  const good = await authority.server();
  return {
    listeners: addresses,
    'advertised.listeners': addresses,
    'listener.security.protocol.map': LISTENERS.map((name) => `${name}:${name === 'LOGIN' ? 'SASL_SSL' : 'SSL'}`).join(','),
    ...keystore('GOOD', good),
    ...keystore('MUTUAL', good),
    ...keystore('LOGIN', good),
    ...keystore('ELSEWHERE', await authority.server({ hosts: ['elsewhere.example'] })),
    ...keystore('EXPIRED', await authority.server({ expired: true })),
    'listener.name.login.sasl.enabled.mechanisms': 'PLAIN',
    'listener.name.login.plain.sasl.jaas.config':
      'org.apache.kafka.common.security.plain.PlainLoginModule required user_leadstream="right";',
  };
}

beforeAll(async () => {
  configureLogger({ service: 'spec', level: 'silent' });
  [authority, other] = [await TestAuthority.create(), await TestAuthority.create()];
  folder = join(testStack().folder, 'kafka-tls');
  const chosen: [Listener, number][] = [];
  for (const listener of LISTENERS) chosen.push([listener, await freePort()]);
  ports = Object.fromEntries(chosen) as Record<Listener, number>;
  const address = await startEmbeddedKafka(folder, STATE_ROOT, await brokerSettings());
  const server = kafkaProcess(folder);
  await waitUntil('kafka', () => answers('kafka', address), { withinMs: 50_000, giveUp: () => server.endedReason() });
});
afterAll(async () => {
  await kafkaProcess(folder).stop(20_000);
  authority.drop();
  other.drop();
});

/** `reached`, or the reason that readiness would tell; `refused` when it is none of TLS. */
async function ask(adapter: Adapter, listener: Listener, settings: Partial<KafkaSecurityConfig>): Promise<string> {
  const config = { KAFKA_TLS: 'on', ...settings } as const;
  const security = kafkaSecurityOf(config);
  const kafka = await kafkaClientOf({ KAFKA_BROKERS: [`localhost:${ports[listener]}`], KAFKA_ADAPTER: adapter }, 'spec', security);
  try {
    const producer = await kafka.producer();
    await producer.close();
    return 'reached';
  } catch {
    return security.trouble?.reason ?? 'refused';
  }
}

describe.each(ADAPTERS)('Kafka over TLS, with %s', (adapter) => {
  const asked = (listener: Listener, settings: Partial<KafkaSecurityConfig>): Promise<string> => ask(adapter, listener, settings);

  it('is reached by who believes its CA', async () => {
    expect(await asked('GOOD', { KAFKA_TLS_CA: authority.ca })).toBe('reached');
  });

  it('is refused when another CA is believed, or only those that Node knows', async () => {
    const refusals = [asked('GOOD', { KAFKA_TLS_CA: other.ca }), asked('GOOD', {})];
    expect(await Promise.all(refusals)).toEqual(['unknown_ca', 'unknown_ca']);
  });

  it('is refused under another name, and when its time is over', async () => {
    const refusals = (['ELSEWHERE', 'EXPIRED'] as const).map((listener) => asked(listener, { KAFKA_TLS_CA: authority.ca }));
    expect(await Promise.all(refusals)).toEqual(['wrong_host', 'expired']);
  });

  it('lets in who shows a certificate it believes, and nobody else', async () => {
    const show = ({ cert, key }: CertificateFiles) => ({ KAFKA_TLS_CA: authority.ca, KAFKA_TLS_CERT: cert, KAFKA_TLS_KEY: key });
    expect(await asked('MUTUAL', show(await authority.client()))).toBe('reached');
    const strangers = [asked('MUTUAL', { KAFKA_TLS_CA: authority.ca }), asked('MUTUAL', show(await other.client()))];
    expect(await Promise.all(strangers)).not.toContain('reached');
  });

  it('lets in who knows the password, and nobody else', async () => {
    const login = (password: string) => ({
      KAFKA_TLS_CA: authority.ca,
      KAFKA_SASL_MECHANISM: 'plain' as const,
      KAFKA_SASL_USERNAME: 'leadstream',
      KAFKA_SASL_PASSWORD: password,
    });
    expect(await Promise.all([asked('LOGIN', login('right')), asked('LOGIN', login('wrong'))])).toEqual(['reached', 'refused']);
  });

  it('hears by what name it is called: proxies choose the broker by it', async () => {
    const { promise: heard, resolve } = Promise.withResolvers<string>();
    const { cert, key } = await authority.server();
    const SNICallback = (name: string, done: (error: null) => void): void => {
      resolve(name);
      done(null);
    };
    const proxy = createServer({ cert: readFileSync(cert), key: readFileSync(key), SNICallback }, (socket) => socket.destroy());
    await new Promise<void>((listening) => proxy.listen(0, 'localhost', listening));
    const security = kafkaSecurityOf({ KAFKA_TLS: 'on', KAFKA_TLS_CA: authority.ca });
    const brokers = [`localhost:${(proxy.address() as AddressInfo).port}`];
    const kafka = await kafkaClientOf({ KAFKA_BROKERS: brokers, KAFKA_ADAPTER: adapter }, 'spec', security);
    // Nobody waits for it to give up: there is no broker behind this name.
    kafka.producer().catch(() => undefined);
    expect(await heard).toBe('localhost');
    proxy.close();
  });

  it('is not reached in the clear where it speaks TLS', async () => {
    expect(await asked('GOOD', { KAFKA_TLS: 'off' })).toBe('refused');
  });
});
