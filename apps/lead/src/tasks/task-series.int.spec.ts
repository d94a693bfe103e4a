import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Task } from '@leadstream/contracts';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { act, give, stageTasks, tasksOf } from '../../test/tasks.js';
import { ifMatch, type TenantClient } from '../../test/tenant-client.js';

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp();
});
afterAll(() => app.stop());

const openOf = async (tenant: TenantClient) => [...(await tasksOf(tenant, 'state=pending')), ...(await tasksOf(tenant, 'state=overdue'))];

/** The only open task of a tenant. */
async function onlyOpen(tenant: TenantClient): Promise<Task> {
  const [task, ...others] = await openOf(tenant);
  if (!task || others.length > 0) throw new Error(`${others.length + (task ? 1 : 0)} tasks are open`);
  return task;
}

const YEAR = new Date().getUTCFullYear() + 1;
/** The last Sunday in March: Directive 2000/84/EC. */
const changeOfClocks = new Date(Date.UTC(YEAR, 2, 31 - new Date(Date.UTC(YEAR, 2, 31)).getUTCDay()));
const mondayBefore = new Date(changeOfClocks.getTime() - 6 * 86_400_000).toISOString().slice(0, 10);
const mondayAfter = new Date(changeOfClocks.getTime() + 86_400_000).toISOString().slice(0, 10);
const weekly = { rule: 'RRULE:FREQ=WEEKLY;BYDAY=MO', timeZone: 'Europe/Berlin' };

it('makes the next task when one is closed, at the same hour of its zone', async () => {
  const { tenant, subject } = await stageTasks(app);
  const stated = { subject, title: 'Weekly call', dueAt: `${mondayBefore}T08:00:00Z`, reminders: [30], recurrence: weekly };
  const first = await give(tenant, stated);
  expect(first.recurrence).toMatchObject({ rule: 'FREQ=WEEKLY;BYDAY=MO', timeZone: 'Europe/Berlin', exceptDates: [], occurrence: 1 });
  await act(tenant, 'complete', first);
  const second = await onlyOpen(tenant);
  expect(second).toMatchObject({ dueAt: `${mondayAfter}T07:00:00.000Z`, title: 'Weekly call', reminders: [30], version: 1, subject });
  expect(second.trigger).toEqual({ kind: 'recurrence', id: first.id });
  expect(second.recurrence).toEqual({ ...first.recurrence, occurrence: 2 });
});

it('makes an occurrence once, however often the one before is closed', async () => {
  const { tenant, subject } = await stageTasks(app);
  const first = await give(tenant, { subject, recurrence: { rule: 'FREQ=DAILY', timeZone: 'UTC' } });
  const { body: done } = await act(tenant, 'complete', first);
  const { body: again } = await act(tenant, 'reopen', done);
  await act(tenant, 'dismiss', again);
  expect((await onlyOpen(tenant)).recurrence?.occurrence).toBe(2);
});

it('ends with its count, days that are left out included', async () => {
  const { tenant, subject } = await stageTasks(app);
  const dueAt = `${YEAR}-06-01T09:00:00.000Z`;
  await give(tenant, { subject, dueAt, recurrence: { rule: 'FREQ=DAILY;COUNT=3', timeZone: 'UTC', exceptDates: [`${YEAR}-06-02`] } });
  await act(tenant, 'complete', await onlyOpen(tenant));
  const last = await onlyOpen(tenant);
  expect(last).toMatchObject({ dueAt: `${YEAR}-06-03T09:00:00.000Z`, recurrence: { occurrence: 3 } });
  await act(tenant, 'complete', last);
  expect(await openOf(tenant)).toEqual([]);
});

it('goes by its rule when one task is moved, and is another series when the rule is stated anew', async () => {
  const { tenant, subject } = await stageTasks(app);
  const first = await give(tenant, { subject, dueAt: `${YEAR}-06-01T09:00:00.000Z`, recurrence: { rule: 'FREQ=DAILY', timeZone: 'UTC' } });
  const { body: moved } = await tenant.patch<Task>(`/v1/tasks/${first.id}`, 1, { dueAt: `${YEAR}-06-05T15:00:00.000Z` });
  await act(tenant, 'complete', moved);
  const second = await onlyOpen(tenant);
  expect(second.dueAt).toBe(`${YEAR}-06-02T09:00:00.000Z`);
  const recurrence = { rule: 'FREQ=MONTHLY', timeZone: 'UTC' };
  const { body: other } = await tenant.patch<Task>(`/v1/tasks/${second.id}`, 1, { recurrence });
  expect(other.recurrence).toMatchObject({ rule: 'FREQ=MONTHLY', occurrence: 1 });
  expect(other.recurrence?.seriesId).not.toBe(second.recurrence?.seriesId);
  await act(tenant, 'dismiss', other);
  expect((await onlyOpen(tenant)).dueAt).toBe(`${YEAR}-07-02T09:00:00.000Z`);
});

it('ends when its rule is taken away, or its open task is deleted', async () => {
  const { tenant, subject } = await stageTasks(app);
  const recurrence = { rule: 'FREQ=DAILY', timeZone: 'UTC' };
  const one = await give(tenant, { subject, recurrence });
  const { body: single } = await tenant.patch<Task>(`/v1/tasks/${one.id}`, 1, { recurrence: null });
  await act(tenant, 'complete', single);
  expect(await openOf(tenant)).toEqual([]);
  const other = await give(tenant, { subject, recurrence });
  await tenant.delete(`/v1/tasks/${other.id}`, ifMatch(1));
  expect(await openOf(tenant)).toEqual([]);
});
