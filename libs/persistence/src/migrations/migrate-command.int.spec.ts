import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestDatabase, testDatabase, testStack } from '@leadstream/testing';
import { runSql } from '../../spec/spec-slice.js';
import { runMigrateCommand } from './migrate-command.js';

let database: TestDatabase;
let environment: Record<string, string>;
beforeAll(async () => {
  database = await testDatabase({ empty: true });
  const { postgresUrl, rolePassword } = testStack();
  environment = {
    ADMIN_DATABASE_URL: postgresUrl,
    DATABASE_NAME: database.name,
    DATABASE_ROLE_PASSWORD: rolePassword,
    MIGRATION_DATABASE_URL: database.adminUrl,
  };
});
afterAll(() => database.drop());

async function command(...args: string[]): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  return { code: await runMigrateCommand(args, environment, (line) => lines.push(line)), lines };
}

it('bootstraps, goes up, tells its state, and goes down', async () => {
  expect(await command('bootstrap')).toEqual({ code: 0, lines: ['bootstrapped'] });
  expect(await command('bootstrap')).toEqual({ code: 0, lines: ['bootstrapped'] });
  expect((await command('up', '--slice', 'email-events', '--to', '2')).lines).toEqual([
    'email_events: + 1_tenant_tables',
    'email_events: + 2_outbox',
  ]);
  expect((await command('status', '--slice', 'email-events')).lines.slice(0, 3)).toEqual([
    'email_events: 1_tenant_tables applied',
    'email_events: 2_outbox applied',
    'email_events: 3_idempotency_key pending',
  ]);
  expect((await command('down', '2', '--slice', 'email_events')).lines).toEqual([
    'email_events: - 2_outbox',
    'email_events: - 1_tenant_tables',
  ]);
});

it('fails verify when something is wrong', async () => {
  expect((await command('up', '--slice', 'lead')).code).toBe(0);
  expect(await command('verify', '--slice', 'lead')).toEqual({ code: 0, lines: ['lead: ok'] });
  await runSql(database.ownerUrl('lead'), 'ALTER TABLE inbox ADD COLUMN sly int');
  const { code, lines } = await command('verify', '--slice', 'lead');
  expect([code, lines]).toEqual([1, [expect.stringMatching(/^lead: drift: \+ column inbox.sly/)]]);
});

describe('does not guess', () => {
  it.each([
    [['sideways'], 'no command sideways'],
    [[], 'no command'],
    [['down'], 'down takes back one slice'],
    [['down', 'all', '--slice', 'lead'], 'not a number of migrations: all'],
    [['up', '3'], 'not a number of migrations'],
    [['up', '--to', 'latest'], 'not a number of a migration'],
    [['up', '--slice', 'sales'], 'no slice sales'],
    [['up', '--force'], '--force'],
  ])('%j', async (args, message) => {
    const { code, lines } = await command(...args);
    expect(code).toBe(2);
    expect(lines[0]).toContain(message);
    expect(lines[0]).toContain('usage: npm run migrate');
  });
});

it('names the variable that is missing', async () => {
  const bare = (args: string[], variables: Record<string, string>): Promise<number> => runMigrateCommand(args, variables, () => undefined);
  await expect(bare(['up', '--slice', 'lead'], {})).rejects.toThrow('set MIGRATION_DATABASE_URL or LEAD_MIGRATION_DATABASE_URL');
  await expect(bare(['bootstrap'], {})).rejects.toThrow('set ADMIN_DATABASE_URL');
  await expect(bare(['up', '--slice', 'lead'], { NODE_ENV: 'production', MIGRATION_DATABASE_URL: 'postgres://h/d' })).rejects.toThrow(
    'set LEAD_OWNER_PASSWORD',
  );
});
