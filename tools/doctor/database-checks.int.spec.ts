import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ColumnCipher,
  ensureMonthPartitions,
  Keyring,
  PersonVault,
  purgeExpired,
  runEncryptionCommand,
  runMigrateCommand,
} from '@leadstream/persistence';
import { testStack } from '@leadstream/testing';
import { jobs } from './checks/jobs/jobs.ts';
import { leftovers } from './checks/jobs/leftovers.ts';
import { heldBackVacuum } from './checks/postgres/held-back-vacuum.ts';
import { migrations } from './checks/postgres/migrations.ts';
import { monthPartitions } from './checks/postgres/month-partitions.ts';
import { apiKeys } from './checks/security/api-keys.ts';
import { encryption } from './checks/security/encryption.ts';
import { DoctorStage, problem } from './doctor-stage.fixture.spec.ts';
import type { Finding } from './finding.ts';

const tenantId = randomUUID();

let stage: DoctorStage;
beforeAll(async () => {
  stage = await DoctorStage.open();
});
afterAll(() => stage.close());

describe('migrations', () => {
  it('finds nothing after all were applied', async () => {
    expect(await stage.find(migrations)).toEqual([]);
  });

  it('finds what is pending, until it is applied', async () => {
    const environment = { LEAD_MIGRATION_DATABASE_URL: stage.database.ownerUrl('lead') };
    await runMigrateCommand(['down', '1', '--slice', 'lead'], environment, () => undefined);
    expect(await stage.find(migrations, ['lead'])).toEqual([
      problem('critical', 'lead', 'not applied yet', 'npm run migrate -- up --slice lead'),
    ]);
    expect(await runMigrateCommand(['up', '--slice', 'lead'], environment, () => undefined)).toBe(0);
    expect(await stage.find(migrations, ['lead'])).toEqual([]);
  });

  it('finds files that were edited after their application', async () => {
    const edit = `UPDATE analytics.schema_migration SET checksum = reverse(checksum) WHERE version = 1`;
    await stage.admin.query(edit);
    expect(await stage.find(migrations, ['analytics'])).toEqual([
      problem('critical', 'analytics', 'edited after it was applied: 1_', 'git log'),
    ]);
    await stage.admin.query(edit);
    expect(await stage.find(migrations, ['analytics'])).toEqual([]);
  });

  it('finds what was changed by hand', async () => {
    await stage.admin.query('CREATE TABLE analytics.stray (id integer)');
    expect(await stage.find(migrations, ['analytics'])).toEqual([
      problem('critical', 'analytics', 'stray', 'npm run migrate -- verify --slice analytics'),
    ]);
    await stage.admin.query('DROP TABLE analytics.stray');
    expect(await stage.find(migrations, ['analytics'])).toEqual([]);
  });
});

describe('month partitions', () => {
  const ensure = (): Promise<number> =>
    stage.asService('engagement', (own) => own.withoutTenant((tx) => ensureMonthPartitions(tx, ['interaction'])));

  it('finds months without one, this and the next, until the job has run', async () => {
    await ensure();
    expect(await stage.find(monthPartitions, ['engagement'])).toEqual([]);
    const next = `to_char(date_trunc('month', now() AT TIME ZONE 'UTC') + interval '1 month', '"interaction_y"YYYY"m"MM')`;
    const { rows } = await stage.admin.query<{ name: string }>(`SELECT ${next} AS name`);
    await stage.admin.query(`DROP TABLE engagement.${rows[0]?.name}`);
    expect(await stage.find(monthPartitions, ['engagement'])).toEqual([
      expect.objectContaining({
        subject: 'engagement.interaction',
        finding: expect.stringMatching(/^no partition for \d{4}-\d{2}: its rows are refused$/),
        mend: 'npm run jobs -- run partitions-ahead --slice engagement',
      }),
    ]);
    expect(await ensure()).toBe(1);
    expect(await stage.find(monthPartitions, ['engagement'])).toEqual([]);
  });
});

describe('jobs', () => {
  it('finds those that are late and those that gave up', async () => {
    await stage.admin.query(
      `INSERT INTO lead.timed_job (name, cadence, zone, missed, timeout_ms, alarm_after_ms, next_due_at, failures_in_row, last_error_code)
       VALUES ('late-one', 'every 1000 ms', 'UTC', 'skip', 1000, 60000, now() - interval '1 hour', 0, NULL),
              ('failed-one', 'every 1000 ms', 'UTC', 'skip', 1000, 60000, now() + interval '1 hour', 2, 'X.BROKEN')`,
    );
    expect(await stage.find(jobs, ['lead'])).toEqual([
      problem('warn', 'lead failed-one', 'X.BROKEN', 'npm run jobs -- run failed-one --slice lead'),
      problem('critical', 'lead late-one', 'late by 36', 'kubectl rollout restart deployment/leadstream-lead'),
    ]);
    await stage.admin.query('DELETE FROM lead.timed_job');
    expect(await stage.find(jobs, ['lead'])).toEqual([]);
  });
});

describe('leftovers', () => {
  it('finds answers that nobody removed, until the job has run', async () => {
    await stage.admin.query(
      `INSERT INTO lead.idempotency_key (tenant_id, key, fingerprint, created_at, expires_at)
       VALUES ($1, 'private words', 'f', now() - interval '3 days', now() - interval '2 days')`,
      [tenantId],
    );
    const findings = await stage.find(leftovers, ['lead']);
    expect(findings).toEqual([problem('warn', 'lead', '1 answers for idempotency keys', 'npm run jobs -- run purge-expired --slice lead')]);
    expect(JSON.stringify(findings)).not.toContain('private words');
    await stage.asService('lead', (own) => own.withoutTenant(purgeExpired));
    expect(await stage.find(leftovers, ['lead'])).toEqual([]);
  });
});

describe('API keys', () => {
  it('finds keys that ended while in use or soon will, by id alone, until they are revoked', async () => {
    await stage.admin.query(`INSERT INTO gateway.tenant (tenant_id, name, region, created_at) VALUES ($1, 'Private Inc', 'eu', now())`, [
      tenantId,
    ]);
    const add = async (expiresIn: string, usedIn: string): Promise<string> => {
      const id = randomUUID();
      await stage.admin.query(
        `INSERT INTO gateway.api_key (tenant_id, id, name, prefix, digest, role, scopes, created_at, expires_at, last_used_at)
         VALUES ($1, $2::uuid, 'private words', 'lsk_', sha256($2::uuid::text::bytea), 'agent', '{}', now() - interval '90 days', now() + $3::interval, now() + $4::interval)`,
        [tenantId, id, expiresIn, usedIn],
      );
      return id;
    };
    const expired = await add('-1 hour', '-2 hours');
    const ending = await add('13 days', '-1 hour');
    await add('15 days', '-1 hour');
    await add('-1 hour', '-30 days');
    const findings = await stage.find(apiKeys);
    expect(findings).toEqual([
      problem('warn', `api key ${expired}`, 'its client is refused', '/v1/api-keys'),
      problem('warn', `api key ${ending}`, 'in use, and expires at', '/v1/api-keys'),
    ]);
    expect(JSON.stringify(findings)).not.toMatch(/private words|Private Inc/);
    await stage.admin.query('UPDATE gateway.api_key SET revoked_at = now() WHERE id = ANY ($1)', [[expired, ending]]);
    expect(await stage.find(apiKeys)).toEqual([]);
  });
});

describe('encryption', () => {
  const keyOf = (id: string, byte: number): string => `${id}:${Buffer.alloc(32, byte).toString('base64')}`;
  const [first, second] = [keyOf('k1', 1), keyOf('k2', 2)];
  const findWith = (encryptionKeys: string | undefined): Promise<Finding[]> => stage.find(encryption, undefined, { encryptionKeys });

  beforeAll(async () => {
    const keyring = Keyring.parse(first);
    await stage.asService('vault', (database) => new PersonVault({ database, keyring }).keysOf(tenantId, ['email:private@example.com']));
    const place = { tenantId, column: 'idempotency_key.answer', row: 'private words' };
    await stage.admin.query(`INSERT INTO lead.idempotency_key (tenant_id, key, fingerprint, sealed_answer) VALUES ($1, $2, 'f', $3)`, [
      tenantId,
      place.row,
      new ColumnCipher(keyring).seal('private answer', place),
    ]);
  });

  it('finds what is sealed under a key that is not given, or under another one of its name, until the key is back', async () => {
    const lost = await findWith(second);
    expect(lost).toEqual([
      problem('critical', 'vault', '2 keys under the key k1, which ENCRYPTION_KEYS does not have', 'kubectl edit secret leadstream-vault'),
      problem('critical', 'lead.idempotency_key', '1 values of sealed_answer under the key k1', 'kubectl edit secret leadstream-vault'),
    ]);
    const another = await findWith(keyOf('k1', 3));
    expect(another).toEqual([
      problem('critical', 'vault', 'the key k1 of ENCRYPTION_KEYS is not the one', 'kubectl edit secret leadstream-vault'),
    ]);
    const told = JSON.stringify([lost, another]);
    for (const hidden of ['private', tenantId, ...[1, 2, 3].map((byte) => Buffer.alloc(32, byte).toString('base64').slice(0, 10))])
      expect(told).not.toContain(hidden);
    expect(await findWith(first)).toEqual([]);
  });

  it('finds a rotation that is not finished, until it is', async () => {
    const both = `${second},${first}`;
    expect(await findWith(both)).toEqual([
      problem('warn', 'vault', '2 keys under the key k1: the rotation to k2', 'npm run encryption -- rotate'),
      problem('warn', 'lead.idempotency_key', '1 values of sealed_answer under the key k1', 'npm run encryption -- rotate'),
    ]);
    const environment = {
      ENCRYPTION_KEYS: both,
      MIGRATION_DATABASE_URL: stage.database.adminUrl,
      DATABASE_ROLE_PASSWORD: testStack().rolePassword,
    };
    expect(await runEncryptionCommand(['rotate'], environment, () => undefined)).toBe(0);
    expect(await findWith(both)).toEqual([]);
    expect(await findWith(second)).toEqual([]);
  });

  it('says that it cannot look without keys', async () => {
    expect(await findWith(undefined)).toEqual([
      expect.objectContaining({ severity: 'ok', finding: expect.stringContaining('cannot be seen') }),
    ]);
  });
});

describe('what holds back vacuum', () => {
  const slot = `spec_${randomUUID().slice(0, 8)}`;
  const ofSlot = (findings: readonly Finding[]): Finding[] => findings.filter(({ finding }) => finding.includes(slot));

  it('finds a replication slot that nobody reads, until its command was run', async () => {
    await stage.admin.query('SELECT pg_create_physical_replication_slot($1)', [slot]);
    const [found] = ofSlot(await stage.find(heldBackVacuum, ['lead']));
    expect(found).toMatchObject({ severity: 'warn', finding: `unused replication slot ${slot} holds back vacuum` });
    await stage.admin.query(/-c "(.+)"$/.exec(found?.mend ?? '')?.[1] ?? 'no command');
    expect(ofSlot(await stage.find(heldBackVacuum, ['lead']))).toEqual([]);
  });

  it('says that it cannot see other roles without the right to', async () => {
    expect(await stage.find(heldBackVacuum, ['lead'], { adminUrl: undefined })).toEqual([
      expect.objectContaining({ severity: 'ok', finding: expect.stringContaining('cannot be seen') }),
    ]);
  });
});
