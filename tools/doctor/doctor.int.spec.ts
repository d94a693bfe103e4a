import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { leadTopic } from '@leadstream/contracts';
import { migrations } from './checks/postgres/migrations.ts';
import { DoctorStage, problem } from './doctor-stage.fixture.spec.ts';
import { examine } from './examine.ts';
import { Site } from './site.ts';

const NOBODY = 'postgresql://nobody:secret@127.0.0.1:1/nowhere';

let stage: DoctorStage;
beforeAll(async () => {
  stage = await DoctorStage.open();
});
afterAll(() => stage.close());

describe('servers', () => {
  it('tells which do not answer, and goes on with the others', async () => {
    const site = new Site({
      ...stage.addresses,
      schemas: ['lead', 'gateway', 'vault'],
      ownerUrl: (schema) => (schema === 'gateway' ? stage.database.ownerUrl(schema) : NOBODY),
      redisUrl: 'redis://127.0.0.1:1',
    });
    const report = await examine(site, [migrations]).finally(() => site.close());
    expect(report.findings).toEqual([
      problem('critical', 'postgres of lead', 'ECONNREFUSED', 'kubectl'),
      problem('critical', 'postgres of vault', 'ECONNREFUSED', 'kubectl'),
      problem('warn', 'redis', 'does not answer', 'kubectl'),
    ]);
    expect(JSON.stringify(report)).not.toContain('secret');
    expect(report.checked).toEqual(['servers', 'migrations']);
  });
});

describe('npm run doctor', () => {
  it('prints one page and ends with 2 when something is critical, 1 when it does not understand', async () => {
    const producer = await stage.kafka.producer();
    const record = { topic: stage.topics.name(leadTopic), key: 'k', value: 'x', headers: {} };
    await producer.send([record]).finally(() => producer.close());
    const { code, stdout } = await stage.run('doctor', ['--slice', 'compliance']);
    expect(stdout).toMatch(/^CRITICAL {2}compliance\.lead-projection of crm\.lead\.v1: partition .*no progress row/m);
    expect(stdout).toMatch(/^ {10}kubectl rollout restart deployment\/leadstream-compliance {3}# docs\/runbooks\/consumers\.md$/m);
    expect(stdout).toMatch(/\n14 checks: \d+ critical, \d+ warnings?\n$/);
    expect(code).toBe(2);
    expect(await stage.run('doctor', ['--slice', 'nope'])).toMatchObject({ code: 1 });
  });
});
