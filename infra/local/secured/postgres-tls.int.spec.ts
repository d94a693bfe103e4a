import { chownSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runMigrateCommand, TenantDatabase } from '@leadstream/persistence';
import { configureLogger } from '@leadstream/telemetry';
import { eventually, testStack } from '@leadstream/testing';
import { type CertificateFiles, TestAuthority } from '@leadstream/testing/tls';
import pg from 'pg';
import { postgresProcess, startEmbeddedPostgres } from '../embedded/postgres.ts';
import { serverOwner } from '../embedded/run-as.ts';
import { answers } from '../servers/readiness.ts';
import { waitUntil } from '../processes/wait-until.ts';

/** A Postgres of its own: the server of the other specs speaks in the clear. */
let authority: TestAuthority;
let other: TestAuthority;
let folder: string;
let adminUrl: string;

const place = (name: string): string => join(folder, `server-${name}.pem`);

/** Puts a certificate where Postgres reads it. */
function install({ cert, key }: CertificateFiles): void {
  const owner = serverOwner();
  for (const [from, name] of [
    [cert, 'cert'],
    [key, 'key'],
  ] as const) {
    copyFileSync(from, place(name));
    if (owner !== undefined) chownSync(place(name), owner, owner);
  }
}

async function admin(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

beforeAll(async () => {
  configureLogger({ service: 'spec', level: 'silent' });
  [authority, other] = [await TestAuthority.create(), await TestAuthority.create()];
  folder = join(testStack().folder, 'postgres-tls');
  adminUrl = await startEmbeddedPostgres(folder);
  await waitUntil('postgres', () => answers('postgres', adminUrl), { withinMs: 30_000 });
  install(await authority.server());
  copyFileSync(authority.ca, place('ca'));
  await admin(`ALTER SYSTEM SET ssl_cert_file = '${place('cert')}'`);
  await admin(`ALTER SYSTEM SET ssl_key_file = '${place('key')}'`);
  await admin(`ALTER SYSTEM SET ssl_ca_file = '${place('ca')}'`);
  await admin(`ALTER SYSTEM SET ssl = on`);
  await reload();
});
afterAll(async () => {
  await postgresProcess(folder).stop(10_000);
  authority.drop();
  other.drop();
});

/** Takes up new files and settings; connections that begin afterwards see them. */
async function reload(): Promise<void> {
  await admin('SELECT pg_reload_conf()');
  await eventually(() => admin(`DO $$ BEGIN ASSERT current_setting('ssl') = 'on'; END $$`));
}

interface Trust {
  readonly ca?: string;
  readonly client?: CertificateFiles;
  readonly host?: string;
}

function urlOf({ ca, client, host = 'localhost' }: Trust): string {
  const url = new URL(adminUrl);
  url.hostname = host;
  url.searchParams.set('sslmode', 'verify-full');
  if (ca) url.searchParams.set('sslrootcert', ca);
  if (client) {
    url.searchParams.set('sslcert', client.cert);
    url.searchParams.set('sslkey', client.key);
  }
  return url.toString();
}

/** The TLS version of a transaction as the apps make it, or the code with which it is refused. */
async function connect(trust: Trust): Promise<unknown> {
  const database = new TenantDatabase({ url: urlOf(trust), poolSize: 1, applicationName: 'tls' });
  try {
    const look = 'SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()';
    const [row] = await database.withoutTenant((tx) => tx.query<{ version: string | null }>(look));
    return row?.version;
  } catch (error) {
    return (error as { code: string }).code;
  } finally {
    await database.end();
  }
}

describe('Postgres over TLS', () => {
  it('is reached by name and by address', async () => {
    expect(await connect({ ca: authority.ca })).toBe('TLSv1.3');
    expect(await connect({ ca: authority.ca, host: '127.0.0.1' })).toBe('TLSv1.3');
  });

  it('is reached by the migration tool', async () => {
    const lines: string[] = [];
    const environment = { ADMIN_DATABASE_URL: urlOf({ ca: authority.ca }), DATABASE_NAME: 'tls_tools', NODE_ENV: 'test' };
    expect(await runMigrateCommand(['bootstrap'], environment, (line) => lines.push(line))).toBe(0);
    const wrong = { ...environment, ADMIN_DATABASE_URL: urlOf({ ca: other.ca }) };
    await expect(runMigrateCommand(['bootstrap'], wrong, (line) => lines.push(line))).rejects.toThrow('certificate');
  });

  it('is refused when another CA is believed, or only those that Node knows', async () => {
    expect(await connect({ ca: other.ca })).toBe('DATABASE.TLS_REFUSED');
    expect(await connect({})).toBe('DATABASE.TLS_REFUSED');
  });

  it('is refused under another name and when its time is over, and reached again with a good certificate', async () => {
    install(await authority.server({ hosts: ['elsewhere.example'] }));
    await reload();
    await eventually(async () => expect(await connect({ ca: authority.ca })).toBe('DATABASE.TLS_REFUSED'));
    expect(await connect({ ca: authority.ca, host: '127.0.0.1' })).toBe('DATABASE.TLS_REFUSED');
    install(await authority.server({ expired: true }));
    await reload();
    expect(await connect({ ca: authority.ca })).toBe('DATABASE.TLS_REFUSED');
    install(await authority.server());
    await reload();
    expect(await connect({ ca: authority.ca })).toBe('TLSv1.3');
  });

  it('asks for a certificate where its rules say so', async () => {
    await admin(`CREATE ROLE certified LOGIN PASSWORD 'certified'`);
    const rules = join(folder, 'postgres', 'pg_hba.conf');
    await admin(
      `COPY (SELECT unnest(ARRAY['hostssl all certified 127.0.0.1/32 scram-sha-256 clientcert=verify-ca', 'host all postgres 127.0.0.1/32 scram-sha-256'])) TO '${rules}'`,
    );
    await reload();
    const asCertified = async (client?: CertificateFiles): Promise<unknown> => {
      const url = new URL(urlOf({ ca: authority.ca, host: '127.0.0.1', ...(client && { client }) }));
      Object.assign(url, { username: 'certified', password: 'certified' });
      const database = new TenantDatabase({ url: url.toString(), poolSize: 1, applicationName: 'tls' });
      return database
        .ping()
        .then(
          () => 'reached',
          ({ code }: { code: string }) => code,
        )
        .finally(() => database.end());
    };
    expect(await asCertified(await authority.client('certified'))).toBe('reached');
    expect(await asCertified()).toBe('DATABASE.TLS_REFUSED');
    expect(await asCertified(await other.client('certified'))).not.toBe('reached');
  });

  it('is not reached in the clear when it does not speak TLS', async () => {
    await admin('ALTER SYSTEM SET ssl = off');
    await admin('SELECT pg_reload_conf()');
    await eventually(async () => expect(await connect({ ca: authority.ca })).toBe('DATABASE.TLS_REFUSED'));
  });
});
