import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DuplicatePair, DuplicateRun } from '@leadstream/contracts';
import { TenantDatabase } from '@leadstream/persistence';
import { eventually } from '@leadstream/testing';
import { allPairs, capture, runEnded, startRun } from '../../../test/duplicates.js';
import { type LeadApp, startLeadApp } from '../../../test/lead-app.js';
import { syntheticPeople } from '../../../test/synthetic-people.js';
import type { TenantClient } from '../../../test/tenant-client.js';
import { type RunClaim, RunLost } from './duplicate-run.js';
import { RunExecutionService } from './run-execution.service.js';
import { RunRepository } from './run.repository.js';

const LEASE_MS = 500;
/** Without what a live lead must have for itself or what is no number of any region. */
const PEOPLE = syntheticPeople(400, 11).map((person, index, all) => {
  const isFirst = all.findIndex(({ email }) => email === person.email) === index;
  return { ...person, email: isFirst ? person.email : null, phone: null, attributes: {} };
});

let app: LeadApp;
beforeAll(async () => {
  // Some 60 pages for these people.
  app = await startLeadApp({ ROLE: 'api,relay', DUPLICATE_PAGE_KEYS: '50', DUPLICATE_LEASE_MS: String(LEASE_MS), DUPLICATE_POLL_MS: '20' });
});
afterAll(() => app.stop());

class Crash extends Error {}

const claimNext = () =>
  app.service.app
    .get(TenantDatabase)
    .withoutTenant((tx) => app.service.app.get(RunRepository).claim(tx, LEASE_MS / 1_000)) as Promise<RunClaim>;
const execute = (claim: RunClaim, shouldStop: () => boolean) => app.service.app.get(RunExecutionService).run(claim, shouldStop);

/** Works on a claim until it was asked `times` times whether to go on, then dies without a word. */
const crashAfter = (claim: RunClaim, times: number) => {
  let asked = 0;
  return execute(claim, () => {
    if ((asked += 1) === times) throw new Crash();
    return false;
  });
};

const progressOf = async (tenant: TenantClient, { id }: DuplicateRun) =>
  (await tenant.get<DuplicateRun>(`/v1/duplicates/runs/${id}`)).body.progress;

const endsOf = ({ tenantId }: TenantClient) => app.published.ofType('duplicate-run.ended').filter(({ key }) => key.startsWith(tenantId));

/** What a run has found, by the ids that the people have in the data. */
async function foundBy(tenant: TenantClient, leadIds: ReadonlyMap<string, string>): Promise<string[]> {
  const names = new Map([...leadIds].map(([name, leadId]) => [leadId, name]));
  const show = ({ leftId, rightId, score01 }: DuplicatePair) =>
    `${[names.get(leftId), names.get(rightId)].sort().join(' ')} ${score01.toFixed(9)}`;
  return (await allPairs(tenant)).map(show).sort();
}

describe('a run whose worker dies', () => {
  it('is taken on by another one and finds what an undisturbed run finds', async () => {
    const [disturbed, undisturbed] = [app.as(), app.as()];
    const [ours, theirs] = [await capture(disturbed, PEOPLE), await capture(undisturbed, PEOPLE)];
    const run = await startRun(disturbed);
    await expect(crashAfter(await claimNext(), 10)).rejects.toThrow(Crash);
    const { done, total } = await progressOf(disturbed, run);
    expect([total, done > 0, done < total]).toEqual([400, true, true]);
    const other = await startRun(undisturbed);
    const another = await app.startAnother({ ROLE: 'worker' });
    expect(await runEnded(disturbed, run)).toMatchObject({ status: 'completed' });
    expect(await runEnded(undisturbed, other)).toMatchObject({ status: 'completed' });
    await another.close();
    const found = await foundBy(undisturbed, theirs);
    expect(found.length).toBeGreaterThan(20);
    expect(await foundBy(disturbed, ours)).toEqual(found);
    await eventually(() => {
      const told = app.published.ofType('lead.duplicates-found').filter(({ key }) => key.startsWith(disturbed.tenantId));
      const counts = { found: found.length, opened: found.length };
      expect(told).toMatchObject([{ headers: { ce_sequence: '2' }, data: counts }]);
      expect(endsOf(disturbed)).toMatchObject([{ headers: { ce_sequence: '3' }, data: { status: 'completed', leads: 400, ...counts } }]);
    });
  });

  it('is not touched any more by one that comes back from the dead, nor by one whose run was cancelled', async () => {
    const tenant = app.as();
    await capture(tenant, PEOPLE.slice(0, 100));
    const run = await startRun(tenant);
    const zombie = await claimNext();
    await expect(crashAfter(zombie, 4)).rejects.toThrow(Crash);
    const successor = await eventually(async () => {
      const claim = await claimNext();
      expect(claim).toMatchObject({ runId: run.id });
      return claim;
    });
    expect(BigInt(successor.fence)).toBeGreaterThan(BigInt(zombie.fence));
    const before = await progressOf(tenant, run);
    await expect(execute(zombie, () => false)).rejects.toThrow(RunLost);
    expect(await progressOf(tenant, run)).toEqual({ ...before, etaSeconds: expect.anything() });
    await expect(crashAfter(successor, 2)).rejects.toThrow(Crash);
    await tenant.send('POST', `/v1/duplicates/runs/${run.id}/cancel`);
    await expect(execute(successor, () => false)).rejects.toThrow(RunLost);
    expect(await runEnded(tenant, run)).toMatchObject({ status: 'cancelled', counts: { found: null, opened: null } });
  });

  it('is handed back at once by a worker that is told to stop', async () => {
    const tenant = app.as();
    await capture(tenant, PEOPLE.slice(0, 50));
    const run = await startRun(tenant);
    const claim = await claimNext();
    let asked = 0;
    await execute(claim, () => (asked += 1) > 3);
    expect(await claimNext()).toMatchObject({ runId: run.id, attempts: 1 });
    await tenant.send('POST', `/v1/duplicates/runs/${run.id}/cancel`);
  });
});

describe('a run that cannot get on', () => {
  it('is given up after ten claims, which is told whoever asked for it', async () => {
    const tenant = app.as();
    const run = await startRun(tenant);
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      await eventually(async () => expect(await claimNext()).toMatchObject({ runId: run.id, attempts: attempt }));
    }
    const another = await app.startAnother({ ROLE: 'worker', LOG_LEVEL: 'silent' });
    expect(await runEnded(tenant, run)).toMatchObject({ status: 'failed' });
    await eventually(() => {
      const headers = { ce_sequence: '3', ce_actor: `member:${tenant.actor.id}` };
      expect(endsOf(tenant)).toMatchObject([{ headers, data: { runId: run.id, status: 'failed', found: null } }]);
    });
    await another.close();
  });
});
