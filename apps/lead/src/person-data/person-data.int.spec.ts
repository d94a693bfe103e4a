import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Deal, FormSubmission, ImportJob, ImportRow, Lead } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { eventually } from '@leadstream/testing';
import { createForm, FORM_SCOPES, submit } from '../../test/forms.js';
import { importFile } from '../../test/imports.js';
import { inspect } from '../../test/inspect.js';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { create, merge } from '../../test/merges.js';
import { PersonDataAsker, type Receipt, tablesWith } from '../../test/person-data.js';
import { interaction } from '../../test/scoring.js';
import { consent, forbidden } from '../../test/segments.js';
import { ifMatch, type Problem } from '../../test/tenant-client.js';
import { AT_HOME, EMAIL, FORMER, livedLife, MERGED, PHONE, type Person } from './lived-life.fixture.spec.js';

/** What no id and no chance can hold. */
const CANARIES = ['canary', '2025550143', '2025550144'];

let folder: string;
let app: LeadApp;
let asker: PersonDataAsker;
let person: Person;
let bystander: Lead;
let receipt: Receipt;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leadstream-spec-'));
  app = await startLeadApp({ DOCUMENT_FOLDER: folder });
  asker = await PersonDataAsker.connect(app);
  const tenant = app.as(undefined, FORM_SCOPES);
  bystander = await create(tenant, { email: 'stays@example.com', firstName: 'Stays' });
  person = await livedLife(app, tenant, bystander);
});
afterAll(async () => {
  await asker.stop();
  await app.stop();
  await rm(folder, { recursive: true });
});

const subject = () => ({ leadIds: [person.lead.id, person.mergedId], addresses: [`email:${EMAIL}`, `phone:${PHONE}`] });
/** As the person is named once all services were asked for its names. */
const located = () => ({
  leadIds: [...subject().leadIds, person.visitorId],
  addresses: [...subject().addresses, ...[FORMER, AT_HOME, MERGED].map((email) => `email:${email}`), 'phone:+12025550144'],
});

describe('a person whose data is asked for', () => {
  const TOLD = [
    ...['deals', 'documents', 'form-submissions', 'identities', 'imports', 'lead-history', 'leads', 'merges', 'notes'],
    ...['permissions', 'relationships', 'scores', 'tasks'],
  ];

  it('is told with everything that the API shows of it', async () => {
    const { tenant, lead, mergedId, noteId, deal } = person;
    const records = await asker.gather(tenant.tenantId, subject());
    expect([...records.keys()].sort()).toEqual(TOLD);
    expect(records.get('leads')?.find(({ id }) => id === lead.id)).toEqual(lead);
    expect(records.get('leads')?.map(({ id }) => id)).toContain(mergedId);
    const notes = records.get('notes')?.map(({ leadId, aboutKind, aboutId, body }) => [leadId, aboutKind, aboutId, body]);
    expect(notes?.slice(0, 2)).toEqual([
      [lead.id, 'lead', lead.id, 'Canarynote about much.'],
      [lead.id, 'deal', deal.id, `Canarynote at work /v1/deals/${deal.id}`],
    ]);
    expect([records.get('notes')?.[0]?.['id'], notes?.[2]?.[1]]).toEqual([noteId, 'task']);
    expect(records.get('documents')?.map(({ belongsToKind }) => belongsToKind)).toEqual(['lead', 'deal', 'task']);
    expect(records.get('deals')).toMatchObject([{ id: deal.id, name: 'Canarydeal', value: deal.value, products: deal.products }]);
    expect(records.get('scores')?.filter(({ kind }) => kind === 'interaction.page.viewed')).toHaveLength(2);
  });

  it('is known by every name that it ever had', async () => {
    const names = [FORMER, AT_HOME, MERGED].map((email) => `email:${email}`).concat(`lead:${person.visitorId}`, 'phone:+12025550144');
    // What others were told of further addresses they keep under ids of its own.
    const further = await inspect<{ name: string }>(
      app.database,
      `SELECT 'lead:' || identity_id AS name FROM lead_identity WHERE tenant_id = $1 AND identity_id IS NOT NULL`,
      [person.tenant.tenantId],
    );
    expect(further.length).toBeGreaterThan(0);
    expect(await asker.locate(person.tenant.tenantId, subject())).toEqual([...names, ...further.map(({ name }) => name)].toSorted());
  });
});

describe('an erased person', () => {
  /** Where the canary sits; what is empty of it here proves nothing afterwards. */
  const HAUNTED = [
    ...[
      'attachment_search_key',
      'deal',
      'deal_audit',
      'document',
      'export',
      'identity_search_key',
      'import_chunk',
      'import_row',
      'lead',
      'lead_audit',
    ],
    ...[
      'lead_custom_value',
      'lead_form_submission',
      'lead_identity',
      'lead_prohibition',
      'lead_search_key',
      'note',
      'note_audit',
      'task',
      'task_audit',
      'work_search_key',
    ],
  ];

  it('is in no table any more, with a receipt that says what became of it', async () => {
    const haunted = await tablesWith(app, CANARIES);
    receipt = await asker.erase(person.tenant.tenantId, located());
    expect(await tablesWith(app, CANARIES)).toEqual([]);
    expect(haunted).toEqual(HAUNTED);
    expect(receipt).toMatchObject({ service: 'lead', round: 1 });
    const by = new Map(receipt.stores.map(({ store, ...rest }) => [store, rest]));
    expect(by.get('leads')).toEqual({ kind: 'table', removed: 0, blanked: 2, kept: 0, keptFor: null });
    expect(by.get('notes')).toMatchObject({ removed: 7, blanked: 0 });
    expect(by.get('documents')).toMatchObject({ kind: 'files', removed: 3 });
    expect(by.get('imports')).toMatchObject({ kind: 'files', removed: 1, kept: 0 });
  });

  it('leaves its source, status and instants, and what others have', async () => {
    const { lead, tenant } = person;
    const [left] = await inspect(
      app.database,
      'SELECT source, status, captured_at AS "capturedAt" FROM lead WHERE lead_id = $1 AND erased_at IS NOT NULL',
      [lead.id],
    );
    expect(left).toEqual({ source: lead.source, status: lead.status, capturedAt: new Date(lead.capturedAt) });
    expect((await tenant.get<Lead>(`/v1/leads/${bystander.id}`)).body).toEqual(bystander);
    expect((await tenant.get<Deal>(`/v1/deals/${person.deal.id}`)).body).toMatchObject({
      name: 'erased',
      value: person.deal.value,
      externalId: null,
    });
  });

  it('is told as erased, once for each lead', async () => {
    const erased = () => app.published.ofType('lead.erased').map(({ data }) => (data as { leadId: string }).leadId);
    await eventually(() => expect(erased().toSorted()).toEqual(subject().leadIds.toSorted()));
    const again = await asker.erase(person.tenant.tenantId, located());
    expect(again.stores.filter(({ removed, blanked }) => removed + blanked > 0)).toEqual([]);
    expect(erased()).toHaveLength(2);
  });

  it.each([
    ['GET', ''],
    ['GET', '/audit'],
    ['GET', '/status-history'],
    ['GET', '/diff?from=2020-01-01T00:00:00.000Z'],
    ['GET', '/notes'],
    ['GET', '/documents'],
    ['GET', '/identities'],
    ['GET', '/relationships'],
    ['GET', '/score'],
    ['GET', '/assignments'],
    ['GET', '/duplicates'],
    ['DELETE', ''],
    ['POST', '/restore'],
  ] as const)('is not found by %s /v1/leads/{id}%s', async (method, path) => {
    for (const leadId of subject().leadIds) {
      const answer = await person.tenant.send<Problem>(method, `/v1/leads/${leadId}${path}`, { headers: ifMatch(1) });
      expect([path, answer.status]).toEqual([path, 404]);
    }
  });

  it('is in no list, no search and no merge, and its addresses are free', async () => {
    const { tenant, lead, mergedId } = person;
    const { body: deleted } = await tenant.get<{ items: Lead[] }>('/v1/leads?deleted=true');
    expect(deleted.items).toEqual([]);
    expect((await tenant.get<{ items: unknown[] }>('/v1/search?q=canarylast')).body.items).toEqual([]);
    expect((await tenant.get<{ items: unknown[] }>('/v1/merges')).body.items).toEqual([]);
    for (const leadId of subject().leadIds)
      expect((await tenant.get<{ items: unknown[] }>(`/v1/lead-audit?leadId=${leadId}`)).body.items).toEqual([]);
    expect((await merge(tenant, bystander, { ...lead, id: mergedId })).status).toBe(404);
    const job = await importFile(tenant, `Email\n${EMAIL}\n`, { matchBy: 'email' });
    expect(job.counts).toMatchObject({ created: 1, updated: 0 });
  });

  it('is not made again by what others still tell of it', async () => {
    const { tenantId } = person.tenant;
    const { id: leadId } = person.lead;
    await app.publish(
      interaction({ tenantId, leadId }, uuidV7.next(), 'page.viewed', new Date()),
      consent({ tenantId, leadId }, 'email', 'withdrawn'),
      consent({ tenantId, leadId: bystander.id }, 'email', 'given'),
      interaction({ tenantId, leadId: bystander.id }, uuidV7.next(), 'page.viewed', new Date()),
    );
    const kept = (table: string) =>
      inspect<{ id: string }>(app.database, `SELECT lead_id AS id FROM ${table} WHERE tenant_id = $1`, [tenantId]);
    await eventually(async () => {
      expect(await kept('scoring_contribution')).toEqual([{ id: bystander.id }]);
      expect(await kept('lead_consent')).toEqual([{ id: bystander.id }]);
    });
  });

  it('is a new visitor when it comes back: nobody is known by the id that it had', async () => {
    const { tenant, visitorId } = person;
    const lead = { email: 'returns@example.com' };
    expect(await tenant.post('/v1/leads/identify', { visitorId, lead })).toMatchObject({
      status: 422,
      body: { code: 'LEAD.INVALID', errors: [{ path: 'visitorId', code: 'visitor.erased' }] },
    });
    const form = await createForm(tenant, { name: 'Again' });
    expect((await submit(app, form.key, { ...lead, visitorId })).body.status).toBe('received');
    const { body } = await tenant.get<{ items: FormSubmission[] }>(`/v1/lead-forms/${form.id}/submissions`);
    expect(body.items).toMatchObject([{ isNewLead: true, stated: lead }]);
    expect(body.items[0]?.stated).not.toHaveProperty('visitorId');
    expect((await tenant.get(`/v1/leads/${body.items[0]?.leadId}/identities`)).body).toMatchObject({ items: [] });
  });

  it('takes its files along', async () => {
    const { tenant } = person;
    await requestJob('sweep-abandoned-documents');
    await eventually(async () => expect(await readdir(join(folder, tenant.tenantId)).catch(() => [])).toEqual([]), { withinMs: 30_000 });
    expect(await errorsOf(person.import)).toEqual([404, 'LEAD.IMPORT_FILE_GONE']);
  });
});

describe('somebody who is no lead', () => {
  it('is told of and erased by an address, and no lead with it', async () => {
    const { tenant } = person;
    const email = 'stranger@example.com';
    await importFile(tenant, `Email,Phone\nrefused@example.com,${email}\n`, { matchBy: 'email' });
    await app.publish(forbidden(tenant.tenantId, uuidV7.next(), email));
    const copied = () => inspect(app.database, 'SELECT 1 FROM lead_prohibition WHERE value = $1', [email]);
    await eventually(async () => expect(await copied()).toHaveLength(1));
    const stranger = { leadIds: [], addresses: [`email:${email}`] };
    const records = await asker.gather(tenant.tenantId, stranger);
    expect([...records]).toMatchObject([
      ['imports', [{ outcome: 'failed', value: email }]],
      ['permissions', [{ kind: 'email', value: email }]],
    ]);
    expect(await asker.locate(tenant.tenantId, stranger)).toEqual([]);
    const { stores } = await asker.erase(tenant.tenantId, stranger);
    const changed = stores.filter(({ removed, blanked }) => removed + blanked > 0).map(({ store }) => store);
    expect(changed.toSorted()).toEqual(['imports', 'permissions']);
    expect(await tablesWith(app, [email])).toEqual([]);
    expect((await tenant.get<Lead>(`/v1/leads/${bystander.id}`)).body).toEqual(bystander);
  });
});

const requestJob = (name: string) =>
  inspect(app.database, `UPDATE timed_job SET requested_at = now(), requested_by = 'spec' WHERE name = $1`, [name]);

async function errorsOf({ id }: ImportJob): Promise<[number, string | undefined]> {
  const { status, body } = await person.tenant.get<Problem>(`/v1/imports/${id}/errors.csv`);
  return [status, body.code];
}

describe('the file of an import', () => {
  it('is kept for a week, and no longer than its people when one of them is erased while it is under way', async () => {
    const { tenant } = person;
    const [old, recent, touched] = [
      await importFile(tenant, 'Email,Phone\nold@example.com,unlisted\n', { matchBy: 'email', onBadValue: 'leave-out' }),
      await importFile(tenant, 'Email\nrecent@example.com\n', { matchBy: 'email' }),
      await importFile(tenant, 'Email\ntouched@example.com\n', { matchBy: 'email' }),
    ];
    const week = `interval '7 days 1 second'`;
    const aged = `created_at = created_at - ${week}, started_at = started_at - ${week}, completed_at = completed_at - ${week}`;
    await inspect(app.database, `UPDATE import SET ${aged} WHERE import_id = $1`, [old.id]);
    await inspect(app.database, 'UPDATE import SET discards_file = true WHERE import_id = $1', [touched.id]);
    await requestJob('discard-abandoned-uploads');
    await eventually(async () => expect(await errorsOf(old)).toEqual([404, 'LEAD.IMPORT_FILE_GONE']), { withinMs: 30_000 });
    expect(await errorsOf(touched)).toEqual([404, 'LEAD.IMPORT_FILE_GONE']);
    expect((await errorsOf(recent))[0]).toBe(200);
    expect((await tenant.get<{ items: ImportRow[] }>(`/v1/imports/${old.id}/rows`)).body.items).toMatchObject([
      { outcome: 'created', warnings: [{ code: 'phone.region_missing', column: 'Phone', message: null, value: null }] },
    ]);
    const kept = await inspect<{ id: string }>(
      app.database,
      'SELECT DISTINCT import_id AS id FROM import_chunk WHERE import_id = ANY ($1)',
      [[old.id, recent.id, touched.id]],
    );
    expect(kept).toEqual([{ id: recent.id }]);
  });
});
