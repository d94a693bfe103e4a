import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Task } from '@leadstream/contracts';
import { requestRun } from '@leadstream/jobs';
import { TenantDatabase } from '@leadstream/persistence';
import { eventually } from '@leadstream/testing';
import { type LeadApp, startLeadApp } from '../../../test/lead-app.js';
import { act, eventsOf, give, stageTasks } from '../../../test/tasks.js';
import { ifMatch, type TenantClient } from '../../../test/tenant-client.js';

let aheadMs = 0;
const now = (): Date => new Date(Date.now() + aheadMs);

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp({}, { now });
});
afterAll(() => app.stop());

const HOUR_MS = 3_600_000;
const inMs = (ms: number): string => new Date(now().getTime() + ms).toISOString();
const stateOf = async (tenant: TenantClient, { id }: Task) => (await tenant.get<Task>(`/v1/tasks/${id}`)).body;
const typesOf = (task: Task) => eventsOf(app, task).map(({ type }) => type);
const times = (task: Task, type: string) => typesOf(task).filter((told) => told === type).length;

/** So much later the job looks, without waiting for its cadence. */
async function later(ms: number): Promise<void> {
  aheadMs += ms;
  const database = app.service.app.get(TenantDatabase);
  await database.withoutTenant((tx) => requestRun(tx, 'tell-task-times', 'spec'));
}

it('tells once of each of many tasks that come due together, with two replicas of which one ends meanwhile', async () => {
  const { tenant, subject } = await stageTasks(app);
  const [staying, leaving] = [await app.startAnother(), await app.startAnother()];
  const dueAt = inMs(HOUR_MS);
  const tasks = await Promise.all(Array.from({ length: 60 }, () => give(tenant, { subject, dueAt })));
  await later(HOUR_MS);
  await eventually(() => expect(tasks.some((task) => times(task, 'task.overdue') > 0)).toBe(true));
  await leaving.close();
  await eventually(() => expect(tasks.map((task) => times(task, 'task.overdue'))).toEqual(tasks.map(() => 1)));
  for (const task of tasks.slice(0, 3)) expect(await stateOf(tenant, task)).toMatchObject({ state: 'overdue', version: 2, dueAt });
  expect(eventsOf(app, tasks[0] as Task)[1]).toMatchObject({ sequence: 2, data: { state: 'overdue', dueAt } });
  await staying.close();
});

it('tells of a reminder before the task is due, and of none that lay in the past when it was asked for', async () => {
  const { tenant, subject } = await stageTasks(app);
  const dueAt = inMs(HOUR_MS);
  const task = await give(tenant, { subject, dueAt, reminders: [30, 90] });
  const silenced = await give(tenant, { subject, dueAt, reminders: [30] });
  const postponed = await give(tenant, { subject, dueAt, reminders: [30] });
  await act(tenant, 'complete', silenced);
  await tenant.patch(`/v1/tasks/${postponed.id}`, 1, { dueAt: inMs(2 * HOUR_MS) });
  await later(HOUR_MS / 2);
  await eventually(() => expect(typesOf(task)).toEqual(['task.created', 'task.reminder-due']));
  const [, reminder] = eventsOf(app, task);
  const remindAt = new Date(Date.parse(dueAt) - HOUR_MS / 2).toISOString();
  expect(reminder).toMatchObject({ sequence: 1, data: { remindAt, minutesBefore: 30, dueAt, state: 'pending' } });
  expect(await stateOf(tenant, task)).toMatchObject({ version: 1, state: 'pending' });
  expect([typesOf(silenced), typesOf(postponed)]).toEqual([
    ['task.created', 'task.completed'],
    ['task.created', 'task.updated'],
  ]);
});

it('tells of another instant when an overdue task is moved, and not again of one that it told of', async () => {
  const { tenant, subject } = await stageTasks(app);
  const dueAt = inMs(-1_000);
  const task = await give(tenant, { subject, dueAt });
  await later(0);
  await eventually(() => expect(times(task, 'task.overdue')).toBe(1));
  const { body: moved } = await tenant.patch<Task>(`/v1/tasks/${task.id}`, 2, { dueAt: inMs(HOUR_MS) });
  expect(moved).toMatchObject({ version: 3, state: 'pending' });
  await later(HOUR_MS);
  await eventually(() => expect(times(task, 'task.overdue')).toBe(2));
  const { body: back } = await tenant.patch<Task>(`/v1/tasks/${task.id}`, 4, { dueAt });
  expect(back).toMatchObject({ version: 5, state: 'overdue' });
  const { body: done } = await act(tenant, 'complete', back);
  expect((await act(tenant, 'reopen', done)).body).toMatchObject({ version: 7, state: 'overdue' });
  // Another task that came due after all this shows that the job has looked.
  const last = await give(tenant, { subject, dueAt: inMs(-500) });
  await later(0);
  await eventually(() => expect(times(last, 'task.overdue')).toBe(1));
  expect(times(task, 'task.overdue')).toBe(2);
});

it('is silent about tasks of a deleted lead, and tells of them when it comes back', async () => {
  const { tenant, lead, subject } = await stageTasks(app);
  const task = await give(tenant, { subject, dueAt: inMs(HOUR_MS) });
  await tenant.delete(`/v1/leads/${lead.id}`, ifMatch(1));
  const other = await stageTasks(app);
  const last = await give(other.tenant, { subject: other.subject, dueAt: inMs(HOUR_MS) });
  await later(HOUR_MS);
  await eventually(() => expect(times(last, 'task.overdue')).toBe(1));
  expect(typesOf(task)).toEqual(['task.created']);
  await tenant.post(`/v1/leads/${lead.id}/restore`, {});
  await later(0);
  await eventually(() => expect(typesOf(task)).toEqual(['task.created', 'task.overdue']));
});
