import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ContactDecision, DncCheck } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { eventually, leadCaptured, type ServiceClient, sql } from '@leadstream/testing';
import type { Type } from '@nestjs/common';
import { type ComplianceApp, startComplianceApp } from '../../../test/compliance-app.js';
import { ask, changes, ended, load, national, reasonsFor, upload } from '../../../test/dnc-loads.js';
import { HeldListsService } from './held-lists.service.js';
import { ListReadModel } from './list.read-model.js';
import { ListSnapshotsService } from './list-snapshots.service.js';

const START = new Date('2026-11-20T12:00:00Z');

let folder: string;
let app: ComplianceApp;
let tenant: ServiceClient;
let now = START;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leadstream-dnc-'));
  app = await startComplianceApp({ now: () => now }, { DNC_LISTS_POLL_MS: '50', DNC_LIST_WAIT_MS: '10000', DNC_SNAPSHOT_FOLDER: folder });
});
afterAll(async () => {
  await app.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  tenant = app.as();
  now = START;
});

const inSlice = (text: string, values: readonly unknown[]) => sql(app.database.adminUrl, text, values);
const told = ({ tenantId }: ServiceClient) => app.published.ofType('dnc-list.loaded').filter(({ key }) => key.startsWith(`${tenantId}:`));

describe('contact decisions', () => {
  it('keep from calling and texting for sales whoever is listed, and everybody while a list is too old', async () => {
    await load(tenant, '4155552671\n', national());
    const leadId = uuidV7.next();
    await app.publish(leadCaptured({ tenantId: tenant.tenantId, leadId, sequence: 1 }, { phone: '+14155552671' }));
    await eventually(async () => expect((await tenant.get<{ known: boolean }>(`/v1/leads/${leadId}/contact-state`)).body.known).toBe(true));
    const decide = async (channel: string, purpose: string) =>
      (await tenant.post<ContactDecision>('/v1/decisions', { leadId, channel, purpose })).body;
    const codes = async (channel: string, purpose: string) => (await decide(channel, purpose)).reasons.map(({ code }) => code);
    expect((await decide('voice', 'marketing')).inputs.numberLists).toEqual([
      { source: 'us-national', version: 1, listedAt: '2026-11-20T06:00:00.000Z' },
    ]);
    expect(await codes('voice', 'marketing')).toEqual(['on_dnc_list', 'no_consent']);
    expect(await codes('sms', 'sales')).toEqual(['on_dnc_list', 'no_consent']);
    expect(await codes('voice', 'service')).toEqual(['no_consent']);
    expect(await codes('email', 'marketing')).toEqual(['no_consent']);
    now = new Date('2026-12-21T06:00:01Z');
    expect(await codes('voice', 'marketing')).toEqual(['dnc_list_unsure', 'no_consent']);
  });
});

describe('a list', () => {
  it('is loaded whole, answers for every spelling, and says how old it is', async () => {
    const rows = '415,5552671\r\n212,5550100\r\n212,5550100\r\n212,555010\r\nseven\r\n';
    const { status, headers, body } = await upload(tenant, new Uint8Array(gzipSync(rows)), national());
    expect([status, headers.get('location'), body.status, body.version]).toEqual([202, `/v1/dnc/loads/${body.id}`, 'pending', null]);
    expect(await ended(tenant, body.id)).toMatchObject({
      status: 'completed',
      source: 'us-national',
      progress: { percent: 100 },
      counts: { rows: 5, added: 2, removed: 0, unchanged: 1, refused: 2 },
      problems: [
        { line: 4, code: 'wrong_length' },
        { line: 5, code: 'not_a_number' },
      ],
      refusal: null,
      version: 1,
      size: 2,
    });
    const answer = await ask(tenant, ['(415) 555-2671', '+1 212 555 0100', '4155552672', '+49 30 901820', 'nobody']);
    expect(answer).toMatchObject({
      lists: [
        {
          source: 'us-national',
          state: 'current',
          version: 1,
          listedAt: '2026-11-20T06:00:00.000Z',
          ageSeconds: 21_600,
          maxAgeSeconds: 2_678_400,
        },
      ],
      listVersion: 0,
      answeredAt: START.toISOString(),
    });
    const listed = { blocked: true, reasons: [{ code: 'listed', source: 'us-national' }] };
    const free = { blocked: false, reasons: [] };
    expect(answer.items).toEqual([listed, listed, free, free, { blocked: true, reasons: [{ code: 'bad_phone' }] }]);
  });

  it('changes by what is added and deleted, and tells each version', async () => {
    await load(tenant, '415,5552671\n415,5552672\n212,5550100\n', national());
    expect(
      await load(tenant, '415,5552671,D\n415,5552673,A\n212,5550100,A\n', changes({ listedAt: '2026-11-20T07:00:00Z' })),
    ).toMatchObject({
      counts: { rows: 3, added: 1, removed: 1, unchanged: 1, refused: 0 },
      version: 2,
      size: 3,
    });
    expect(await reasonsFor(tenant, ['4155552671', '4155552672', '4155552673', '2125550100'])).toEqual([
      [],
      ['listed'],
      ['listed'],
      ['listed'],
    ]);
    await eventually(() => expect(told(tenant)).toHaveLength(2));
    expect(told(tenant).map(({ headers, data }) => [headers['ce_sequence'], data])).toEqual([
      ['1', expect.objectContaining({ source: 'us-national', version: 1, mode: 'full', size: 3 })],
      ['2', expect.objectContaining({ version: 2, mode: 'delta', listedAt: '2026-11-20T07:00:00.000Z', size: 3 })],
    ]);
  });

  it('has no number any more that a whole one has not, area codes included', async () => {
    await load(tenant, '415,5552671\n212,5550100\n', national());
    await load(tenant, '415,5552672\n305,5550100\n', national());
    expect(await reasonsFor(tenant, ['4155552671', '2125550100', '4155552672', '3055550100'])).toEqual([[], [], ['listed'], ['listed']]);
  });

  it('is fetched by whoever holds it before anybody asks', async () => {
    await load(tenant, '415,5552671\n', national());
    await ask(tenant, ['4155552671']);
    await load(tenant, '415,5552672,A\n', changes());
    const held = () => app.service.app.get(HeldListsService, { strict: false }).held(tenant.tenantId, 'us-national');
    await eventually(() => expect(held()).toMatchObject({ version: 2, numbers: { size: 2 } }));
  });

  it('stands beside others, and beside the entries of the tenant', async () => {
    await load(tenant, '415,5552671\n', national());
    await load(tenant, '415,5552671\n415,5552672\n', national({ source: 'own-partners' }));
    await tenant.post('/v1/dnc', { kind: 'phone', value: '+14155552673', reason: 'asked', channels: ['voice'] });
    const phones = ['4155552671', '4155552672', '4155552673'];
    expect(await reasonsFor(tenant, phones)).toEqual([['listed', 'listed'], ['listed'], ['entry']]);
    expect(await reasonsFor(tenant, phones, { sources: ['us-national'] })).toEqual([['listed'], [], ['entry']]);
    expect(await ask(tenant, phones, { channel: 'email' })).toMatchObject({ items: phones.map(() => ({ blocked: false })), lists: [] });
    const single = await tenant.post<DncCheck>('/v1/dnc/check', { phone: '+14155552672', channel: 'sms' });
    expect(single.body).toMatchObject({
      blocked: true,
      entries: [],
      reasons: [{ code: 'listed', source: 'own-partners' }],
      lists: [{ source: 'own-partners', maxAgeSeconds: null }, { source: 'us-national' }],
    });
  });
});

describe('a list that cannot be relied on blocks', () => {
  it('once it is older than 31 days', async () => {
    await load(tenant, '415,5552671\n', national({ listedAt: START.toISOString() }));
    await load(tenant, '415,5552671\n', national({ source: 'own-partners', listedAt: START.toISOString() }));
    now = new Date(START.getTime() + 31 * 86_400_000);
    expect(await reasonsFor(tenant, ['4155552672'])).toEqual([[]]);
    now = new Date(now.getTime() + 1_000);
    expect(await reasonsFor(tenant, ['4155552672', '+4930901820'])).toEqual([['list_stale'], []]);
    expect((await tenant.post<DncCheck>('/v1/dnc/check', { phone: '+14155552672', channel: 'voice' })).body).toMatchObject({
      blocked: true,
    });
    await load(tenant, '415,5552672,A\n', changes({ since: START.toISOString(), listedAt: now.toISOString() }));
    expect(await reasonsFor(tenant, ['4155552673', '4155552672'])).toEqual([[], ['listed']]);
  });

  it('when it was asked for and never loaded', async () => {
    const { items, lists } = await ask(tenant, ['4155552671'], { sources: ['us-national'] });
    expect(items).toEqual([{ blocked: true, reasons: [{ code: 'list_not_loaded', source: 'us-national' }] }]);
    expect(lists).toMatchObject([{ state: 'not_loaded', version: null, ageSeconds: null }]);
  });

  it('when what is stored is not what its version should be', async () => {
    await load(tenant, '415,5552671\n', national());
    await inSlice('UPDATE compliance.dnc_registry SET version = 2, size = 2 WHERE tenant_id = $1', [tenant.tenantId]);
    expect(await reasonsFor(tenant, ['4155552672'])).toEqual([['list_behind']]);
  });

  it('when it is a version of the same number, but of another load, until that is here', async () => {
    await load(tenant, '415,5552671\n', national());
    expect(await reasonsFor(tenant, ['4155552671'])).toEqual([['listed']]);
    await inSlice('DELETE FROM compliance.dnc_registry WHERE tenant_id = $1', [tenant.tenantId]);
    await inSlice('DELETE FROM compliance.dnc_registry_page WHERE tenant_id = $1', [tenant.tenantId]);
    await load(tenant, '415,5552672\n', national());
    expect(await reasonsFor(tenant, ['4155552671', '4155552672'])).toEqual([[], ['listed']]);
  });

  it('when a bit of it was flipped where it is stored', async () => {
    await load(tenant, '415,5552671\n', national());
    await inSlice(
      'UPDATE compliance.dnc_registry_page SET content = set_bit(content, 16100, 1 - get_bit(content, 16100)) WHERE tenant_id = $1',
      [tenant.tenantId],
    );
    expect(await reasonsFor(tenant, ['4155552672'])).toEqual([['list_behind']]);
  });
});

describe('a process that starts', () => {
  const get = <T>(type: Type<T>): T => app.service.app.get(type, { strict: false });
  const started = (maxBytes = 1_000_000) =>
    new HeldListsService(get(TenantDatabase), get(ListReadModel), get(ListSnapshotsService), { DNC_LISTS_MAX_BYTES: maxBytes });
  const fileOf = () => join(folder, `${tenant.tenantId}.us-national.dnc`);
  const unreadable = () => inSlice("UPDATE compliance.dnc_registry_page SET content = '' WHERE tenant_id = $1", [tenant.tenantId]);

  beforeEach(async () => {
    await load(tenant, '415,5552671\n212,5550100\n', national());
    await ask(tenant, ['4155552671']);
    await eventually(() => expect(existsSync(fileOf())).toBe(true));
  });

  it('takes a list from its file, and only what came since from the database', async () => {
    await unreadable();
    const lists = started();
    expect(await lists.fetch(tenant.tenantId, 'us-national')).toMatchObject({ version: 1, numbers: { size: 2 } });
    await load(tenant, '305,5550100,A\n', changes());
    const { numbers } = await lists.fetch(tenant.tenantId, 'us-national');
    expect([2_125_550_100, 3_055_550_100, 3_055_550_101].map((number) => numbers.has(number))).toEqual([true, true, false]);
  });

  it('takes it from the database when the file is damaged', async () => {
    const bytes = await readFile(fileOf());
    await writeFile(fileOf(), bytes.subarray(0, bytes.length - 1));
    expect(await started().fetch(tenant.tenantId, 'us-national')).toMatchObject({ version: 1, numbers: { size: 2 } });
  });

  it('holds no more than it may, and lets go of what was asked for longest ago', async () => {
    await load(tenant, '415,5552671\n', national({ source: 'own-partners' }));
    await load(tenant, '415,5552671\n', national({ source: 'us-tx' }));
    // A page of little takes 6 kB.
    const lists = started(20_000);
    for (const source of ['us-national', 'own-partners']) await lists.fetch(tenant.tenantId, source);
    lists.held(tenant.tenantId, 'us-national');
    await lists.fetch(tenant.tenantId, 'us-tx');
    expect(['us-national', 'own-partners', 'us-tx'].filter((source) => lists.held(tenant.tenantId, source))).toEqual([
      'us-national',
      'us-tx',
    ]);
  });

  it('has no list when neither can be read', async () => {
    await unreadable();
    await rm(fileOf());
    await expect(started().fetch(tenant.tenantId, 'us-national')).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
