import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Lead, LeadAuditEntry, StatusChange } from '@leadstream/contracts';
import { eventually } from '@leadstream/testing';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { ifMatch } from '../../test/tenant-client.js';

interface Page<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp();
});
afterAll(() => app.stop());

it('moves a lead, with the time it spent in each stage', async () => {
  const tenant = app.as();
  const { body: lead } = await tenant.post<Lead>('/v1/leads', { email: 'a@x.com', capturedAt: '2026-01-01T00:00:00Z' });
  const move = (version: number, body: object) => tenant.post<Lead>(`/v1/leads/${lead.id}/status`, body, ifMatch(version));
  const moved = await move(1, { status: 'qualified', changedAt: '2026-01-02T00:00:00Z' });
  expect([moved.status, moved.headers.get('etag')]).toEqual([200, '"2"']);
  expect(moved.body).toMatchObject({ status: 'qualified', statusChangedAt: '2026-01-02T00:00:00.000Z', version: 2 });
  await move(2, { status: 'contacted', changedAt: '2026-01-01T23:59:00Z' });
  const { body: history } = await tenant.get<Page<StatusChange>>(`/v1/leads/${lead.id}/status-history`);
  expect(history.items.map(({ from, to, secondsInStage, trigger }) => [from, to, secondsInStage, trigger])).toEqual([
    ['qualified', 'contacted', -60, 'manual'],
    ['new', 'qualified', 86_400, 'manual'],
  ]);
  const events = await eventually(() => {
    const found = app.published.ofType('lead.status-changed').filter(({ key }) => key.endsWith(lead.id));
    expect(found).toHaveLength(2);
    return found;
  });
  expect(events.map(({ headers, data }) => [headers['ce_sequence'], (data as { to: string }).to])).toEqual([
    ['2', 'qualified'],
    ['3', 'contacted'],
  ]);
});

it('refuses the status the lead has, an instant ahead of time, and an unknown status', async () => {
  const tenant = app.as();
  const { body: lead } = await tenant.post<Lead>('/v1/leads', { email: 'a@x.com' });
  const move = (body: object) => tenant.post(`/v1/leads/${lead.id}/status`, body, ifMatch(1));
  expect(await move({ status: 'new' })).toMatchObject({ status: 422, body: { code: 'LEAD.STATUS_UNCHANGED' } });
  expect(await move({ status: 'lost', changedAt: '2999-01-01T00:00:00Z' })).toMatchObject({
    status: 422,
    body: { errors: [{ path: 'changedAt', code: 'instant.future' }] },
  });
  expect(await move({ status: 'won' })).toMatchObject({ status: 422, body: { errors: [{ path: 'status' }] } });
});

it('keeps who changed which field, from what to what, in which request', async () => {
  const tenant = app.as();
  const { body: lead } = await tenant.post<Lead>('/v1/leads', { email: 'a@x.com', company: 'Acme' });
  const patched = await tenant.patch<Lead>(`/v1/leads/${lead.id}`, 1, { company: 'Beta' });
  await tenant.post(`/v1/leads/${lead.id}/status`, { status: 'lost' }, ifMatch(2));
  const { body: first } = await tenant.get<Page<LeadAuditEntry>>(`/v1/leads/${lead.id}/audit?limit=2`);
  const { body: second } = await tenant.get<Page<LeadAuditEntry>>(`/v1/leads/${lead.id}/audit?limit=2&cursor=${first.nextCursor}`);
  const [status, update, creation] = [...first.items, ...second.items];
  expect(status).toMatchObject({
    action: 'status-changed',
    version: 3,
    changes: [{ field: 'status', before: 'new', after: 'lost' }, { field: 'statusChangedAt' }],
  });
  expect(update).toMatchObject({
    action: 'updated',
    version: 2,
    changes: [{ field: 'company', before: 'Acme', after: 'Beta' }],
    actor: tenant.actor,
    requestId: patched.headers.get('x-request-id'),
    importId: null,
  });
  expect(creation).toMatchObject({
    action: 'created',
    changes: [
      { field: 'email', before: null, after: 'a@x.com' },
      { field: 'company', before: null, after: 'Acme' },
    ],
  });
  expect(second.nextCursor).toBeNull();
});
