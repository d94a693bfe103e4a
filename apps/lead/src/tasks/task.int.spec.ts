import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Lead, Task, TaskAuditEntry } from '@leadstream/contracts';
import { eventually } from '@leadstream/testing';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { ADA, AUGUSTA, create, merge, undo } from '../../test/merges.js';
import { act, eventsOf, give, inDays, stageTasks, tasksOf } from '../../test/tasks.js';
import { ifMatch, type Problem } from '../../test/tenant-client.js';

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp();
});
afterAll(() => app.stop());

const ASSIGNEE = '01920000-0000-7000-8000-00000000000a';
const SOMEBODY = '01920000-0000-7000-8000-00000000000b';

describe('a task', () => {
  it('is made, changed, done, opened again and told of, with every version on record', async () => {
    const { tenant, subject } = await stageTasks(app);
    const dueAt = inDays(3);
    const {
      status,
      headers,
      body: task,
    } = await tenant.post<Task>('/v1/tasks', {
      ...{ subject, type: 'showing', priority: 'high', title: ' Show the loft ', dueAt, reminders: [10, 60, 10], assigneeId: ASSIGNEE },
    });
    expect([status, headers.get('location'), headers.get('etag')]).toEqual([201, `/v1/tasks/${task.id}`, '"1"']);
    const fresh = { outcome: null, closedAt: null, recurrence: null, description: null, trigger: { kind: 'manual', id: null } };
    const stated = { subject, type: 'showing', priority: 'high', title: 'Show the loft', dueAt, reminders: [60, 10], assigneeId: ASSIGNEE };
    expect(task).toMatchObject({ ...stated, ...fresh, version: 1, state: 'pending', createdBy: tenant.actor });

    const { body: moved } = await tenant.patch<Task>(`/v1/tasks/${task.id}`, 1, {
      dueAt: inDays(4),
      assigneeId: SOMEBODY,
      priority: 'high',
    });
    expect(moved).toMatchObject({ version: 2, assigneeId: SOMEBODY });
    expect((await tenant.patch<Task>(`/v1/tasks/${task.id}`, 2, { assigneeId: SOMEBODY })).body.version).toBe(2);
    const { body: done } = await act(tenant, 'complete', moved, { outcome: 'They like it.' });
    expect(done).toMatchObject({ version: 3, state: 'completed', outcome: 'They like it.', closedAt: expect.any(String) });
    const { body: open } = await act(tenant, 'reopen', done);
    expect(open).toMatchObject({ version: 4, state: 'pending', outcome: null, closedAt: null });
    expect((await act(tenant, 'dismiss', open)).body).toMatchObject({ version: 5, state: 'dismissed', outcome: null });

    const { body: audit } = await tenant.get<{ items: TaskAuditEntry[] }>(`/v1/tasks/${task.id}/audit`);
    expect(audit.items.map(({ version, action }) => [version, action])).toEqual([
      [5, 'dismissed'],
      [4, 'reopened'],
      [3, 'completed'],
      [2, 'updated'],
      [1, 'created'],
    ]);
    expect(audit.items[3]?.changes).toEqual([
      { field: 'dueAt', before: dueAt, after: moved.dueAt },
      { field: 'assigneeId', before: ASSIGNEE, after: SOMEBODY },
    ]);
    await eventually(() =>
      expect(eventsOf(app, task).map(({ type, sequence, data }) => [type, sequence, data['state']])).toEqual([
        ['task.created', 1, 'pending'],
        ['task.updated', 2, 'pending'],
        ['task.completed', 3, 'completed'],
        ['task.reopened', 4, 'pending'],
        ['task.dismissed', 5, 'dismissed'],
      ]),
    );
    expect(eventsOf(app, task)[1]?.data).toMatchObject({ changed: ['dueAt', 'assigneeId'], subjectKind: 'lead', subjectId: subject.id });
    expect(JSON.stringify(eventsOf(app, task))).not.toContain('loft');
  });

  it('says which automation made it', async () => {
    const { tenant, subject } = await stageTasks(app);
    expect((await give(tenant, { subject, trigger: { kind: 'rule', id: 'hot-leads' } })).trigger).toEqual({
      kind: 'rule',
      id: 'hot-leads',
    });
  });

  it('is deleted and restored', async () => {
    const { tenant, subject } = await stageTasks(app);
    const task = await give(tenant, { subject });
    expect((await tenant.delete(`/v1/tasks/${task.id}`, ifMatch(1))).status).toBe(204);
    expect([await tasksOf(tenant), (await tasksOf(tenant, 'deleted=true')).map(({ id }) => id)]).toEqual([[], [task.id]]);
    for (const answer of [await tenant.get<Problem>(`/v1/tasks/${task.id}`), await act(tenant, 'complete', { ...task, version: 2 })])
      expect([answer.status, answer.body.code]).toEqual([404, 'LEAD.TASK_NOT_FOUND']);
    expect((await tenant.post<Task>(`/v1/tasks/${task.id}/restore`, {})).body).toMatchObject({ version: 3, state: 'pending' });
    expect((await tenant.post<Problem>(`/v1/tasks/${task.id}/restore`, {})).body.code).toBe('LEAD.TASK_NOT_DELETED');
  });

  it('is closed by one of two who read the same version, and once', async () => {
    const { tenant, subject } = await stageTasks(app);
    const task = await give(tenant, { subject });
    const answers = await Promise.all([act(tenant, 'complete', task), act(tenant, 'dismiss', task)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    const closed = { ...task, version: 2 };
    for (const answer of [await act(tenant, 'complete', closed), await tenant.patch<Problem>(`/v1/tasks/${task.id}`, 2, { title: 'x' })])
      expect([answer.status, answer.body.code]).toEqual([409, 'LEAD.TASK_CLOSED']);
    const { body: open } = await act(tenant, 'reopen', closed);
    expect((await act(tenant, 'reopen', open)).body.code).toBe('LEAD.TASK_OPEN');
  });

  it.each([
    [{ dueAt: inDays(-400) }, 'LEAD.TASK_INVALID', 'dueAt due.too_early'],
    [{ dueAt: inDays(4_000) }, 'LEAD.TASK_INVALID', 'dueAt due.too_late'],
    [{ dueAt: 'tomorrow' }, 'HTTP.INVALID_BODY', 'dueAt invalid_format'],
    [{ title: ' \n ' }, 'LEAD.TASK_INVALID', 'title text.blank'],
    [{ description: 'a\u0007' }, 'LEAD.TASK_INVALID', 'description text.control_character'],
    [{ reminders: [0] }, 'HTTP.INVALID_BODY', 'reminders.0 too_small'],
    [{ recurrence: { rule: 'FREQ=SECONDLY', timeZone: 'UTC' } }, 'LEAD.TASK_INVALID', 'recurrence.rule recurrence.frequency'],
    [{ recurrence: { rule: 'FREQ=DAILY', timeZone: 'Mars/Olympus' } }, 'LEAD.TASK_INVALID', 'recurrence.timeZone time_zone.unknown'],
    [
      { recurrence: { rule: 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30', timeZone: 'UTC' } },
      'LEAD.TASK_INVALID',
      'recurrence.rule recurrence.never',
    ],
  ])('is refused as %j', async (stated, code, problem) => {
    const { tenant, subject } = await stageTasks(app);
    const answer = await tenant.post<Problem>('/v1/tasks', { subject, type: 'call', title: 'x', dueAt: inDays(1), ...stated });
    expect([answer.status, answer.body.code, answer.body.errors?.map((error) => `${error.path} ${error.code}`)]).toEqual([
      422,
      code,
      [problem],
    ]);
  });

  it('is made once for one idempotency key', async () => {
    const { tenant, subject } = await stageTasks(app);
    const body = { subject, type: 'call', title: 'x', dueAt: inDays(1) };
    const [first, second] = [
      await tenant.post<Task>('/v1/tasks', body, { 'idempotency-key': 't-1' }),
      await tenant.post<Task>('/v1/tasks', body, { 'idempotency-key': 't-1' }),
    ];
    expect([second.body, second.headers.get('idempotency-replayed')]).toEqual([first.body, 'true']);
  });
});

describe('tasks', () => {
  it('are filtered, sorted and read page by page', async () => {
    const { tenant, subject } = await stageTasks(app);
    for (const [title, day, more] of [
      ['b', 2, { type: 'email', assigneeId: ASSIGNEE }],
      ['a', 1, { priority: 'high', assigneeId: ASSIGNEE }],
      ['c', 3, { priority: 'low' }],
    ] as const)
      await give(tenant, { subject, title, dueAt: inDays(day), ...more });
    const titles = async (query: string) => (await tasksOf(tenant, query)).map(({ title }) => title).join('');
    expect(await titles('')).toBe('abc');
    expect(await titles('sort=-dueAt')).toBe('cba');
    expect(await titles('sort=createdAt')).toBe('bac');
    expect(await titles('sort=-createdAt')).toBe('cab');
    expect(await titles(`assigneeId=${ASSIGNEE}`)).toBe('ab');
    expect(await titles('type=email&priority=medium&state=pending')).toBe('b');
    expect(await titles(`dueAt.gte=${inDays(1.5)}&dueAt.lt=${inDays(2.5)}`)).toBe('b');
    let seen = '';
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body: page }: { body: { items: Task[]; nextCursor: string | null } } = await tenant.get(
        `/v1/tasks?limit=1&leadId=${subject.id}${cursor && `&cursor=${cursor}`}`,
      );
      seen += page.items.map(({ title }) => title).join('');
      cursor = page.nextCursor;
    }
    expect(seen).toBe('abc');
  });

  it('are reached by their own tenant only, and made about its leads only', async () => {
    const { tenant, subject } = await stageTasks(app);
    const task = await give(tenant, { subject });
    const stranger = app.as();
    for (const answer of [await stranger.get<Problem>(`/v1/tasks/${task.id}`), await act(stranger, 'complete', task)])
      expect([answer.status, answer.body.code]).toEqual([404, 'LEAD.TASK_NOT_FOUND']);
    const body = { subject, type: 'call', title: 'x', dueAt: inDays(1) };
    expect(await stranger.post<Problem>('/v1/tasks', body)).toMatchObject({ status: 404, body: { code: 'LEAD.NOT_FOUND' } });
    expect((await app.as(tenant.tenantId, ['leads:read']).post('/v1/tasks', body)).status).toBe(403);
    expect((await stranger.get<Problem>(`/v1/tasks?leadId=${subject.id}`)).body.code).toBe('LEAD.NOT_FOUND');
  });

  it('are hidden and shown again with their lead', async () => {
    const { tenant, lead, subject } = await stageTasks(app);
    const task = await give(tenant, { subject });
    await tenant.delete(`/v1/leads/${lead.id}`, ifMatch(1));
    expect(await tasksOf(tenant)).toEqual([]);
    expect((await act(tenant, 'complete', task)).body.code).toBe('LEAD.TASK_NOT_FOUND');
    expect((await tenant.post<Problem>('/v1/tasks', { subject, type: 'call', title: 'x', dueAt: inDays(1) })).body.code).toBe(
      'LEAD.NOT_FOUND',
    );
    await tenant.post(`/v1/leads/${lead.id}/restore`, {});
    expect(await tasksOf(tenant)).toEqual([task]);
  });

  it('of a lead that went into another one stand with the survivor, and with their own once the merge is undone', async () => {
    const tenant = app.as();
    const [survivor, merged] = [await create(tenant, ADA), await create(tenant, AUGUSTA)];
    const [ours, theirs] = await Promise.all([survivor, merged].map(({ id }) => give(tenant, { subject: { kind: 'lead', id } })));
    const { body: made } = await merge(tenant, survivor, merged);
    const shown = async (lead: Lead) =>
      (await tasksOf(tenant, `leadId=${lead.id}&sort=createdAt`)).map(({ id, subject }) => [id, subject.id]);
    expect((await shown(survivor)).toSorted()).toEqual(
      [
        [ours?.id, survivor.id],
        [theirs?.id, survivor.id],
      ].toSorted(),
    );
    const { body: done } = await act(tenant, 'complete', theirs as Task);
    expect(done).toMatchObject({ state: 'completed', subject: { id: survivor.id } });
    await undo(tenant, made);
    expect([await shown(survivor), await shown(merged)]).toEqual([[[ours?.id, survivor.id]], [[theirs?.id, merged.id]]]);
  });

  it('of a merged lead are hidden and shown again with the survivor', async () => {
    const tenant = app.as();
    const [survivor, merged] = [await create(tenant, ADA), await create(tenant, AUGUSTA)];
    const task = await give(tenant, { subject: { kind: 'lead', id: merged.id } });
    await merge(tenant, survivor, merged);
    const { version } = (await tenant.get<Lead>(`/v1/leads/${survivor.id}`)).body;
    await tenant.delete(`/v1/leads/${survivor.id}`, ifMatch(version));
    expect((await tenant.get(`/v1/tasks/${task.id}`)).status).toBe(404);
    await tenant.post(`/v1/leads/${survivor.id}/restore`, {});
    expect((await tenant.get<Task>(`/v1/tasks/${task.id}`)).body.subject.id).toBe(survivor.id);
  });
});
