import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Task, TaskBatchResult, TaskQueue } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { eventually } from '@leadstream/testing';
import { type LeadApp, startLeadApp } from '../../../test/lead-app.js';
import { memberAdded, profile } from '../../../test/distribution.js';
import { act, give, inDays, queueOf, stageTasks } from '../../../test/tasks.js';
import type { Problem } from '../../../test/tenant-client.js';

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp();
});
afterAll(() => app.stop());

describe('the queue of a member', () => {
  it('has overdue tasks first, then those of the day, then later ones, each by priority and due date, page by page', async () => {
    const { tenant, subject } = await stageTasks(app);
    const assigneeId = tenant.actor.id;
    const day = inDays(10).slice(0, 10);
    for (const [title, dueAt, priority] of [
      ['later', `${inDays(12).slice(0, 10)}T09:00:00Z`, 'low'],
      ['later still', `${inDays(13).slice(0, 10)}T09:00:00Z`, 'high'],
      ['later yet', `${inDays(14).slice(0, 10)}T09:00:00Z`, 'high'],
      ['low at 9', `${day}T09:00:00Z`, 'low'],
      ['high at 18', `${day}T18:00:00Z`, 'high'],
      ['high at 10', `${day}T10:00:00Z`, 'high'],
      ['medium at 8', `${day}T08:00:00Z`, 'medium'],
      ['yesterday', inDays(-1), 'medium'],
      ['last week', inDays(-7), 'medium'],
      ['last week, high', inDays(-6), 'high'],
    ] as const)
      await give(tenant, { subject, assigneeId, title, dueAt, priority });
    await give(tenant, { subject, assigneeId: uuidV7.next(), title: 'of another' });
    await act(tenant, 'complete', await give(tenant, { subject, assigneeId, title: 'done' }));
    const { items, first } = await queueOf(tenant, `day=${day}`);
    expect(items.map(({ title }) => title)).toEqual([
      'last week, high',
      'last week',
      'yesterday',
      'high at 10',
      'high at 18',
      'medium at 8',
      'low at 9',
      'later still',
      'later yet',
      'later',
    ]);
    expect([first.day, first.timeZone, first.counts]).toEqual([day, 'UTC', { overdue: 3, today: 4, later: 3 }]);
    expect(items.map(({ place }) => place)).toEqual([...Array(3).fill('overdue'), ...Array(4).fill('today'), ...Array(3).fill('later')]);
  });

  it('has the day of the zone', async () => {
    const { tenant, subject } = await stageTasks(app);
    const [day, before] = [inDays(10).slice(0, 10), inDays(9).slice(0, 10)];
    const assigneeId = tenant.actor.id;
    // Apia is 13 hours ahead of UTC all year since 2021.
    await give(tenant, { subject, assigneeId, title: 'before', dueAt: `${before}T10:59:59Z` });
    await give(tenant, { subject, assigneeId, title: 'first', dueAt: `${before}T11:00:00Z` });
    await give(tenant, { subject, assigneeId, title: 'last', dueAt: `${day}T10:59:59Z` });
    await give(tenant, { subject, assigneeId, title: 'after', dueAt: `${day}T11:00:00Z` });
    const { items } = await queueOf(tenant, `day=${day}&timeZone=pacific/apia`);
    const there = ['before overdue', 'first today', 'last today', 'after later'];
    expect(items.map(({ title, place }) => `${title} ${place}`)).toEqual(there);
    await app.publish(memberAdded(tenant.tenantId, assigneeId));
    const admin = app.as(tenant.tenantId, ['tenant:write']);
    await eventually(async () => expect((await profile(admin, assigneeId, { timeZone: 'Pacific/Apia' })).status).toBe(200));
    const { first, ...own } = await queueOf(tenant, `day=${day}`);
    expect([first.timeZone, own.items.map(({ title, place }) => `${title} ${place}`)]).toEqual(['Pacific/Apia', there]);
  });

  it('stays in order while tasks come and go', async () => {
    const { tenant, subject } = await stageTasks(app);
    const assigneeId = tenant.actor.id;
    const tasks: Task[] = [];
    for (let number = 1; number <= 5; number += 1)
      tasks.push(await give(tenant, { subject, assigneeId, title: `${number}`, dueAt: inDays(number) }));
    const { body: first } = await tenant.get<TaskQueue>('/v1/tasks/queue?limit=2');
    await act(tenant, 'complete', tasks[0] as Task);
    await act(tenant, 'complete', tasks[3] as Task);
    await give(tenant, { subject, assigneeId, title: '0', dueAt: inDays(0.1) });
    const { body: rest } = await tenant.get<TaskQueue>(`/v1/tasks/queue?cursor=${first.nextCursor}`);
    expect([...first.items, ...rest.items].map(({ title }) => title)).toEqual(['1', '2', '3', '5']);
  });

  it.each([
    ['timeZone=Mars/Olympus', 'LEAD.TASK_INVALID'],
    ['day=2026-02-30', 'HTTP.INVALID_QUERY'],
    ['memberId=me', 'HTTP.INVALID_QUERY'],
  ])('is refused with %s', async (query, code) => {
    expect(await app.as().get<Problem>(`/v1/tasks/queue?${query}`)).toMatchObject({ status: 422, body: { code } });
  });
});

describe('a batch of tasks', () => {
  it('closes and reassigns them, each alone', async () => {
    const { tenant, subject } = await stageTasks(app);
    const [one, two, three, four] = (await Promise.all([1, 2, 3, 4].map(() => give(tenant, { subject })))) as [Task, Task, Task, Task];
    const recurring = await give(tenant, { subject, recurrence: { rule: 'FREQ=DAILY;COUNT=2', timeZone: 'UTC' } });
    const assigneeId = uuidV7.next();
    const { status, body } = await tenant.post<{ items: TaskBatchResult[] }>('/v1/tasks/batch', {
      items: [
        { op: 'complete', id: one.id, version: 1, outcome: 'Reached.' },
        { op: 'complete', id: one.id, version: 2 },
        { op: 'dismiss', id: two.id, version: 9 },
        { op: 'dismiss', id: uuidV7.next(), version: 1 },
        { op: 'reassign', id: three.id, version: 1, assigneeId },
        { op: 'reassign', id: three.id, version: 2, assigneeId },
        { op: 'dismiss', id: four.id, version: 1, outcome: '\u0007' },
        { op: 'complete', id: recurring.id, version: 1 },
        { op: 'erase', id: two.id, version: 1 },
      ],
    });
    const shown = body.items.map((item) => (item.status === 'failed' ? item.error.code : `${item.status} ${item.version}`));
    expect([status, shown]).toEqual([
      200,
      [
        'updated 2',
        'LEAD.TASK_CLOSED',
        'LEAD.TASK_STALE',
        'LEAD.TASK_NOT_FOUND',
        'updated 2',
        'unchanged 2',
        'LEAD.TASK_INVALID',
        'updated 2',
        'LEAD.TASK_INVALID',
      ],
    ]);
    const { body: all } = await tenant.get<{ items: Task[] }>('/v1/tasks?sort=createdAt');
    const of = ({ id }: Task) => all.items.find((task) => task.id === id);
    expect([of(one)?.outcome, of(two)?.state, of(three)?.assigneeId, of(four)?.state]).toEqual([
      'Reached.',
      'pending',
      assigneeId,
      'pending',
    ]);
    expect(all.items.filter(({ recurrence }) => recurrence !== null).map(({ state }) => state)).toEqual(['completed', 'pending']);
    expect((await tenant.post('/v1/tasks/batch', { items: Array(101).fill({ op: 'erase' }) })).status).toBe(422);
  });
});
