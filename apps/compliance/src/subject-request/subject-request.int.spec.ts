import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Erasure,
  personDataRequestedV1,
  privacyTopic,
  type ProcessingActivity,
  type ProcessingActivityContent,
  type ProcessingActivityVersion,
  SERVICES,
  subjectFile,
  type SubjectRequest,
  type SubjectRequestStep,
} from '@leadstream/contracts';
import { requestRun } from '@leadstream/jobs';
import { uuidV7 } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { captureEvents, type EventCapture, eventually, leadMerged, sql } from '@leadstream/testing';
import { type ComplianceApp, startComplianceApp } from '../../test/compliance-app.js';
import { ask, begun, exportOf, gathering, knownLead, locate, missing, patch, tell } from '../../test/subject-requests.js';

const START = new Date('2026-03-03T10:00:00Z');
/** Compliance answers for itself. */
const OTHERS = SERVICES.filter((service) => service !== 'compliance');
const NOTHING = '01920000-0000-7000-8000-0000000000ff';

let now = START;
let app: ComplianceApp;
let privacy: EventCapture;
beforeAll(async () => {
  app = await startComplianceApp({ now: () => now }, { SUBJECT_ANSWER_MINUTES: '10', SUBJECT_EXPORT_DAYS: '7' });
  privacy = await captureEvents(app.topics.name(privacyTopic), { vault: app.database });
});
afterAll(async () => {
  await privacy?.stop();
  await app.stop();
});

type WatchJob = 'watch-subject-requests' | 'remind-of-reviews';

/** It is then, and the job looks until it has seen so; a run that is asked for while another is under way is that one, which may have begun before. */
function at<T>(instant: string, job: WatchJob, assertion: () => T | Promise<T>): Promise<T> {
  now = new Date(instant);
  const database = app.service.app.get(TenantDatabase);
  return eventually(async () => {
    await database.withoutTenant((tx) => requestRun(tx, job, 'spec'));
    return assertion();
  });
}
/** What was told of a request, but for its receipt. */
const toldOf = ({ id }: SubjectRequest) =>
  app.published.events
    .filter(({ headers }) => headers['ce_subject'] === id && headers['ce_type'] !== 'subject-request.received')
    .map(({ headers, data }) => ({ type: headers['ce_type'], ...(data as object) }));
const requested = ({ id }: SubjectRequest) => privacy.ofType('person-data.requested').filter(({ headers }) => headers['ce_subject'] === id);

describe('a request', () => {
  it('says by when it must be answered, is told, listed, and refused of a person whom nobody knows', async () => {
    now = START;
    const tenant = app.as();
    const leadId = await knownLead(app, tenant);
    const {
      status,
      headers,
      body: request,
    } = await ask(tenant, leadId, { kind: 'rectification', country: 'de', timeZone: 'Europe/Berlin' });
    expect([status, headers.get('etag'), headers.get('location')]).toEqual([201, '"1"', `/v1/subject-requests/${request.id}`]);
    expect(request).toMatchObject({
      leadId,
      country: 'DE',
      status: 'received',
      // Good Friday, and Easter behind it.
      deadline: { dueOn: '2026-04-07', dueAt: '2026-04-07T22:00:00.000Z', isOverdue: false },
    });
    const told = { requestId: request.id, leadId, kind: 'rectification', jurisdiction: 'gdpr', dueAt: '2026-04-07T22:00:00.000Z' };
    await eventually(() =>
      expect(app.published.ofType('subject-request.received').map(({ data }) => data)).toContainEqual(expect.objectContaining(told)),
    );
    const { body: other } = await ask(tenant, leadId);
    const list = async (query: string) =>
      (await tenant.get<{ items: SubjectRequest[]; nextCursor: string }>(`/v1/subject-requests?${query}`)).body;
    const page = await list('limit=1');
    expect([page.items.map(({ id }) => id), (await list(`limit=1&cursor=${page.nextCursor}`)).items]).toEqual([[other.id], [request]]);
    expect((await list('kind=access&status=received')).items).toEqual([other]);
    expect(await ask(tenant, NOTHING)).toMatchObject({ status: 404, body: { code: 'COMPLIANCE.SUBJECT_UNKNOWN' } });
    expect(await ask(tenant, leadId, { receivedAt: '2026-03-04T00:00:00Z', timeZone: 'here' })).toMatchObject({
      status: 422,
      body: { code: 'COMPLIANCE.SUBJECT_REQUEST_INVALID', errors: [{ path: 'timeZone' }, { path: 'receivedAt' }] },
    });
    expect(await app.as().get(`/v1/subject-requests/${request.id}`)).toMatchObject({ status: 404 });
  });

  it('goes its way with every step on record and told, and none that is not allowed', async () => {
    now = START;
    const tenant = app.as();
    const { body: request } = await ask(tenant, await knownLead(app, tenant), { kind: 'portability' });
    expect(await patch(tenant, request, { status: 'in-progress' })).toMatchObject({
      status: 409,
      body: { code: 'COMPLIANCE.SUBJECT_IDENTITY_MISSING' },
    });
    expect(await patch(tenant, request, { status: 'completed' })).toMatchObject({
      status: 409,
      body: { code: 'COMPLIANCE.SUBJECT_REQUEST_TRANSITION', from: 'received', allowed: ['identity-needed', 'in-progress', 'refused'] },
    });
    const { body: asked } = await patch(tenant, request, { status: 'identity-needed' });
    expect(await patch(tenant, request, { note: 'late' })).toMatchObject({
      status: 412,
      body: { code: 'COMPLIANCE.SUBJECT_REQUEST_STALE' },
    });
    now = new Date('2026-03-09T10:00:00Z');
    const { body: shown } = await patch(tenant, asked, { status: 'in-progress', identity: { method: 'document' } });
    expect(shown.deadline).toMatchObject({ dueOn: '2026-04-09', pausedSince: null, pausedDays: 6 });
    const extension = { reason: 'Many systems.' };
    const { body: extended } = await patch(tenant, shown, { extension });
    expect(await patch(tenant, extended, { extension })).toMatchObject({
      status: 409,
      body: { code: 'COMPLIANCE.SUBJECT_EXTENSION_REFUSED' },
    });
    const refusal = { reason: 'legal-claims', explanation: 'Needed for a dispute.' };
    expect(await patch(tenant, extended, { status: 'refused' })).toMatchObject({ status: 422 });
    const { body: refused } = await patch(tenant, extended, { status: 'refused', refusal });
    expect(refused).toMatchObject({ status: 'refused', refusal, version: 5, endedAt: now.toISOString() });
    const history = await tenant.get<{ items: SubjectRequestStep[] }>(`/v1/subject-requests/${request.id}/history`);
    expect(history.body.items.map(({ changes }) => changes.map(({ field }) => field).join(' '))).toEqual([
      '',
      'status pausedSince',
      'status identity pausedSince dueAt',
      'extension dueAt',
      'status refusal',
    ]);
    const ended = { type: 'subject-request.completed', outcome: 'refused', inTime: true, endedAt: now.toISOString() };
    const moved = { type: 'subject-request.changed', leadId: request.leadId, kind: 'portability' };
    await eventually(() =>
      expect(toldOf(request)).toMatchObject([
        { ...moved, version: 2, status: 'identity-needed', paused: true, changed: ['status', 'pausedSince'] },
        { ...moved, version: 3, status: 'in-progress', paused: false, dueAt: shown.deadline.dueAt },
        { ...moved, version: 4, changed: ['extension', 'dueAt'], dueAt: extended.deadline.dueAt, changedAt: extended.updatedAt },
        ended,
      ]),
    );
    const change = app.service.app
      .get(TenantDatabase)
      .inTenant(tenant.tenantId, (tx) => tx.execute("UPDATE subject_request_step SET actor_id = 'nobody'"));
    await expect(change).rejects.toThrow(/permission denied/);
  });

  it('is reminded of once seven, three and one days before its time is over, and told of once when it is', async () => {
    now = START;
    const tenant = app.as();
    const { body: request } = await ask(tenant, await knownLead(app, tenant), { kind: 'objection' });
    const types = () => toldOf(request).map((told) => ('daysBefore' in told ? `${told.type} ${String(told.daysBefore)}` : told.type));
    const expected: string[] = [];
    for (const [instant, told] of [
      ['2026-03-28T00:00:00Z', 'subject-request.due 7'],
      ['2026-04-01T00:00:01Z', 'subject-request.due 3'],
      ['2026-04-03T11:00:00Z', 'subject-request.due 1'],
      ['2026-04-04T00:00:00Z', 'subject-request.overdue'],
    ] as const) {
      expected.push(told);
      await at(instant, 'watch-subject-requests', () => expect(types()).toEqual(expected));
    }
    const overdue = await tenant.get<{ items: SubjectRequest[] }>('/v1/subject-requests?overdue=true');
    expect(overdue.body.items.map(({ id, deadline }) => [id, deadline.isOverdue])).toEqual([[request.id, true]]);
    const levels = await app.service.app
      .get(TenantDatabase)
      .withoutTenant((tx) => tx.queryOne<{ overdue: string }>('SELECT overdue FROM subject_request_levels($1)', [now]));
    expect(Number(levels?.overdue)).toBeGreaterThanOrEqual(1);
    const { body: begun } = await patch(tenant, request, { status: 'in-progress' });
    await patch(tenant, begun, { status: 'completed' });
    await eventually(() => expect(toldOf(request).at(-1)).toMatchObject({ type: 'subject-request.completed', inTime: false }));
    expect(types()).toEqual([...expected, 'subject-request.changed', 'subject-request.completed']);
  });
});

describe('a copy of the data', () => {
  it('is asked for of every service, of the whole person, once; nobody but the services can read for whom', async () => {
    now = START;
    const tenant = app.as();
    const survivor = await knownLead(app, tenant, { email: 'ada@example.com', phone: '+14155552671' });
    const merged = await knownLead(app, tenant, { email: 'old@example.com', phone: null });
    await app.publish(
      leadMerged({ tenantId: tenant.tenantId, leadId: merged, sequence: 2 }, survivor, { email: 'old@example.com', phone: null }),
    );
    await eventually(async () => {
      const rows = await sql<{ into: string | null }>(
        app.database.adminUrl,
        `SELECT merged_into AS into FROM compliance.known_lead WHERE lead_id = '${merged}'`,
      );
      expect(rows[0]?.into).toBe(survivor);
    });
    await knownLead(app, tenant, { email: 'bob@example.com', phone: null });
    const request = await begun(tenant, merged);
    // Where the person was reached before only some service knows; what another lead has by now is that person's.
    await locate(app, tenant, request, ['lead'], ['email:former@example.com', 'email:bob@example.com', `lead:${uuidV7.next()}`]);
    await locate(app, tenant, request, OTHERS);
    await eventually(() => expect(requested(request)).toHaveLength(2));
    const asked = requested(request).map(({ data }) => data as { step: string; leadIds: string[]; addresses: string[] });
    const known = ['email:ada@example.com', 'email:old@example.com', 'phone:+14155552671'];
    expect(asked.map(({ step, addresses }) => [step, addresses.toSorted()])).toEqual([
      ['references', known],
      ['gather', [...known, 'email:former@example.com'].toSorted()],
    ]);
    for (const data of asked) {
      expect(data).toMatchObject({ requestId: request.id, purpose: 'access', round: 1 });
      expect(data.leadIds.toSorted()).toEqual([survivor, merged].toSorted());
    }
    for (const { text } of requested(request)) expect(text).not.toMatch(/example\.com|4155552671/);
    const names = await sql(app.database.adminUrl, `SELECT 1 FROM compliance.subject_export_location WHERE request_id = '${request.id}'`);
    expect(names).toEqual([]);
    const { body: again } = await patch(tenant, request, { status: 'identity-needed' });
    await patch(tenant, again, { status: 'in-progress' });
    await tell(app, tenant, request, 'lead', []);
    await missing(
      tenant,
      request,
      OTHERS.filter((service) => service !== 'lead'),
    );
    expect(requested(request)).toHaveLength(2);
  });

  it('is complete when all parts of all services are there, in whichever order and however often they come', async () => {
    now = START;
    const tenant = app.as();
    const request = await gathering(app, tenant, await knownLead(app, tenant));
    const canary = `<script>alert("${request.id}")</script>`;
    for (const service of OTHERS.filter((one) => one !== 'engagement'))
      await tell(app, tenant, request, service, [{ store: 'leads', fields: { firstName: canary, of: service } }]);
    await tell(app, tenant, request, 'engagement', [{ store: 'interactions', fields: { kind: 'second' } }], { part: 2 });
    await tell(app, tenant, request, 'engagement', [{ store: 'interactions', fields: { kind: 'second' } }], { part: 2 });
    const partial = await missing(tenant, request, ['engagement']);
    expect(partial).toMatchObject({ status: 'gathering', completedAt: null });
    expect(await patch(tenant, request, { status: 'completed' })).toMatchObject({
      status: 409,
      body: { code: 'COMPLIANCE.SUBJECT_EXPORT_INCOMPLETE', missing: ['engagement'] },
    });
    const file = (form: string) => tenant.get<unknown>(`/v1/subject-requests/${request.id}/export.${form}`);
    expect((await file('json')).body).toMatchObject({ complete: false, missing: ['engagement'] });
    expect((await file('html')).body).toContain('This is not complete');
    await tell(app, tenant, request, 'engagement', [{ store: 'interactions', fields: { kind: 'first' } }], { part: 1, last: false });
    expect(await missing(tenant, request, [])).toMatchObject({ status: 'complete', completedAt: now.toISOString() });
    const json = await file('json');
    const read = subjectFile.parse(json.body);
    expect([read.complete, read.missing, read.kind, json.headers.get('content-disposition')]).toEqual([
      true,
      [],
      'access',
      `attachment; filename="personal-data-${request.id}.json"`,
    ]);
    const told = read.records.filter(({ service }) => service !== 'compliance');
    expect(told.map(({ service, fields }) => `${service} ${String(fields['kind'] ?? fields['of'])}`)).toEqual([
      ...['analytics analytics', 'email-events email-events', 'engagement first', 'engagement second', 'gateway gateway', 'lead lead'],
    ]);
    // Nobody has made entries: then it is what the system itself does.
    expect(read.information.activities.map(({ name }) => name)).toContain('Contacts and sales');
    const page = await file('html');
    expect(page.body).toContain(`&lt;script&gt;alert(&quot;${request.id}&quot;)&lt;/script&gt;`);
    expect(page.body).not.toContain('<script');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const stored = await sql<{ part: string }>(
      app.database.adminUrl,
      'SELECT sealed_records::text AS part FROM compliance.subject_export_part',
    );
    expect(stored.some(({ part }) => Buffer.from(part.slice(2), 'hex').includes('alert('))).toBe(false);
    expect((await patch(tenant, request, { status: 'completed' })).body).toMatchObject({ status: 'completed' });
  });

  it('that a service does not answer is escalated, and completed when it does', async () => {
    now = START;
    const tenant = app.as();
    const request = await gathering(app, tenant, await knownLead(app, tenant));
    for (const service of OTHERS.filter((one) => one !== 'gateway')) await tell(app, tenant, request, service, []);
    await missing(tenant, request, ['gateway']);
    const escalated = await at('2026-03-03T10:10:00Z', 'watch-subject-requests', async () => {
      const gathered = await exportOf(tenant, request);
      expect(gathered.escalatedAt).toBe(now.toISOString());
      return gathered;
    });
    expect(escalated).toMatchObject({ status: 'gathering', missing: ['gateway'] });
    const levels = await app.service.app
      .get(TenantDatabase)
      .withoutTenant((tx) => tx.queryOne<{ stuck: string }>('SELECT stuck FROM subject_request_levels($1)', [now]));
    expect(Number(levels?.stuck)).toBeGreaterThanOrEqual(1);
    await tell(app, tenant, request, 'gateway', []);
    expect(await missing(tenant, request, [])).toMatchObject({ status: 'complete' });
  });

  it('is gone some days after the answer, in the topic as well, and what comes later is not kept', async () => {
    now = START;
    const tenant = app.as();
    const request = await gathering(app, tenant, await knownLead(app, tenant));
    await eventually(() => expect(requested(request)).toHaveLength(2));
    for (const service of OTHERS) await tell(app, tenant, request, service, [{ store: 'leads', fields: { firstName: 'Ada' } }]);
    await missing(tenant, request, []);
    await patch(tenant, request, { status: 'completed' });
    expect((await exportOf(tenant, request)).expiresAt).toBe('2026-03-10T10:00:00.000Z');
    const status = async () => (await exportOf(tenant, request)).status;
    await at('2026-03-10T10:00:00Z', 'watch-subject-requests', async () => expect(await status()).toBe('expired'));
    expect(await tenant.get(`/v1/subject-requests/${request.id}/export.json`)).toMatchObject({ status: 404 });
    await tell(app, tenant, request, 'lead', [{ store: 'leads', fields: {} }]);
    const last = await gathering(app, tenant, await knownLead(app, tenant));
    await tell(app, tenant, last, 'lead', []);
    await missing(
      tenant,
      last,
      OTHERS.filter((service) => service !== 'lead'),
    );
    const where = `WHERE request_id = '${request.id}'`;
    expect(await sql(app.database.adminUrl, `SELECT 1 FROM compliance.subject_export_part ${where}`)).toEqual([]);
    const again = await captureEvents(app.topics.name(privacyTopic), { vault: app.database });
    const erased = () => again.ofType('person-data.requested').find(({ headers }) => headers['ce_subject'] === request.id);
    await eventually(() => expect(erased()?.data).toMatchObject({ addresses: null }));
    await again.stop();
  });
});

describe('a request for erasure', () => {
  it('begins one erasure when it is taken up, is completed when that is certified, and waits for holds', async () => {
    now = new Date();
    const tenant = app.as(undefined, ['compliance:read', 'compliance:write', 'tenant:write']);
    const leadId = await knownLead(app, tenant);
    const request = await begun(tenant, leadId, { kind: 'erasure' });
    const erasures = async () => (await tenant.get<{ items: Erasure[] }>(`/v1/erasures?leadId=${leadId}`)).body.items;
    const [erasure] = await erasures();
    expect(erasure).toMatchObject({ leadId, reason: 'request', status: 'running' });
    expect(await patch(tenant, request, { status: 'completed' })).toMatchObject({
      status: 409,
      body: { code: 'COMPLIANCE.SUBJECT_ERASURE_INCOMPLETE', erasureId: erasure?.id },
    });
    const { body: doubted } = await patch(tenant, request, { status: 'identity-needed' });
    await patch(tenant, doubted, { status: 'in-progress' });
    expect(await erasures()).toHaveLength(1);
    const held = await knownLead(app, tenant);
    await tenant.post('/v1/legal-holds', { leadId: held, matter: '17 O 4/26', reason: 'claim' });
    const { body: other } = await ask(tenant, held, { kind: 'erasure' });
    const refused = await patch(tenant, other, { status: 'in-progress', identity: { method: 'document' } });
    expect(refused).toMatchObject({ status: 409, body: { code: 'COMPLIANCE.ERASURE_HELD' } });
    expect((await tenant.get<SubjectRequest>(`/v1/subject-requests/${other.id}`)).body).toMatchObject({ status: 'received', version: 1 });
  });
});

it('is erased with the person, but for what was asked and answered', async () => {
  now = START;
  const tenant = app.as();
  const leadId = await knownLead(app, tenant);
  const request = await gathering(app, tenant, leadId, { note: 'Ada called from her new number.' });
  await tell(app, tenant, request, 'lead', [{ store: 'leads', fields: { firstName: 'Ada' } }]);
  await missing(
    tenant,
    request,
    OTHERS.filter((service) => service !== 'lead'),
  );
  const asked = { requestId: uuidV7.next(), purpose: 'erasure', step: 'erase', round: 1, leadIds: [leadId], addresses: [] } as const;
  await app.publish({ contract: personDataRequestedV1, event: { id: uuidV7.next(), tenantId: tenant.tenantId, sequence: 1, data: asked } });
  const receipt = () => privacy.ofType('person-data.erased').find(({ headers }) => headers['ce_subject'] === asked.requestId)?.data;
  const ofRequests = { store: 'subject-requests', blanked: 1, kept: 0 };
  await eventually(() =>
    expect(receipt()).toMatchObject({ service: 'compliance', stores: expect.arrayContaining([expect.objectContaining(ofRequests)]) }),
  );
  const status = async () => (await exportOf(tenant, request)).status;
  await at('2026-03-03T10:00:01Z', 'watch-subject-requests', async () => expect(await status()).toBe('expired'));
  expect((await tenant.get<SubjectRequest>(`/v1/subject-requests/${request.id}`)).body).toMatchObject({
    note: null,
    status: 'in-progress',
  });
  const history = await tenant.get(`/v1/subject-requests/${request.id}/history`);
  expect(JSON.stringify(history.body)).not.toContain('Ada');
});

describe('the record of processing activities', () => {
  it('begins with what the system itself does, keeps and tells every version, and comes as a file in three forms', async () => {
    now = START;
    const tenant = app.as();
    const template = (await tenant.get<{ items: ProcessingActivityContent[] }>('/v1/processing-register/template')).body.items;
    const controller = { name: 'Canary & Sons <GmbH>', contact: '=privacy@example.com' };
    const created = await tenant.post<ProcessingActivity>('/v1/processing-register', { ...template[0], controller });
    expect([created.status, created.headers.get('etag')]).toEqual([201, '"1"']);
    expect(created.body).toMatchObject({ ...template[0], version: 1, controller: { ...controller, jointControllers: [] } });
    const { id } = created.body;
    const headers = { 'content-type': 'application/json', 'if-match': '"1"' };
    const body = JSON.stringify({ purposes: ['To sell.'], automatedDecisions: null });
    const path = `/v1/processing-register/${id}`;
    expect((await tenant.send<ProcessingActivity>('PATCH', path, { body, headers })).body).toMatchObject({
      version: 2,
      purposes: ['To sell.'],
      controller,
    });
    expect(await tenant.send('PATCH', path, { body, headers })).toMatchObject({ status: 412 });
    const file = (form: string) => tenant.get<string>(`/v1/processing-register/register.${form}`);
    const [json, csv, page] = [await file('json'), await file('csv'), await file('html')];
    expect(json.body).toMatchObject({ format: 'leadstream-processing-register-1', activities: [{ id, version: 2 }] });
    expect(csv.body.split('\r\n').filter((line) => line.startsWith('"'))).toHaveLength(2);
    expect(csv.body).toContain('Canary & Sons <GmbH>, =privacy@example.com');
    expect(page.body).toContain('Canary &amp; Sons &lt;GmbH&gt;');
    const ended = await tenant.delete(path, { 'if-match': '"2"' });
    expect([ended.status, (await file('json')).body]).toEqual([204, expect.objectContaining({ activities: [] })]);
    expect(await tenant.send('PATCH', path, { body, headers: { ...headers, 'if-match': '"3"' } })).toMatchObject({
      status: 409,
      body: { code: 'COMPLIANCE.PROCESSING_ACTIVITY_ENDED' },
    });
    const { body: history } = await tenant.get<{ items: ProcessingActivityVersion[] }>(`${path}/versions`);
    expect(history.items.map(({ version, isEnd, content }) => [version, isEnd, content.purposes])).toEqual([
      [1, false, template[0]?.purposes],
      [2, false, ['To sell.']],
      [3, true, ['To sell.']],
    ]);
    expect(await app.as().get(path)).toMatchObject({ status: 404 });
    const told = () => app.published.ofType('processing-activity.changed').filter(({ key }) => key.endsWith(id));
    const by = history.items.map(({ actor: { kind, id: who } }) => `${kind}:${who}`);
    await eventually(() =>
      expect(told()).toMatchObject([
        { headers: { ce_actor: by[0], ce_sequence: '1' }, data: { action: 'created', version: 1 } },
        { headers: { ce_actor: by[1], ce_sequence: '2' }, data: { action: 'updated', changed: ['purposes'] } },
        { headers: { ce_actor: by[2], ce_sequence: '3' }, data: { action: 'ended', changed: [] } },
      ]),
    );
    for (const { text } of told()) expect(text).not.toContain('Canary');
  });

  it('reminds once of each day on which an entry is to be looked at again', async () => {
    now = START;
    const tenant = app.as();
    const [template] = (await tenant.get<{ items: ProcessingActivityContent[] }>('/v1/processing-register/template')).body.items;
    const { body: entry } = await tenant.post<ProcessingActivity>('/v1/processing-register', { ...template, reviewOn: '2026-05-25' });
    const told = () =>
      app.published
        .ofType('processing-review.due')
        .filter(({ headers }) => headers['ce_subject'] === entry.id)
        .map(({ data }) => data);
    const first = { activityId: entry.id, reviewOn: '2026-05-25' };
    await at('2026-05-25T00:00:00Z', 'remind-of-reviews', () => expect(told()).toEqual([first]));
    const headers = { 'content-type': 'application/json', 'if-match': '"1"' };
    const body = JSON.stringify({ reviewOn: '2027-05-25', recipients: ['nobody'] });
    await tenant.send('PATCH', `/v1/processing-register/${entry.id}`, { body, headers });
    const both = [first, { ...first, reviewOn: '2027-05-25' }];
    await at('2027-05-25T12:00:00Z', 'remind-of-reviews', () => expect(told()).toEqual(both));
  });
});
