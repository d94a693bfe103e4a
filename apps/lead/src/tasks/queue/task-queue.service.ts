import { Inject, Injectable } from '@nestjs/common';
import type { QueuedTask, ReadTaskQueueQuery, TaskQueue } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Clock, Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { z } from 'zod';
import { currentCaller } from '../../current-tenant.js';
import { MemberService } from '../../distribution/members/member.service.js';
import { CLOCK } from '../../tokens.js';
import { presentTask } from '../steps/present-task.rules.js';
import { taskErrors } from '../task.errors.js';
import { type QueueDay, queueDay } from './queue-day.rules.js';
import { PLACES, type PlacedInQueue, TaskQueueReadModel } from './task-queue.read-model.js';

/** A queue stays as it was when its first page was read: the places go by that moment. */
const position = z.strictObject({
  now: z.iso.datetime(),
  place: z.int().min(0).max(2),
  priority: z.int().min(1).max(3),
  dueAt: z.iso.datetime(),
  id: z.uuid(),
});

/** What a member has to do. */
@Injectable()
export class TaskQueueService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly queues: TaskQueueReadModel,
    private readonly members: MemberService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `LEAD.TASK_INVALID` when it is not said whose, or the zone or day is none */
  async read({ memberId = callingMember(), day, timeZone, limit, cursor }: ReadTaskQueueQuery): Promise<TaskQueue> {
    const { now, ...after } = cursor === undefined ? { now: this.clock.now().toISOString() } : decodeCursor(position, cursor);
    return this.database.read(async (tx) => {
      const zone = timeZone ?? (await this.members.timeZoneOf(tx, memberId)) ?? 'UTC';
      const { begin, end, ...seen } = dayOf(day, zone, new Date(now));
      const slice = { memberId, begin, end, after: 'place' in after ? after : undefined, limit: limit + 1 };
      const [found, counts] = await Promise.all([this.queues.findPage(tx, tx.tenantId, slice), this.queues.count(tx, tx.tenantId, slice)]);
      const page = found.slice(0, limit);
      const last = found.length > limit ? page.at(-1) : undefined;
      return { ...seen, counts, items: page.map(present), nextCursor: last ? encodeCursor({ now, ...last.position }) : null };
    });
  }
}

function callingMember(): Uuid {
  const { actor } = currentCaller();
  if (actor.kind === 'member') return actor.id;
  throw taskErrors.TASK_INVALID({
    errors: [{ path: 'memberId', code: 'member.unknown', message: 'The caller is no member: whose queue?' }],
  });
}

function dayOf(day: string | undefined, timeZone: string, now: Date): QueueDay {
  const checked = queueDay(day, timeZone, now);
  if (checked.ok) return checked.value;
  const { path = '', code, message } = checked;
  throw taskErrors.TASK_INVALID({ errors: [{ path, code, message }] });
}

function present({ task, leadId, position: { place } }: PlacedInQueue): QueuedTask {
  return { ...presentTask(task, leadId), place: PLACES[place] ?? 'later' };
}
