import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Interaction, Problem } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import {
  eventually,
  leadCaptured,
  leadDeleted,
  leadMerged,
  leadUnmerged,
  type ServiceClient,
  visitorIdentified,
} from '@leadstream/testing';
import { type EngagementApp, startEngagementApp } from '../../test/engagement-app.js';

interface Timeline {
  readonly items: Interaction[];
  readonly nextCursor: string | null;
}

let app: EngagementApp;
beforeAll(async () => {
  app = await startEngagementApp();
});
afterAll(() => app.stop());

const timeline = (tenant: ServiceClient, leadId: string, query = '') =>
  tenant.get<Timeline & Problem>(`/v1/interactions?leadId=${leadId}${query}`);
const kindsOf = async (tenant: ServiceClient, leadId: string) => (await timeline(tenant, leadId)).body.items.map(({ kind }) => kind);
const record = async (tenant: ServiceClient, leadId: string, kind: string, minute: number) =>
  (
    await tenant.post<Interaction>('/v1/interactions', {
      clientEventId: uuidV7.next(),
      leadId,
      kind,
      occurredAt: new Date(Date.UTC(2026, 9, 1, 9, minute)).toISOString(),
    })
  ).body;
const captured = (tenant: ServiceClient, ...leadIds: string[]) =>
  app.publish(...leadIds.map((leadId) => leadCaptured({ tenantId: tenant.tenantId, leadId, sequence: 1 })));

it('shows what a merged lead did under its survivor, gives it back, and misses nothing that comes meanwhile', async () => {
  const tenant = app.as();
  const [survivor, merged] = [uuidV7.next(), uuidV7.next()];
  await captured(tenant, survivor, merged);
  await record(tenant, survivor, 'a_first', 1);
  const before = await record(tenant, merged, 'b_before', 2);
  await app.publish(leadMerged({ tenantId: tenant.tenantId, leadId: merged, sequence: 2 }, survivor));
  await eventually(async () => expect(await kindsOf(tenant, survivor)).toEqual(['b_before', 'a_first']));
  expect(await timeline(tenant, merged)).toMatchObject({
    status: 404,
    body: { code: 'ENGAGEMENT.LEAD_NOT_FOUND', mergedInto: survivor },
  });
  expect((await tenant.get<Interaction>(`/v1/interactions/${before.id}`)).body).toEqual(before);

  await record(tenant, merged, 'b_late', 3);
  await record(tenant, survivor, 'a_late', 4);
  expect(await kindsOf(tenant, survivor)).toEqual(['a_late', 'b_late', 'b_before', 'a_first']);

  await app.publish(leadUnmerged({ tenantId: tenant.tenantId, leadId: merged, sequence: 3 }, survivor));
  await eventually(async () => expect(await kindsOf(tenant, merged)).toEqual(['b_late', 'b_before']));
  expect(await kindsOf(tenant, survivor)).toEqual(['a_late', 'a_first']);
});

it('pages through a chain of merges in order, each interaction once', async () => {
  const tenant = app.as();
  const [a, b, c] = [uuidV7.next(), uuidV7.next(), uuidV7.next()];
  await captured(tenant, a, b, c);
  const expected: string[] = [];
  for (let minute = 0; minute < 12; minute += 1) {
    await record(tenant, [a, b, c][minute % 3] as string, `k${minute}`, minute);
    expected.unshift(`k${minute}`);
  }
  // The end of the chain comes first: each pointer is a fact of its own.
  await app.publish(leadMerged({ tenantId: tenant.tenantId, leadId: a, sequence: 2 }, c));
  await app.publish(leadMerged({ tenantId: tenant.tenantId, leadId: b, sequence: 2 }, a));
  await eventually(async () => expect(await kindsOf(tenant, c)).toEqual(expected));
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const { body }: { body: Timeline } = await timeline(tenant, c, `&limit=5${cursor && `&cursor=${cursor}`}`);
    seen.push(...body.items.map(({ kind }) => kind));
    cursor = body.nextCursor;
  }
  expect(seen).toEqual(expected);
  expect((await timeline(tenant, b)).body).toMatchObject({ mergedInto: c });
});

it('hides what a merged lead did once its survivor is deleted', async () => {
  const tenant = app.as();
  const [survivor, merged] = [uuidV7.next(), uuidV7.next()];
  await captured(tenant, survivor, merged);
  const { id } = await record(tenant, merged, 'page_view', 1);
  await app.publish(leadMerged({ tenantId: tenant.tenantId, leadId: merged, sequence: 2 }, survivor));
  await app.publish(leadDeleted({ tenantId: tenant.tenantId, leadId: survivor, sequence: 2 }));
  await eventually(async () => expect((await tenant.get(`/v1/interactions/${id}`)).status).toBe(404));
});

it('shows what a visitor did under the lead that it turned out to be, before and after', async () => {
  const tenant = app.as();
  const [visitorId, lead, other] = [uuidV7.next(), uuidV7.next(), uuidV7.next()];
  await record(tenant, visitorId, 'anonymous_view', 1);
  expect(await kindsOf(tenant, visitorId)).toEqual(['anonymous_view']);
  await app.publish(visitorIdentified({ tenantId: tenant.tenantId, visitorId, sequence: 1 }, lead));
  await captured(tenant, lead, other);
  await eventually(async () => expect(await kindsOf(tenant, lead)).toEqual(['anonymous_view']));
  await record(tenant, visitorId, 'known_view', 2);
  expect(await kindsOf(tenant, lead)).toEqual(['known_view', 'anonymous_view']);
  // And goes along when the lead turns out to be another one.
  await app.publish(leadMerged({ tenantId: tenant.tenantId, leadId: lead, sequence: 2 }, other));
  await eventually(async () => expect(await kindsOf(tenant, other)).toEqual(['known_view', 'anonymous_view']));
});

it('knows a merge by its version: older and repeated news change nothing', async () => {
  const tenant = app.as();
  const [survivor, merged] = [uuidV7.next(), uuidV7.next()];
  const of = (sequence: number) => ({ tenantId: tenant.tenantId, leadId: merged, sequence });
  const news = [leadCaptured(of(1)), leadMerged(of(2), survivor), leadUnmerged(of(3), survivor)];
  await record(tenant, merged, 'page_view', 1);
  await app.publish(...news, leadMerged(of(4), survivor));
  await eventually(async () => expect(await kindsOf(tenant, survivor)).toEqual(['page_view']));
  await app.publish(...news);
  const marker = uuidV7.next();
  await app.publish(...news, leadDeleted({ tenantId: tenant.tenantId, leadId: marker, sequence: 1 }));
  await eventually(async () => expect((await timeline(tenant, marker)).status).toBe(404));
  expect(await kindsOf(tenant, survivor)).toEqual(['page_view']);
});

it('follows no pointer of another tenant', async () => {
  const [ours, theirs] = [app.as(), app.as()];
  const [survivor, merged] = [uuidV7.next(), uuidV7.next()];
  await record(ours, merged, 'page_view', 1);
  await app.publish(leadMerged({ tenantId: theirs.tenantId, leadId: merged, sequence: 1 }, survivor));
  await eventually(async () => expect((await timeline(theirs, merged)).status).toBe(404));
  expect(await kindsOf(ours, merged)).toEqual(['page_view']);
  expect(await kindsOf(ours, survivor)).toEqual([]);
});
