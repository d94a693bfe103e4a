import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testStack } from '@leadstream/testing';
import { TENANT } from '../../spec/spec-slice.js';
import { FIRST_KEY, SECOND_KEY, type VaultStage, vaultStage } from '../vault/vault.fixture.spec.js';
import { ENCRYPTION_USAGE, runEncryptionCommand } from './encryption-command.js';

let stage: VaultStage;
beforeAll(async () => {
  stage = await vaultStage();
});
afterAll(() => stage.close());

async function run(keys: string, ...args: string[]): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const environment = {
    ENCRYPTION_KEYS: keys,
    MIGRATION_DATABASE_URL: stage.own.adminUrl,
    DATABASE_ROLE_PASSWORD: testStack().rolePassword,
  };
  const code = await runEncryptionCommand(args, environment, (line) => lines.push(line));
  return { code, lines: lines.map((line) => line.replaceAll(/ +/g, ' ')) };
}

const LEAD = 'lead:018f0000-0000-7000-8000-00000000abcd';

describe('npm run encryption', () => {
  it('destroys a person, rotates, and says how things stand', async () => {
    await stage.member().keysOf(TENANT, [LEAD, 'email:ada@example.com', 'email:bea@example.com']);
    const destroy = ['destroy-person', '--tenant', TENANT, '--person', LEAD, '--person', 'email:ada@example.com'];
    expect((await run(FIRST_KEY, ...destroy)).lines[0]).toMatch(/^2 keys destroyed/);
    expect((await run(FIRST_KEY, ...destroy)).lines[0]).toMatch(/^0 keys destroyed/);

    const both = `${SECOND_KEY},${FIRST_KEY}`;
    expect((await run(both, 'status')).lines).toEqual(['k2 0 keys active', 'k1 2 keys opens only', 'erased 2 persons']);
    const { lines } = await run(both, 'rotate');
    expect(lines.slice(0, 2)).toEqual(['vault: 2 keys wrapped anew', 'lead: 0 of idempotency_key sealed anew']);
    expect(lines).toHaveLength(10);
    expect((await run(both, 'status')).lines).toEqual(['k2 2 keys active', 'k1 0 keys opens only', 'erased 2 persons']);
    expect((await run(FIRST_KEY, 'status')).lines).toEqual(['k1 0 keys active', 'k2 2 keys NOT CONFIGURED', 'erased 2 persons']);
  });

  it('gives up keys that are lost, and none that are there', async () => {
    const lost = '018f0000-0000-7000-8000-dddddddddddd';
    const [known] = (await stage.member({ keys: SECOND_KEY }).keysOf(TENANT, ['email:cleo@example.com'])).values();
    const { lines } = await run(SECOND_KEY, 'give-up', '--tenant', TENANT, '--key', lost, '--key', known?.keyId ?? '');
    expect(lines).toEqual(['1 keys given up; the vault knows the other 1']);
  });

  it.each([
    ['nothing'],
    ['destroy-person'],
    ['destroy-person', '--tenant', TENANT],
    ['destroy-person', '--tenant', 'acme', '--person', LEAD],
    ['destroy-person', '--tenant', TENANT, '--person', 'email:Ada@Example.com'],
    ['destroy-person', '--tenant', TENANT, '--person', 'phone:0151 234'],
    ['rotate', 'now'],
    ['give-up', '--tenant', TENANT],
    ['give-up', '--tenant', TENANT, '--key', 'k'],
  ])('does nothing for %s', async (...args) => {
    const { code, lines } = await run(FIRST_KEY, ...args);
    expect([code, lines.join('\n').endsWith(ENCRYPTION_USAGE.replaceAll(/ +/g, ' '))]).toEqual([2, true]);
  });

  it('needs keys', async () => {
    await expect(run('', 'status')).rejects.toThrow(RangeError);
  });
});
