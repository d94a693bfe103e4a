import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { allRoutes, type RouteContract } from '@leadstream/contracts';
import { eventually } from '@leadstream/testing';
import { startSystem, type System } from '../system.js';
import { archiveOldRows } from './archived-rows.js';
import { plantCrmRows } from './crm-rows.js';
import { plantConflict } from './conflict-rows.js';
import { plantHeldRows } from './held-rows.js';
import { leadsAreJudged } from './judged-leads.js';
import { plantRehearsalChange } from './rehearsal-rows.js';
import { plantTrainedModel } from './trained-model-rows.js';
import { idsIn, type RouteAnswer, type RouteCall, RouteCaller } from './route-call.js';
import { STEPS } from './steps.js';
import type { Step } from './steps/step.js';
import { LOOKED_AT } from './looked-at-functions.js';
import { definerFunctions, visitTables } from './table-visit.js';
import { World } from './world.js';

const exposed = allRoutes.filter(({ scope }) => scope !== 'internal');
const NOTHING = '01920000-0000-7000-8000-0000000000ff';
/** The scoring model that every tenant begins with. */
const BUILT_IN = '00000000-0000-4000-8000-000000000001';

/**
 * Analytics takes no writes. And what is gone by then: the bytes of files of phone numbers once they are loaded, the addresses of a person once the
 * erasure is certified, and what was looked for in files of imports; what is held of a person comes to light before its keys are gone. Nothing writes `segment_look` any more (ADR 51).
 */
const UNUSED = [
  'analytics.idempotency_key',
  'compliance.dnc_load_chunk',
  'compliance.erasure_address',
  'compliance.erasure_held_lead',
  'compliance.subject_export_location',
  'lead.file_search',
  'lead.scoring_digest',
  'lead.segment_look',
];

/** A tenant, what it holds, and its way through the door. */
interface Tenant {
  readonly id: string;
  readonly world: World;
  readonly caller: RouteCaller;
}

let system: System;
let archive: string;
/** Has everything. */
let owner: Tenant;
/** Has nothing, and tries everything that is the owner's. */
let stranger: Tenant;
/** Everything that only the owner could know: ids of its things and its canary. */
const secrets = new Set<string>();
const cursors = new Map<string, string>();
const answersOfOwner = new Map<string, RouteAnswer>();

async function found(name: string): Promise<Tenant> {
  const apiKey = await system.createTenantKey(name);
  const caller = new RouteCaller(system.gatewayUrl, apiKey);
  const tenant = await caller.call(routeOf('getCurrentTenant'), {});
  return { id: (JSON.parse(tenant.text) as { id: string }).id, world: new World(system.gatewayUrl), caller };
}

function routeOf(operation: string): RouteContract {
  const route = exposed.find((one) => one.operation === operation);
  if (!route) throw new Error(`no route is called ${operation}`);
  return route;
}

/** The key makes a write of one tenant look like the same write of another. */
async function perform({ operation, name, call }: Step, by: Tenant, world: World): Promise<{ answer: RouteAnswer; sent: string }> {
  const route = routeOf(operation);
  const { headers, ...request } = await call(world);
  const writes = route.method !== 'GET' && route.scope !== 'public';
  const full: RouteCall = { ...request, headers: { ...(writes && { 'idempotency-key': `key-of-${name}` }), ...headers } };
  const form = full.body instanceof FormData ? [...full.body.values()].map((part) => (typeof part === 'string' ? part : '')).join() : '';
  return { answer: await by.caller.call(route, full), sent: JSON.stringify(full) + form };
}

/** Takes the step as the owner of `world`, and remembers what came of it. */
async function take(step: Step, by: Tenant): Promise<RouteAnswer> {
  const { answer } = await perform(step, by, by.world);
  const body = jsonOf(answer) as {
    id?: string;
    key?: string | null;
    path?: string;
    items?: { id?: string }[];
    nextCursor?: string | null;
    stages?: { id: string }[];
    review?: { id: string } | null;
    signature?: { keyId: string };
  };
  const id = body.id ?? body.review?.id ?? body.items?.[0]?.id;
  if (id !== undefined) by.world.ids[step.name] ??= id;
  if (body.stages?.[0]) by.world.ids[`stage of ${step.name}`] ??= body.stages[0].id;
  if (body.signature) by.world.ids[`key of ${step.name}`] ??= body.signature.keyId;
  if (body.path !== undefined) by.world.links[step.name] ??= body.path;
  if (typeof body.key === 'string') by.world.keys[step.name] ??= body.key;
  if (body.id !== undefined && body.id === by.world.ids['createLead']) by.world.leadEtag = answer.headers.get('etag') ?? by.world.leadEtag;
  return answer;
}

/** The body; nothing when it is empty or a file. */
function jsonOf({ headers, text }: RouteAnswer): unknown {
  return /^application\/(problem\+)?json/.test(headers.get('content-type') ?? '') ? JSON.parse(text) : {};
}

/** Without what differs from one moment to the next. */
const steady = (text: string): string =>
  text.replaceAll(
    /"(requestId|at|answeredAt|lastUsedAt|asOf|checkedAt|lagSeconds|caughtUp|meanAgeSeconds|meanSecondsInStage|madeAt)":("[^"]*"|[^,}]*)/g,
    '',
  );

/** An answer as one reads it who knows no id but those that he sent. */
const blind = ({ status, text }: RouteAnswer, sent: string): string => {
  const own = new Set(idsIn(sent));
  return `${status} ${steady(text).replaceAll(/[0-9a-f-]{36}/g, (id) => (own.has(id) ? 'sent' : id))}`;
};

const seenBy = (answer: RouteAnswer, sent: string): string[] =>
  [...secrets].filter((secret) => !sent.includes(secret) && (answer.text + JSON.stringify([...answer.headers])).includes(secret));

/** Projections have caught up, and there is something to see. */
function expectWhole({ name, operation }: Step, answer: RouteAnswer): void {
  const body = jsonOf(answer) as { items?: unknown[]; status?: string; emails?: { items: unknown[] }; missing?: string[] };
  if (body.items) expect([name, body.items.length]).not.toEqual([name, 0]);
  if (operation === 'downloadExport') expect(answer.text).toContain('@example.com');
  if (['readImport', 'readDuplicateRun', 'getDncLoad', 'getDncEntryLoad'].includes(operation)) expect(body.status).toBe('completed');
  if (operation === 'readSubjectExport') expect(body.status).toBe('complete');
  if (['readImport', 'readDuplicateRun', 'getDncLoad', 'readPolicyRehearsal', 'readAuditVerification'].includes(operation))
    expect(body.status).toBe('completed');
  if (operation === 'getLead360') expect([body.missing, body.emails?.items.length]).toEqual([[], 1]);
}

const title = ({ name, operation }: Step): string => (name === operation ? operation : `${name} (${operation})`);
const titled = (steps: readonly Step[]): [string, Step][] => steps.map((step) => [title(step), step]);
const isRead = ({ operation }: Step): boolean => routeOf(operation).method === 'GET';
const isPublic = ({ operation }: Step): boolean => routeOf(operation).scope === 'public';
/** Providers are the same for everybody; all other parameters name something that somebody has. */
const namesOwned = (step: Step): boolean =>
  !isPublic(step) && (step.isOfOwner === true || /:(?!provider\b)\w+/.test(routeOf(step.operation).path));

beforeAll(async () => {
  archive = await mkdtemp(join(tmpdir(), 'archive-'));
  system = await startSystem({ ERASURE_PAUSE_MS: '500', ERASURE_TURN_MS: '1000', RETENTION_ARCHIVE: 'folder', RETENTION_FOLDER: archive });
  [owner, stranger] = [await found('Owner'), await found('Stranger')];
  owner.world.ids['plantTrainedModel'] = await plantTrainedModel(system.adminUrl, owner.id, owner.world.canary);
  for (const step of STEPS.filter((one) => !isRead(one) && one.isLast !== true)) {
    const taken = async () => {
      const answer = await take(step, owner);
      expect([step.name, answer.status < 300, answer.text]).toEqual([step.name, true, expect.anything()]);
    };
    await (step.awaits ? eventually(taken) : taken());
  }
  await plantCrmRows(system.adminUrl, owner.id);
  await plantHeldRows(system.adminUrl, owner.id);
  await plantConflict(system.adminUrl, owner.id, owner.world.id('createCustomField'));
  await archiveOldRows(system.adminUrl, owner.id);
  await leadsAreJudged(system.adminUrl, owner.id);
  await plantRehearsalChange(system.adminUrl, owner.id, owner.world);
  for (const step of STEPS.filter(isRead)) {
    const answer = await eventually(async () => {
      const taken = await take(step, owner);
      expect([step.name, taken.status]).toEqual([step.name, 200]);
      expectWhole(step, taken);
      return taken;
    });
    answersOfOwner.set(step.name, answer);
    const { nextCursor } = jsonOf(answer) as { nextCursor?: string | null };
    if (nextCursor) cursors.set(step.name, nextCursor);
  }
  for (const answer of answersOfOwner.values()) idsIn(answer.text).forEach((id) => secrets.add(id));
  secrets.add(owner.world.canary).add(owner.world.phone);
  [NOTHING, BUILT_IN].forEach((id) => secrets.delete(id));
});
afterAll(async () => {
  await system?.stop();
  await rm(archive, { recursive: true });
});

describe('every route', () => {
  it('is called by a step', () => {
    const called = new Set(STEPS.map(({ operation }) => operation));
    expect(exposed.map(({ operation }) => operation).filter((operation) => !called.has(operation))).toEqual([]);
  });

  it.each(titled(STEPS.filter((step) => namesOwned(step) || (isRead(step) && !isPublic(step)))))(
    '%s answers a stranger as if nothing of it existed',
    async (_, step) => {
      const real = await perform(step, stranger, owner.world);
      expect(seenBy(real.answer, real.sent)).toEqual([]);
      const nowhere = Object.assign(new World(system.gatewayUrl), {
        leadEtag: owner.world.leadEtag,
        ids: Object.fromEntries(Object.keys(owner.world.ids).map((name) => [name, NOTHING])),
      });
      const unreal = await perform({ ...step, name: `${step.name}-nowhere` }, stranger, nowhere);
      expect(blind(real.answer, real.sent)).toBe(blind(unreal.answer, unreal.sent));
      if (namesOwned(step)) expect(real.answer.status).toBe(404);
    },
  );

  it.each(titled(STEPS.filter((step) => !isRead(step) && step.isLast !== true && !namesOwned(step) && !isPublic(step))))(
    '%s lets a stranger make what the owner has, with the same values and the same idempotency key, and tells nothing',
    async (_, step) => {
      const { answer, sent } = await perform(step, stranger, owner.world);
      expect([answer.status < 300, answer.headers.get('idempotency-replayed')]).toEqual([true, null]);
      expect(seenBy(answer, sent)).toEqual([]);
    },
  );

  it('takes no webhook for an endpoint of another tenant from who cannot sign with its key', async () => {
    const step = STEPS.find(({ operation }) => operation === 'receiveSendgridEvents') as Step;
    const request = await step.call(Object.assign(new World(system.gatewayUrl), { ids: owner.world.ids }));
    const answer = await stranger.caller.call(routeOf(step.operation), request);
    expect([answer.status, JSON.parse(answer.text)]).toEqual([401, expect.objectContaining({ code: 'EMAIL.SIGNATURE_WRONG' })]);
  });

  it('lets anybody send a form, and tells them nothing of what came of it', async () => {
    const step = STEPS.find(({ operation }) => operation === 'submitForm') as Step;
    const { answer, sent } = await perform(step, stranger, owner.world);
    expect([answer.status, JSON.parse(answer.text), seenBy(answer, sent)]).toEqual([202, { status: 'received', redirectUrl: null }, []]);
    const leads = await stranger.caller.call(routeOf('listLeads'), { query: { email: `form-${owner.world.email}` } });
    expect(JSON.parse(leads.text)).toMatchObject({ items: [] });
  });

  it('opens a document to who has its link, and to nobody by any other', async () => {
    const link = owner.world.links['createDocumentLink']?.split('/').at(-1) ?? '';
    const ofStranger = [...link].reverse().join('');
    const answer = await stranger.caller.call(routeOf('downloadDocument'), { params: { token: ofStranger } });
    expect([answer.status, JSON.parse(answer.text), seenBy(answer, ofStranger)]).toEqual([
      403,
      expect.objectContaining({ code: 'LEAD.DOCUMENT_LINK' }),
      [],
    ]);
  });

  it('gives no page for the cursor of another tenant', async () => {
    expect([...cursors.keys()]).toEqual(expect.arrayContaining(['listLeads', 'listDncEntries', 'listInteractions', 'listEmailEvents']));
    // Who has nothing of its own: the other stranger has made by now what the owner has, with the same values.
    const nobody = await found('Nobody');
    for (const [name, cursor] of cursors) {
      const { operation, call } = STEPS.find((step) => step.name === name) as Step;
      const request = await call(owner.world);
      const sent = { ...request, query: { ...request.query, cursor } };
      const answer = await nobody.caller.call(routeOf(operation), sent);
      expect([name, seenBy(answer, JSON.stringify(sent))]).toEqual([name, []]);
    }
  });

  it('knows no ETag of another tenant: neither a match nor a mismatch is told', async () => {
    for (const condition of ['if-match', 'if-none-match']) {
      const request = { params: { id: owner.world.id('createLead') }, headers: { [condition]: owner.world.leadEtag } };
      expect((await stranger.caller.call(routeOf('readLead'), request)).status).toBe(404);
    }
  });

  it.each(['x-tenant-id', 'x-leadstream-context', 'x-leadstream-tenant'])('takes no tenant from the header %s', async (header) => {
    const answer = await stranger.caller.call(routeOf('readLead'), {
      params: { id: owner.world.id('createLead') },
      headers: { [header]: owner.id },
    });
    expect(answer.status).toBe(404);
  });

  it('shows the owner all that it had, unchanged', async () => {
    for (const step of STEPS.filter(isRead)) {
      expect([step.name, steady((await take(step, owner)).text)]).toEqual([step.name, steady(answersOfOwner.get(step.name)?.text ?? '')]);
    }
  });
});

describe('every table', () => {
  it('shows, gives and takes nothing of the owner to whoever is somebody else or nobody', async () => {
    const visits = await visitTables(system.database, owner.id, stranger.id);
    expect(visits.filter(({ leaks }) => leaks.length > 0)).toEqual([]);
    const unvisited = visits.filter(({ ownerRows }) => ownerRows === 0).map(({ table }) => table);
    expect(unvisited).toEqual(UNUSED);
  });

  it('is passed by no function but those that were looked at', async () => {
    expect(await definerFunctions(system.adminUrl)).toEqual(LOOKED_AT);
  });
});

it.each(titled(STEPS.filter(({ isLast }) => isLast)))('%s is the right of the owner: the call was well-formed', async (_, step) => {
  const { status } = await take({ ...step, name: `${step.name}-${randomUUID()}` }, owner);
  if (step.mayConflict !== true || status !== 409) expect(status).toBeLessThan(300);
});
