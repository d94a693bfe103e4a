import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditVerificationRun, Problem } from '@leadstream/contracts';
import type { JobRun } from '@leadstream/jobs';
import { uuidV7 } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { eventually, type ServiceClient, sql } from '@leadstream/testing';
import { AUDITOR, record, recordedEvent, some, tamper, verify } from '../../test/audit-trail.js';
import { type ComplianceApp, startComplianceApp } from '../../test/compliance-app.js';
import type { AuditEntry, AuditFact } from './audit-entry.js';
import { BEFORE_FIRST } from './audit-entry.js';
import { entriesAfter } from './chain/next-entries.rules.js';
import { CheckpointService } from './checkpoints/checkpoint.service.js';
import { RecordingService } from './recording.service.js';
import { AuditReadModel } from './store/audit.read-model.js';
import { AuditVerificationJob, VERIFICATION_JOB } from './verification/run/verification-job.service.js';

const DAY_MS = 86_400_000;

let app: ComplianceApp;
let now = new Date();
beforeAll(async () => {
  app = await startComplianceApp({ now: () => now });
  // They sign and check when these specs say so, not when a quarter of an hour is over.
  for (const job of ['sign-audit-trail', VERIFICATION_JOB]) await rest(job);
});
afterAll(() => app.stop());

/** Keeps a timed job from coming round, once it is known. */
const rest = (job: string): Promise<void> =>
  eventually(async () => {
    const rested = `UPDATE compliance.timed_job SET next_due_at = now() + interval '1 day' WHERE name = $1 RETURNING name`;
    expect(await sql(app.database.adminUrl, rested, [job])).toHaveLength(1);
  });

const database = (): TenantDatabase => app.service.app.get(TenantDatabase, { strict: false });
const checkpoints = (): CheckpointService => app.service.app.get(CheckpointService);

/** A tenant with six entries, all of them signed, and two more. */
async function stage(): Promise<ServiceClient> {
  const tenant = app.as(undefined, AUDITOR);
  await record(app, tenant.tenantId, some(tenant.tenantId, 6));
  await checkpoints().signHead(tenant.tenantId);
  await record(app, tenant.tenantId, some(tenant.tenantId, 2));
  return tenant;
}

const entriesOf = ({ tenantId }: ServiceClient): Promise<AuditEntry[]> =>
  database().readInTenant(tenantId, (tx) => app.service.app.get(AuditReadModel).findStretch(tx, tenantId, 1, 99, 99));

describe('writers at once', () => {
  it('make one chain a tenant, without a gap, and wait for each other in one order', async () => {
    const tenants = Array.from({ length: 5 }, () => app.as(undefined, AUDITOR));
    const ids = tenants.map(({ tenantId }) => tenantId).toSorted();
    const recording = app.service.app.get(RecordingService);
    const batch = () =>
      database().acrossTenants((tx) =>
        recording.record(
          ids.map((tenantId) => ({ tenantId, events: some(tenantId, 3) })),
          tx,
        ),
      );
    await Promise.all(Array.from({ length: 8 }, batch));
    for (const tenant of tenants) {
      expect((await entriesOf(tenant)).map(({ sequence }) => sequence)).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
      expect(await verify(tenant)).toMatchObject({ isSound: true, from: 1, to: 24, head: 24, nextFrom: null });
    }
  });
});

describe('the database', () => {
  it('refuses to change, remove or clear what was recorded, to the service and to the owner', async () => {
    const tenant = await stage();
    const as = (url: string, statement: string) =>
      sql(url, `SET app.tenant_id = '${tenant.tenantId}'; SET search_path = compliance; ${statement}`).then(
        () => 'done',
        (error: { code?: string }) => error.code,
      );
    for (const url of [app.database.serviceUrl('compliance'), app.database.ownerUrl('compliance')]) {
      for (const table of ['audit_entry', 'audit_checkpoint']) {
        expect(await as(url, `UPDATE ${table} SET hash = hash`)).toBe('42501');
        expect(await as(url, `DELETE FROM ${table}`)).toBe('42501');
        expect(await as(url, `TRUNCATE ${table}`)).toBe('42501');
      }
    }
    expect(await as(app.database.serviceUrl('compliance'), 'DELETE FROM audit_head')).toBe('42501');
    expect(await verify(tenant)).toMatchObject({ isSound: true, finding: null, checkpoint: { number: 1, sequence: 6 } });
  });
});

describe('verification', () => {
  const OF = 'WHERE tenant_id = $id AND sequence';
  const SWAP = [
    `UPDATE audit_entry SET sequence = sequence + 100 ${OF} IN (2, 5)`,
    `UPDATE audit_entry SET sequence = 107 - sequence ${OF} IN (102, 105)`,
  ];
  const COPY = `INSERT INTO audit_entry SELECT (jsonb_populate_record(e, '{"recorded_at": "now"}')).* FROM audit_entry e ${OF} = 3`;
  const headAt = (place: number): string =>
    `UPDATE audit_head SET (sequence, hash) = (SELECT sequence, hash FROM audit_entry ${OF} = ${place}) WHERE tenant_id = $id`;

  it.each<[string, string[], [number, string, number | null]]>([
    ['a letter', [`UPDATE audit_entry SET body = replace(body, 'l', 'L') ${OF} = 3`], [3, 'altered', null]],
    ['an actor', [`UPDATE audit_entry SET actor = 'member:eve' ${OF} = 6`], [6, 'altered', null]],
    ['a row taken out', [`DELETE FROM audit_entry ${OF} = 4`], [4, 'missing', null]],
    ['the first taken out', [`DELETE FROM audit_entry ${OF} = 1`], [1, 'missing', null]],
    ['two rows swapped', SWAP, [2, 'reordered', 5]],
    ['a row put in', [COPY], [3, 'inserted', null]],
    ['a row behind the head', [headAt(7)], [8, 'inserted', null]],
    ['the tail cut off', [`DELETE FROM audit_entry ${OF} > 4`], [5, 'missing', null]],
    ['the tail cut off, with the head', [headAt(4), `DELETE FROM audit_entry ${OF} > 4`], [5, 'missing', null]],
    [
      'a checkpoint altered',
      [`UPDATE audit_checkpoint SET signed_at = signed_at + interval '1 ms' WHERE tenant_id = $id`],
      [6, 'forged', null],
    ],
    ['a checkpoint numbered anew', ['UPDATE audit_checkpoint SET number = 2 WHERE tenant_id = $id'], [6, 'forged', null]],
  ])('finds %s', async (_, statements, [sequence, problem, belongsAt]) => {
    const tenant = await stage();
    await tamper(app, tenant, ...statements);
    expect(await verify(tenant)).toMatchObject({ isSound: false, finding: { sequence, problem, belongsAt }, nextFrom: null });
  });

  /** The chain as if its entries from `place` on had been made by somebody else. */
  async function rewrite(tenant: ServiceClient, place: number, until: number): Promise<void> {
    const entries = await entriesOf(tenant);
    const before = entries[place - 2] ?? BEFORE_FIRST;
    const facts: AuditFact[] = entries.slice(place - 1, until).map((entry) => ({ ...entry, actor: 'member:eve' }));
    const made = entriesAfter(tenant.tenantId, before, facts, (entries[place - 1] as AuditEntry).recordedAt);
    const hex = (bytes: Buffer): string => `'\\x${bytes.toString('hex')}'`;
    const set = made.map(
      ({ sequence, hash, previousHash, recordedAt }) =>
        `UPDATE audit_entry SET actor = 'member:eve', hash = ${hex(hash)}, previous_hash = ${hex(previousHash)},
           recorded_at = '${recordedAt.toISOString()}' WHERE tenant_id = $id AND sequence = ${sequence}`,
    );
    const last = made.at(-1) as AuditEntry;
    await tamper(
      app,
      tenant,
      ...set,
      ...(until === entries.length ? [`UPDATE audit_head SET hash = ${hex(last.hash)} WHERE tenant_id = $id`] : []),
    );
  }

  it('finds a row that was altered with its hash by the one that rests on it', async () => {
    const tenant = await stage();
    await rewrite(tenant, 3, 3);
    expect((await verify(tenant)).finding).toEqual({ sequence: 3, problem: 'rewritten', belongsAt: null });
    expect((await verify(tenant, { from: 5 })).isSound).toBe(true);
  });

  it('finds a chain that was made anew to its end by what was signed, or by what somebody kept', async () => {
    const tenant = await stage();
    const kept = (await verify(tenant)).checkpoint;
    await rewrite(tenant, 3, 8);
    expect((await verify(tenant)).finding).toEqual({ sequence: 6, problem: 'contradicted', belongsAt: null });
    await tamper(app, tenant, 'DELETE FROM audit_checkpoint WHERE tenant_id = $id');
    expect(await verify(tenant)).toMatchObject({ isSound: true, checkpoint: null });
    const question = { kept: { sequence: kept?.sequence, hash: kept?.hash } };
    expect((await verify(tenant, question)).finding).toEqual({ sequence: 6, problem: 'contradicted', belongsAt: null });
  });

  it('goes along a part, or what came since the last checkpoint, and takes places beyond the end for the end', async () => {
    const tenant = await stage();
    expect(await verify(tenant, { from: 2, to: 4 })).toMatchObject({ isSound: true, from: 2, to: 4, head: 8, nextFrom: null });
    expect(await verify(tenant, { sinceCheckpoint: true })).toMatchObject({ isSound: true, from: 7, to: 8 });
    expect(await verify(tenant, { from: 99 })).toMatchObject({ isSound: true, from: 9, to: 8 });
    expect(await verify(app.as(undefined, AUDITOR))).toMatchObject({ isSound: true, from: 1, to: 0, head: 0, checkpoint: null });
    await tamper(app, tenant, `UPDATE audit_entry SET subject = 'x' ${OF} = 3`);
    expect((await verify(tenant, { from: 4 })).isSound).toBe(true);
    expect((await verify(tenant, { to: 2 })).isSound).toBe(true);
    expect((await verify(tenant, { to: 3 })).finding?.sequence).toBe(3);
  });

  it('signs nothing on top of what does not hold', async () => {
    const tenant = await stage();
    await tamper(app, tenant, `UPDATE audit_entry SET subject = 'x' ${OF} = 7`);
    expect(await checkpoints().signHead(tenant.tenantId)).toMatchObject({ sequence: 7, problem: 'altered' });
    expect(await verify(tenant)).toMatchObject({ isSound: false, checkpoint: { sequence: 6 } });
  });
});

describe('a check in the background', () => {
  const PATH = '/v1/audit/verifications';
  const start = (tenant: ServiceClient, asked: object = {}) => tenant.post<AuditVerificationRun>(PATH, asked);
  const read = async (tenant: ServiceClient, { id }: AuditVerificationRun) =>
    (await tenant.get<AuditVerificationRun>(`${PATH}/${id}`)).body;
  /** The spec takes the steps of the job itself, three entries at a time. @param dies after so many stretches */
  function run(dies = Infinity): Promise<unknown> {
    let writes = 0;
    const steps: Pick<JobRun, 'step' | 'stepInTenant'> = {
      step: (work) => database().withoutTenant(work),
      stepInTenant: async (tenantId, work) => {
        const done = await database().inTenant(tenantId, work);
        // A stretch is looked for, and then noted.
        if ((writes += 1) === 2 * dies) throw new Error('killed');
        return done;
      },
    };
    return app.service.app.get(AuditVerificationJob).run(steps, 3);
  }
  it('goes to the end in stretches, one of a tenant at a time, and after a crash from where it was', async () => {
    const tenant = await stage();
    const started = await start(tenant);
    expect([started.status, started.body]).toMatchObject([
      202,
      { status: 'running', isSound: null, startedAt: null, progress: { percent: 0 } },
    ]);
    expect((await tenant.post<Problem>(PATH, {})).body.code).toBe('COMPLIANCE.AUDIT_VERIFICATION_RUNNING');
    await expect(run(1)).rejects.toThrow('killed');
    expect((await read(tenant, started.body)).progress).toEqual({ entries: 3, percent: 37, from: 1, to: 3 });
    expect(await run()).toEqual({ verified: 5 });
    const whole = { status: 'completed', isSound: true, finding: null, progress: { entries: 8, percent: 100, from: 1, to: 8 } };
    expect(await read(tenant, started.body)).toMatchObject(whole);

    const { checkpoint } = await verify(tenant);
    const kept = { sequence: checkpoint?.sequence, hash: checkpoint?.hash };
    const part = (await start(tenant, { from: 4, to: 7, kept })).body;
    await run();
    expect(await read(tenant, part)).toMatchObject({
      asked: { from: 4, to: 7, kept },
      isSound: true,
      progress: { from: 4, to: 7, entries: 4 },
    });
    const listed = await tenant.get<{ items: AuditVerificationRun[]; nextCursor: string }>(`${PATH}?limit=1`);
    const next = await tenant.get<{ items: AuditVerificationRun[] }>(`${PATH}?cursor=${listed.body.nextCursor}`);
    expect([...listed.body.items, ...next.body.items].map(({ id }) => id)).toEqual([part.id, started.body.id]);
    expect((await app.as(undefined, AUDITOR).get<Problem>(`${PATH}/${part.id}`)).body.code).toBe('COMPLIANCE.AUDIT_VERIFICATION_NOT_FOUND');
  });

  it('ends at the first entry that is wrong, or with an end that is cut off', async () => {
    const [altered, cut, empty] = [await stage(), await stage(), app.as(undefined, AUDITOR)];
    const [ofAltered, ofCut, ofEmpty] = [(await start(altered)).body, (await start(cut)).body, (await start(empty)).body];
    await tamper(app, altered, `UPDATE audit_entry SET source = 'eve' WHERE tenant_id = $id AND sequence = 5`);
    await tamper(app, cut, `DELETE FROM audit_entry WHERE tenant_id = $id AND sequence = 8`);
    await run();
    expect(await read(altered, ofAltered)).toMatchObject({
      ...{ status: 'completed', isSound: false, finding: { sequence: 5, problem: 'altered' } },
      progress: { entries: 4, percent: 50, to: 4 },
    });
    expect((await read(cut, ofCut)).finding).toMatchObject({ sequence: 8, problem: 'missing' });
    expect(await read(empty, ofEmpty)).toMatchObject({
      isSound: true,
      progress: { entries: 0, percent: 100 },
    });
  });
});

describe('a month that is taken out', () => {
  it('leaves the rest verifiable, once it was signed; without that it is missed', async () => {
    const present = now;
    const thisMonth = new Date(Date.UTC(present.getUTCFullYear(), present.getUTCMonth(), 1));
    const [tenant, other] = [app.as(undefined, AUDITOR), app.as(undefined, AUDITOR)];
    const recordThree = async () => {
      for (const { tenantId } of [tenant, other]) await record(app, tenantId, some(tenantId, 3));
    };
    now = new Date(thisMonth.getTime() - DAY_MS);
    await recordThree();
    now = present;
    await recordThree();
    expect(await checkpoints().signArchive(tenant.tenantId, thisMonth)).toBe(3);
    const month = new Date(thisMonth.getTime() - DAY_MS).toISOString().slice(0, 7).replace('-', 'm');
    await sql(app.database.ownerUrl('compliance'), `ALTER TABLE compliance.audit_entry DETACH PARTITION compliance.audit_entry_y${month}`);
    expect(await verify(tenant)).toMatchObject({ isSound: true, from: 4, to: 6 });
    expect(await verify(tenant, { from: 1 })).toMatchObject({ isSound: true, from: 4 });
    expect((await verify(other)).finding).toEqual({ sequence: 1, problem: 'missing', belongsAt: null });
  });
});

describe('an event that comes again', () => {
  it('in the same batch or months later has its one entry', async () => {
    const tenant = app.as(undefined, AUDITOR);
    const { tenantId } = tenant;
    const event = recordedEvent(tenantId);
    await record(app, tenantId, [event, { ...event, offset: 1 }]);
    const present = now;
    now = new Date(present.getTime() + 85 * DAY_MS);
    const later = recordedEvent(tenantId, { id: uuidV7.next() });
    await record(app, tenantId, [later, event, later]);
    now = present;
    await record(app, tenantId, some(tenantId, 1));
    const entries = await entriesOf(tenant);
    expect(entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect(entries.slice(0, 2).map(({ eventId }) => eventId)).toEqual([event.id, later.id]);
    // The clock went back; along the chain time does not.
    expect(entries[2]?.recordedAt).toEqual(entries[1]?.recordedAt);
    expect((await verify(tenant)).isSound).toBe(true);
  });
});
