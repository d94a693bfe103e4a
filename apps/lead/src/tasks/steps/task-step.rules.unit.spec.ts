import { describe, expect, it } from '@jest/globals';
import type { TaskRecord } from '../task.js';
import { alertsBy } from './alerts.rules.js';
import { changedStep, closedStep, createdStep, deletedStep, overdueStep, reopenedStep, restoredStep } from './task-step.rules.js';

const at = (time: string): Date => new Date(`2026-11-27T${time}:00Z`);

/** Made at 08:00, due at 12:00, with reminders at 11:00 and 11:50. */
function task(stated: Partial<TaskRecord> = {}): TaskRecord {
  const id = '01920000-0000-7000-8000-000000000001';
  const fields = { type: 'call', priority: 'high', title: 'Call', description: null, assigneeId: null, recurrence: null } as const;
  const open = { state: 'pending', outcome: null, closedAt: null, deletedAt: null, trigger: { kind: 'manual', id: null } } as const;
  const times = { dueAt: at('12:00'), createdAt: at('08:00'), updatedAt: at('08:00') };
  const author = { kind: 'member', id } as const;
  const made = { taskId: id, subject: { kind: 'lead', id }, ...fields, ...open, ...times, reminders: [60, 10], author, ...stated } as const;
  return createdStep(made).task;
}
const alertsOf = (record: TaskRecord, now: string) =>
  alertsBy(record, at(now)).map(({ kind, at: instant }) => `${kind} ${instant.toISOString().slice(11, 16)}`);

describe('the instants of a task', () => {
  it('are its reminders and its due', () => {
    expect(task().nextAlertAt).toEqual(at('11:00'));
    expect(alertsOf(task(), '10:59')).toEqual([]);
    expect(alertsOf(task(), '11:00')).toEqual(['reminder 11:00']);
    expect(alertsOf(task(), '13:00')).toEqual(['reminder 11:00', 'reminder 11:50', 'overdue 12:00']);
  });

  it('are none that lay in the past when they were stated, but for the due', () => {
    expect(task({ createdAt: at('11:30') }).nextAlertAt).toEqual(at('11:50'));
    expect(task({ createdAt: at('12:30') }).nextAlertAt).toEqual(at('12:00'));
    expect(alertsOf(task({ createdAt: at('12:30') }), '12:30')).toEqual(['overdue 12:00']);
  });

  it('move with the due, and end with the task', () => {
    const moved = changedStep(task(), { ...task(), dueAt: at('15:00') }, false, at('14:30'))?.task as TaskRecord;
    expect(moved.nextAlertAt).toEqual(at('14:50'));
    for (const closed of [
      closedStep(task(), 'completed', null, at('09:00')),
      deletedStep(task(), at('09:00')),
      overdueStep(task(), at('12:00')),
    ])
      expect([closed.task.nextAlertAt, alertsBy(closed.task, at('23:00'))]).toEqual([null, []]);
  });

  it('stay where what was due to be told is not told yet, when anything but the due changes', () => {
    const changed = changedStep(task(), { ...task(), reminders: [60, 30] }, false, at('11:01'))?.task as TaskRecord;
    expect(alertsOf(changed, '11:30')).toEqual(['reminder 11:00', 'reminder 11:30']);
  });

  it('come back with the task', () => {
    const closed = closedStep(task(), 'dismissed', null, at('11:10')).task;
    expect(reopenedStep(closed, false, at('11:20')).task).toMatchObject({ state: 'pending', nextAlertAt: at('11:50') });
    expect(reopenedStep(closed, true, at('12:20')).task).toMatchObject({ state: 'overdue', nextAlertAt: null });
    expect(restoredStep(deletedStep(task(), at('11:10')).task, at('12:20')).task).toMatchObject({
      state: 'pending',
      nextAlertAt: at('12:00'),
    });
  });
});

describe('a change', () => {
  it('says what is other than before, the state that follows included', () => {
    const overdue = overdueStep(task(), at('12:00')).task;
    const step = changedStep(overdue, { ...overdue, dueAt: at('18:00'), priority: 'high' }, false, at('13:00'));
    expect(step).toMatchObject({ action: 'updated', task: { version: 3, state: 'pending' } });
    expect(step?.changes).toEqual([
      { field: 'dueAt', before: '2026-11-27T12:00:00.000Z', after: '2026-11-27T18:00:00.000Z' },
      { field: 'state', before: 'overdue', after: 'pending' },
    ]);
  });

  it('is none when nothing is other than before', () => {
    expect(changedStep(task(), { ...task() }, false, at('09:00'))).toBeUndefined();
  });
});
