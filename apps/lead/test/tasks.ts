import type { Lead, QueuedTask, Task, TaskQueue } from '@leadstream/contracts';
import type { LeadApp } from './lead-app.js';
import { ifMatch, type Problem, type TenantClient } from './tenant-client.js';

const DAY_MS = 86_400_000;

/** An instant so many days ahead. */
export const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();

/** A tenant with one lead to do something about. */
export async function stageTasks(app: LeadApp): Promise<{ tenant: TenantClient; lead: Lead; subject: Task['subject'] }> {
  const tenant = app.as();
  const { body: lead } = await tenant.post<Lead>('/v1/leads', { email: 'ada@x.com' });
  return { tenant, lead, subject: { kind: 'lead', id: lead.id } };
}

/** Makes a task that is accepted: to call, tomorrow, unless another is stated. */
export async function give(tenant: TenantClient, stated: object): Promise<Task> {
  const answer = await tenant.post<Task>('/v1/tasks', { type: 'call', title: 'Call back', dueAt: inDays(1), ...stated });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

/** Completes, dismisses or reopens a task as it was read. */
export function act(tenant: TenantClient, action: 'complete' | 'dismiss' | 'reopen', task: Task, body: object = {}) {
  const headers = { 'content-type': 'application/json', ...ifMatch(task.version) };
  return tenant.send<Task & Problem>('POST', `/v1/tasks/${task.id}/${action}`, { body: JSON.stringify(body), headers });
}

export async function tasksOf(tenant: TenantClient, query = ''): Promise<Task[]> {
  return (await tenant.get<{ items: Task[] }>(`/v1/tasks?${query}`)).body.items;
}

/** Every page of a queue. */
export async function queueOf(tenant: TenantClient, query: string, limit = 2): Promise<{ items: QueuedTask[]; first: TaskQueue }> {
  const path = `/v1/tasks/queue?limit=${limit}&${query}`;
  const { body: first } = await tenant.get<TaskQueue>(path);
  const items = [...first.items];
  for (let cursor = first.nextCursor; cursor !== null;) {
    const { body: page } = await tenant.get<TaskQueue>(`${path}&cursor=${cursor}`);
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return { items, first };
}

/** Events of one task, or of whatever has this id, in the order of its topic. */
export function eventsOf(app: LeadApp, { id }: { readonly id: string }) {
  return app.published.events
    .filter(({ key }) => key?.endsWith(`:${id}`))
    .map(({ headers, data }) => ({
      type: String(headers['ce_type']),
      sequence: Number(headers['ce_sequence']),
      data: data as Record<string, unknown>,
    }));
}
