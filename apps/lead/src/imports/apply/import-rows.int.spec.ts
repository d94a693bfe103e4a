import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ImportRow, Lead, LeadAuditEntry, StatusChange } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { eventually } from '@leadstream/testing';
import { memberAdded } from '../../../test/distribution.js';
import { fileOf, importFile, rowsOf } from '../../../test/imports.js';
import { inspect } from '../../../test/inspect.js';
import { type LeadApp, startLeadApp } from '../../../test/lead-app.js';
import { FIND_BY_IDENTIFIERS } from '../../lead-store/lead-lookup.repository.js';

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp({ IMPORT_BATCH_ROWS: '3' });
});
afterAll(() => app.stop());

describe('rows', () => {
  it('end created, updated, skipped or failed, each with its reason, and add up', async () => {
    const tenant = app.as();
    await tenant.post('/v1/leads', { externalId: 'known', email: 'known@x.com', company: 'Acme' });
    const job = await importFile(
      tenant,
      [
        'id,email,phone,company,status',
        'known,,,Beta,',
        'new,New@X.com,+49 30 901820,,qualified',
        'known,,,Beta,',
        'bad,nonsense,,,',
        ',,,,',
        'short',
        'thief,known@x.com,,,',
        'new,,,,contacted',
        ',lonely@x.com,,,',
      ].join('\n'),
    );
    expect(job).toMatchObject({ status: 'completed', counts: { rows: 9, created: 1, updated: 1, skipped: 3, failed: 4 } });
    expect(await rowsOf(tenant, job.id)).toEqual([
      [1, 'updated', null, null],
      [2, 'created', null, null],
      [3, 'skipped', 'lead.unchanged', null],
      [4, 'failed', 'email.invalid', 'email'],
      [5, 'skipped', 'row.blank', null],
      [6, 'failed', 'row.too_few_cells', null],
      [7, 'failed', 'email.taken', 'email'],
      [8, 'skipped', 'status.backwards', 'status'],
      [9, 'failed', 'match.missing', 'externalId'],
    ]);
    expect(await rowsOf(tenant, job.id, 'failed')).toHaveLength(4);
    expect((await tenant.get<{ items: Lead[] }>('/v1/leads?sort=createdAt')).body.items).toMatchObject([
      { externalId: 'known', company: 'Beta', version: 2 },
      { externalId: 'new', email: 'new@x.com', phone: '+4930901820', status: 'qualified', version: 2 },
    ]);
  });

  it('are listed page by page', async () => {
    const tenant = app.as();
    const { id } = await importFile(tenant, fileOf(5));
    const { body: first } = await tenant.get<{ items: ImportRow[]; nextCursor: string }>(`/v1/imports/${id}/rows?limit=3`);
    const { body: second } = await tenant.get<{ items: ImportRow[]; nextCursor: null }>(
      `/v1/imports/${id}/rows?limit=3&cursor=${first.nextCursor}`,
    );
    expect([...first.items, ...second.items].map(({ row, leadId }) => [row, typeof leadId])).toEqual(
      [1, 2, 3, 4, 5].map((row) => [row, 'string']),
    );
    expect(second.nextCursor).toBeNull();
  });

  it('leave audit, history and events in the name of who uploaded them', async () => {
    const tenant = app.as();
    const { body: lead } = await tenant.post<Lead>('/v1/leads', { externalId: 'e1', capturedAt: '2018-02-01T00:00:00Z' });
    const upload = await tenant.upload<{ id: string }>('id,won_date\ne1,2018-01-31 12:00:00\n', { constants: { status: 'converted' } });
    const importId = upload.body.id;
    const [event] = await eventually(() => {
      const found = app.published.ofType('lead.status-changed').filter(({ key }) => key.endsWith(lead.id));
      expect(found).toHaveLength(1);
      return found;
    });
    expect(event?.data).toMatchObject({
      from: 'new',
      to: 'converted',
      trigger: 'import',
      changedAt: '2018-01-31T12:00:00.000Z',
      secondsInStage: -43_200,
      importId,
    });
    expect(event?.headers['ce_correlationid']).toBe(upload.headers.get('x-request-id'));
    const { body: history } = await tenant.get<{ items: StatusChange[] }>(`/v1/leads/${lead.id}/status-history`);
    expect(history.items).toMatchObject([{ to: 'converted', secondsInStage: -43_200, trigger: 'import', importId }]);
    const { body: audit } = await tenant.get<{ items: LeadAuditEntry[] }>(`/v1/leads/${lead.id}/audit`);
    expect(audit.items[0]).toMatchObject({
      action: 'status-changed',
      actor: tenant.actor,
      requestId: upload.headers.get('x-request-id'),
      importId,
    });
    await eventually(() => {
      const ended = app.published.ofType('import.completed').filter(({ key }) => key.endsWith(importId));
      expect(ended).toMatchObject([{ data: { status: 'completed', rows: 1, updated: 1, created: 0 } }]);
    });
  });

  it('of one file that name the same lead are one lead, across batches', async () => {
    const tenant = app.as();
    const rows = Array.from({ length: 8 }, (_, index) => `ann@x.com,Company ${index + 1}`);
    const job = await importFile(tenant, ['email,company', ...rows].join('\n'), { matchBy: 'email' });
    expect(job.counts).toMatchObject({ created: 1, updated: 7 });
    expect((await tenant.get<{ items: Lead[] }>('/v1/leads')).body.items).toMatchObject([
      { email: 'ann@x.com', company: 'Company 8', version: 8 },
    ]);
  });

  it('leave known leads alone when told to', async () => {
    const tenant = app.as();
    await tenant.post('/v1/leads', { phone: '+4930901820', company: 'Acme' });
    const job = await importFile(tenant, 'phone,company\n030 901820,Beta\n030 901821,Gamma\n', {
      matchBy: 'phone',
      onMatch: 'skip',
      region: 'de',
    });
    expect(await rowsOf(tenant, job.id)).toEqual([
      [1, 'skipped', 'lead.exists', 'phone'],
      [2, 'created', null, null],
    ]);
  });

  it('may swap identifiers between leads, in file order', async () => {
    const tenant = app.as();
    await importFile(tenant, 'id,email\na,one@x.com\nb,two@x.com\n');
    const job = await importFile(tenant, 'id,email\na,three@x.com\nb,one@x.com\na,two@x.com\n');
    expect(job.counts).toMatchObject({ updated: 3, failed: 0 });
    expect((await tenant.get<{ items: Lead[] }>('/v1/leads?sort=createdAt')).body.items).toMatchObject([
      { email: 'two@x.com' },
      { email: 'one@x.com' },
    ]);
  });
});

describe('what happens to a row', () => {
  it.each<[string, object, unknown[]]>([
    ['fills blanks only', { onMatch: 'fill-blanks' }, ['updated', 'created', 'updated']],
    ['leaves out leads that are not there', { onNoMatch: 'skip' }, ['updated', 'skipped lead.missing', 'skipped lead.missing']],
    ['leaves out what a row above says already', { onRepeat: 'skip' }, ['updated', 'created', 'skipped row.repeated']],
    ['leaves out leads that are there', { onMatch: 'skip' }, ['skipped lead.exists', 'created', 'skipped lead.exists']],
  ])('%s', async (_name, options, outcomes) => {
    const tenant = app.as();
    await tenant.post('/v1/leads', { externalId: '1', company: 'Known' });
    const job = await importFile(tenant, 'id,company,first_name\n1,New,Ada\n2,First,\n2,Second,Bea\n', options);
    const { body } = await tenant.get<{ items: ImportRow[] }>(`/v1/imports/${job.id}/rows`);
    expect(body.items.map(({ outcome, code }) => [outcome, code].filter(Boolean).join(' '))).toEqual(outcomes);
  });

  it('of a known lead keeps what is known when blanks are filled', async () => {
    const tenant = app.as();
    await tenant.post('/v1/leads', { externalId: '1', company: 'Known', address: { city: 'Bonn' } });
    const mapping = {
      id: 'externalId',
      company: 'company',
      name: 'firstName',
      city: 'address.city',
      zip: 'address.postalCode',
      stage: 'status',
    };
    await importFile(tenant, 'id,company,name,city,zip,stage\n1,New,Ada,Rome,53111,qualified\n', { mapping, onMatch: 'fill-blanks' });
    expect(await tenant.get('/v1/leads')).toMatchObject({
      body: { items: [{ company: 'Known', firstName: 'Ada', address: { city: 'Bonn', postalCode: '53111' }, status: 'new' }] },
    });
  });
});

describe('owners', () => {
  it('are members, named by their address or id; a row that names anybody else fails or goes without', async () => {
    const tenant = app.as(undefined, ['leads:read', 'leads:write', 'tenant:write']);
    const [ann, stranger] = [uuidV7.next(), uuidV7.next()];
    await app.publish(memberAdded(tenant.tenantId, ann, 'ann@ours.com'));
    await eventually(async () => expect(await tenant.get('/v1/distribution/members')).toMatchObject({ body: { items: [{ id: ann }] } }));
    const mapping = { id: 'externalId', address: 'ownerEmail', owner: 'ownerId' };
    const file = `id,address,owner\n1,Ann@Ours.com,\n2,bob@ours.com,\n3,,${ann}\n4,,${stranger}\n5,ann@ours.com,${stranger}\n6,Ann,\n`;
    const job = await importFile(tenant, file, { mapping });
    expect(await rowsOf(tenant, job.id)).toEqual([
      [1, 'created', null, null],
      [2, 'failed', 'owner.unknown', 'ownerEmail'],
      [3, 'created', null, null],
      [4, 'failed', 'owner.unknown', 'ownerId'],
      [5, 'failed', 'owner.unknown', 'ownerId'],
      [6, 'failed', 'email.invalid', 'ownerEmail'],
    ]);
    const lenient = await importFile(tenant, file, { mapping, onBadValue: 'leave-out' });
    expect(lenient.counts).toEqual({ rows: 6, created: 4, updated: 0, skipped: 2, failed: 0, warned: 4 });
    const { body } = await tenant.get<{ items: Lead[] }>('/v1/leads?sort=createdAt');
    expect(Object.fromEntries(body.items.map(({ externalId, ownerId }) => [externalId, ownerId]))).toEqual({
      ...{ 1: ann, 2: null, 3: ann, 4: null, 5: null, 6: null },
    });
  });
});

describe('a row that the database refuses', () => {
  it('fails alone, its neighbours go in', async () => {
    await inspect(app.database, `ALTER TABLE lead ADD CONSTRAINT poison CHECK (company <> 'poison')`);
    const tenant = app.as();
    const job = await importFile(tenant, fileOf(10, { company: (row) => (row === 5 ? 'poison' : 'fine') }));
    expect(job.counts).toEqual({ rows: 10, created: 9, updated: 0, skipped: 0, failed: 1, warned: 0 });
    expect(await rowsOf(tenant, job.id, 'failed')).toEqual([[5, 'failed', 'row.refused', null]]);
  });
});

describe('leads captured at the same moment', () => {
  it('are never lost and never there twice', async () => {
    const tenant = app.as();
    const uploads = await Promise.all([
      importFile(tenant, fileOf(60)),
      ...Array.from({ length: 60 }, (_, index) => tenant.post('/v1/leads', { externalId: `e${60 - index}`, company: 'API' })),
    ]);
    const [job, ...captures] = uploads as [Awaited<ReturnType<typeof importFile>>, ...{ status: number }[]];
    const captured = captures.filter(({ status }) => status === 201).length;
    expect(job.counts).toMatchObject({ rows: 60, created: 60 - captured, skipped: captured, failed: 0 });
    const [count] = await inspect<{ leads: string; ids: string }>(
      app.database,
      'SELECT count(*) AS leads, count(DISTINCT external_id) AS ids FROM lead WHERE tenant_id = $1',
      [tenant.tenantId],
    );
    expect(count).toEqual({ leads: '60', ids: '60' });
  });

  it('find their leads by index, also where statistics know nothing of the tenant yet', async () => {
    const fill = `INSERT INTO lead (tenant_id, lead_id, external_id, status_changed_at, captured_at, created_at, updated_at)
                  SELECT $1, gen_random_uuid(), 'e' || n, now(), now(), now(), now() FROM generate_series(1, 5000) AS n`;
    const further = `INSERT INTO lead_identity (tenant_id, kind, value, lead_id, version, first_seen_at, last_seen_at)
                     SELECT $1, 'external', 'old ' || external_id, lead_id, 1, now(), now() FROM lead WHERE tenant_id = $1`;
    const [known, newcomer] = [uuidV7.next(), uuidV7.next()];
    for (const tenantId of [known, newcomer]) {
      await inspect(app.database, fill, [tenantId]);
      await inspect(app.database, further, [tenantId]);
      if (tenantId === known) await inspect(app.database, 'ANALYZE lead, lead_identity');
    }
    const values = ['externalId', 'email', 'phone'].map((name) => Array.from({ length: 20 }, (_, row) => `${name} ${row}`));
    const plan = await inspect<{ 'QUERY PLAN': string }>(app.database, `EXPLAIN (COSTS OFF) ${FIND_BY_IDENTIFIERS.text}`, [
      newcomer,
      ...values,
    ]);
    const lines = plan.map((row) => row['QUERY PLAN']).join('\n');
    for (const index of ['lead_external_id_key', 'lead_email_key', 'lead_phone_key'])
      expect(lines).toContain(`Bitmap Index Scan on ${index}`);
    expect(lines).toMatch(/Index (Only )?Scan (using|on) lead_identity_pkey/);
    expect(lines).toMatch(/Index Scan using lead_pkey on lead l/);
    expect(lines).not.toContain('Seq Scan');
  });
});

describe('columns of consent and of prohibitions', () => {
  it('are told to the compliance service, of a row that is left out only what forbids', async () => {
    const tenant = app.as();
    await tenant.post('/v1/leads', { externalId: 'known', email: 'known@x.com' });
    const mapping = { id: 'externalId', mail: 'email', optin: 'consent.email', dnc: 'doNotContact.voice', stop: 'doNotContact.email' };
    const job = await importFile(
      tenant,
      'id,mail,optin,dnc,stop\nnew,new@x.com,yes,,\nknown,other@x.com,yes,no,\nknown,,yes,yes,\nodd,odd@x.com,perhaps,,yes\n',
      { mapping, onMatch: 'skip', consentPurpose: 'sales', consentTextVersion: 'fair-1' },
    );
    expect(await rowsOf(tenant, job.id)).toEqual([
      [1, 'created', null, null],
      [2, 'skipped', 'lead.exists', 'externalId'],
      [3, 'skipped', 'lead.exists', 'externalId'],
      [4, 'failed', 'flag.unclear', 'consent.email'],
    ]);
    await eventually(() => {
      const events = app.published.ofType('lead.permissions-stated').filter(({ key }) => key.startsWith(tenant.tenantId));
      // Of two leads nobody says which is told first.
      expect(events.map(({ data }) => data as { email: string }).sort((one, other) => other.email.localeCompare(one.email))).toMatchObject([
        {
          email: 'new@x.com',
          consents: [{ channel: 'email', purpose: 'sales', state: 'given', textVersion: 'fair-1' }],
          doNotContact: [],
          importId: job.id,
        },
        { email: 'known@x.com', consents: [], doNotContact: ['voice'], importId: job.id },
      ]);
      const ofNobody = app.published.ofType('address.permissions-stated').filter(({ key }) => key.startsWith(tenant.tenantId));
      const said = { kind: 'email', value: 'odd@x.com', doNotContact: ['email'], importId: job.id };
      expect(ofNobody.map(({ data }) => data)).toMatchObject([said]);
    });
  });
});
