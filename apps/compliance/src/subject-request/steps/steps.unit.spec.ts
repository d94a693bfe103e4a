import { describe, expect, it } from '@jest/globals';
import {
  type CreateSubjectRequest,
  createSubjectRequestBody,
  type PatchSubjectRequest,
  SUBJECT_REQUEST_KINDS,
  SUBJECT_REQUEST_STATUSES,
  subjectRequestChangedV1,
  type SubjectRequestStatus,
} from '@leadstream/contracts';
import type { Subject } from '../subject/subject.js';
import type { SubjectRequestRecord } from '../subject-request.js';
import { change, refusalOf } from './change.rules.js';
import { presentRequest } from './present.rules.js';
import { receiptProblems, receive } from './receive.rules.js';
import { remindersBy } from './reminder.rules.js';
import { toldChange } from './told-change.rules.js';
import { mayFollow } from './transition.rules.js';

const ID = '01920000-0000-7000-8000-000000000001';
const LEAD = '01920000-0000-7000-8000-000000000002';
const at = (instant: string): Date => new Date(instant);
const NOW = at('2026-03-03T10:00:00Z');

const stated = (more: Partial<CreateSubjectRequest> = {}): CreateSubjectRequest => ({
  kind: 'access',
  leadId: LEAD,
  via: 'email',
  jurisdiction: 'gdpr',
  timeZone: 'UTC',
  ...more,
});
const received = (more: Partial<CreateSubjectRequest> = {}, subject: Subject = { leadId: LEAD, addresses: [] }): SubjectRequestRecord =>
  receive(ID, stated(more), subject, NOW);
const next = (request: SubjectRequestRecord, patch: PatchSubjectRequest, now: string): SubjectRequestRecord => {
  expect(refusalOf(request, patch, at(now))).toBeUndefined();
  return (change(request, patch, at(now)) as { request: SubjectRequestRecord }).request;
};
const dueOn = (request: SubjectRequestRecord): string => presentRequest(request, NOW).deadline.dueOn;

describe('a receipt', () => {
  it('sets the time for the answer from the day on which it came, not from when it was entered', () => {
    expect(received({ receivedAt: '2026-02-20T12:00:00Z' })).toMatchObject({
      status: 'received',
      version: 1,
      receivedAt: at('2026-02-20T12:00:00Z'),
      dueAt: at('2026-03-21T00:00:00Z'),
      createdAt: NOW,
    });
  });

  it('is of a lead, or of addresses, and has the same time either way', () => {
    expect(presentRequest(received(), NOW)).toMatchObject({ leadId: LEAD, addresses: [] });
    const ofNoLead = received({}, { leadId: null, addresses: ['email:ada@example.com', 'phone:+14155552671'] });
    const addresses = [
      { kind: 'email', value: 'ada@example.com' },
      { kind: 'phone', value: '+14155552671' },
    ];
    expect(presentRequest(ofNoLead, NOW)).toMatchObject({ leadId: null, addresses });
    expect([dueOn(ofNoLead), ofNoLead.nextReminderAt]).toEqual([dueOn(received()), received().nextReminderAt]);
    const step = change(ofNoLead, { status: 'identity-needed' }, NOW);
    const told = step && subjectRequestChangedV1.data.parse(toldChange(step));
    expect(told).toMatchObject({ leadId: null, status: 'identity-needed' });
    expect(JSON.stringify(told)).not.toContain('ada');
  });

  it.each([
    [{ addresses: [{ kind: 'email', value: 'ada@example.com' }] }, true],
    [{ leadId: LEAD }, true],
    [{ leadId: LEAD, addresses: [{ kind: 'email', value: 'ada@example.com' }] }, false],
    [{ addresses: [] }, false],
    [{ addresses: [{ kind: 'domain', value: 'example.com' }] }, false],
    [{}, false],
  ])('is stated with %j: %s', (subject, isFit) => {
    expect(createSubjectRequestBody.safeParse({ kind: 'access', via: 'email', ...subject }).success).toBe(isFit);
  });

  it.each([
    [{ timeZone: 'Mars/Olympus' }, 'time_zone_unknown'],
    [{ timeZone: '+02:00' }, 'time_zone_unknown'],
    [{ receivedAt: '2026-03-03T10:05:01Z' }, 'in_future'],
  ])('%j has a problem', (more, code) => {
    expect(receiptProblems(stated(more), NOW).map((problem) => problem.code)).toEqual([code]);
  });

  it('takes a clock that is a few minutes ahead for its own', () => {
    const ahead = { receivedAt: '2026-03-03T10:05:00Z' };
    expect(receiptProblems(stated(ahead), NOW)).toEqual([]);
    expect(received(ahead).receivedAt).toEqual(NOW);
  });
});

describe('the way of a request', () => {
  const allowed: Record<SubjectRequestStatus, string> = {
    received: 'identity-needed in-progress refused',
    'identity-needed': 'in-progress refused',
    'in-progress': 'identity-needed completed refused',
    completed: '',
    refused: '',
  };
  it.each(SUBJECT_REQUEST_STATUSES)('from %s', (from) => {
    expect(SUBJECT_REQUEST_STATUSES.filter((to) => mayFollow(from, to)).join(' ')).toBe(allowed[from]);
  });

  it.each(SUBJECT_REQUEST_KINDS)('of %s begins only for the person where data are handed out or destroyed', (kind) => {
    const refused = ['access', 'portability', 'erasure'].includes(kind) ? 'identity_missing' : undefined;
    expect(refusalOf(received({ kind }), { status: 'in-progress' }, NOW)).toBe(refused);
    expect(refusalOf(received({ kind }), { status: 'in-progress', identity: { method: 'account' } }, NOW)).toBeUndefined();
  });

  it.each<[string, PatchSubjectRequest, string]>([
    ['to its end without a reason', { status: 'refused' }, 'refusal_without_reason'],
    ['on, with a reason to refuse it', { refusal: { reason: 'excessive', explanation: 'The tenth this week.' } }, 'reason_without_refusal'],
    ['from receipt to its end at once', { status: 'completed', identity: { method: 'account' } }, 'transition'],
  ])('does not lead %s', (_, patch, refusal) => {
    expect(refusalOf(received(), patch, NOW)).toBe(refusal);
  });

  it('ends for good', () => {
    const ended = next(
      received(),
      { status: 'refused', refusal: { reason: 'withdrawn', explanation: 'She took it back.' } },
      '2026-03-04T10:00:00Z',
    );
    expect(ended).toMatchObject({ status: 'refused', endedAt: at('2026-03-04T10:00:00Z'), nextReminderAt: null });
    expect(refusalOf(ended, { note: 'after all' }, at('2026-03-05T10:00:00Z'))).toBe('ended');
  });

  it('names what was changed, but for the text of notes, and makes no version of nothing', () => {
    const request = received({ note: 'by phone' });
    const changed = change(request, { note: 'by phone, twice', assigneeId: LEAD }, NOW);
    expect(changed?.changes).toEqual([
      { field: 'note', before: null, after: null },
      { field: 'assigneeId', before: null, after: LEAD },
    ]);
    expect(change(request, { note: 'by phone' }, NOW)).toBeUndefined();
  });
});

describe('the time for the answer', () => {
  it('rests under the GDPR while the person is asked who it is', () => {
    const asked = next(received(), { status: 'identity-needed' }, '2026-03-05T15:00:00Z');
    expect(asked).toMatchObject({ pausedSince: at('2026-03-05T15:00:00Z'), nextReminderAt: null });
    expect(presentRequest(asked, at('2026-06-01T00:00:00Z')).deadline.isOverdue).toBe(false);
    const shown = next(asked, { status: 'in-progress', identity: { method: 'document' } }, '2026-03-11T09:00:00Z');
    expect([shown.pausedSince, shown.pausedDays, dueOn(shown)]).toEqual([null, 6, '2026-04-09']);
    const askedAgain = next(shown, { status: 'identity-needed' }, '2026-03-12T09:00:00Z');
    const shownAgain = next(askedAgain, { status: 'in-progress' }, '2026-03-13T09:00:00Z');
    expect([shownAgain.pausedDays, dueOn(shownAgain)]).toEqual([7, '2026-04-10']);
  });

  it('goes on under the CCPA', () => {
    const asked = next(received({ jurisdiction: 'ccpa' }), { status: 'identity-needed' }, '2026-03-05T15:00:00Z');
    expect([asked.pausedSince, dueOn(asked)]).toEqual([null, '2026-04-17']);
  });

  it('is extended once, and in time', () => {
    const begun = next(received(), { status: 'in-progress', identity: { method: 'account' } }, '2026-03-04T10:00:00Z');
    const extension = { reason: 'Many requests at once.' };
    expect(dueOn(begun)).toBe('2026-04-03');
    const extended = next(begun, { extension }, '2026-04-03T23:59:59Z');
    expect(dueOn(extended)).toBe('2026-06-03');
    expect(refusalOf(extended, { extension }, at('2026-04-03T23:59:59Z'))).toBe('extended_already');
    expect(refusalOf(begun, { extension }, at('2026-04-04T00:00:00Z'))).toBe('extended_too_late');
  });

  it('is over with the last hour of its last day', () => {
    const late = (now: string) => presentRequest(received(), at(now)).deadline.isOverdue;
    expect([late('2026-04-03T23:59:59.999Z'), late('2026-04-04T00:00:00Z')]).toEqual([false, true]);
  });
});

describe('reminders', () => {
  /** What would be told at each instant, as the job tells it. */
  function told(request: SubjectRequestRecord, instants: readonly string[]): number[][] {
    let remindedUntil = request.remindedUntil;
    return instants.map((instant) => {
      const due = remindersBy({ ...request, remindedUntil }, at(instant));
      remindedUntil = due.at(-1)?.at ?? remindedUntil;
      return due.map(({ daysBefore }) => daysBefore);
    });
  }

  it('come seven, three and one days before the end, and at the end, each once', () => {
    const instants = ['27T23:59:59', '28T00:00:00', '28T00:00:05', '30T00:00:00'].map((time) => `2026-03-${time}Z`);
    expect(received().nextReminderAt).toEqual(at('2026-03-28T00:00:00Z'));
    expect(told(received(), instants)).toEqual([[], [7], [], []]);
    const later = ['2026-04-01T00:00:00Z', '2026-04-03T00:00:00Z', '2026-04-04T00:00:00Z', '2026-05-04T00:00:00Z'];
    expect(told(received(), later)).toEqual([[3], [1], [0], []]);
  });

  it('tell the last one alone of those that were missed, and of the end nothing else', () => {
    expect(told(received(), ['2026-04-02T12:00:00Z'])).toEqual([[3]]);
    expect(told(received(), ['2026-04-20T12:00:00Z', '2026-04-21T12:00:00Z'])).toEqual([[0], []]);
  });

  it('come anew for the end of an extended period', () => {
    const begun = next(received(), { status: 'in-progress', identity: { method: 'account' } }, '2026-03-04T10:00:00Z');
    const reminded = { ...begun, remindedUntil: at('2026-04-03T00:00:00Z') };
    const extended = next(reminded, { extension: { reason: 'Complex.' } }, '2026-04-03T12:00:00Z');
    expect(extended.nextReminderAt).toEqual(at('2026-05-28T00:00:00Z'));
    expect(told(extended, ['2026-05-28T00:00:00Z', '2026-06-04T00:00:00Z'])).toEqual([[7], [0]]);
  });
});

it('tells what was changed of a request by name, and of its time how long it is and whether it rests', () => {
  const step = change(received(), { status: 'identity-needed', note: 'Ada called.', assigneeId: LEAD }, NOW);
  if (step === undefined) throw new Error('nothing was changed');
  const told = toldChange(step);
  expect(told).toEqual({
    ...{ requestId: ID, leadId: LEAD, kind: 'access', version: 2, status: 'identity-needed', assigneeId: LEAD },
    changed: ['status', 'note', 'assigneeId', 'pausedSince'],
    ...{ dueAt: '2026-04-04T00:00:00.000Z', paused: true, changedAt: '2026-03-03T10:00:00.000Z' },
  });
  expect(subjectRequestChangedV1.data.parse(told)).toEqual(told);
  expect(JSON.stringify(told)).not.toContain('Ada');
  const extended = change(received(), { extension: { reason: 'Many systems.' } }, NOW);
  expect(extended && toldChange(extended)).toMatchObject({ changed: ['extension', 'dueAt'], dueAt: '2026-06-04T00:00:00.000Z' });
});
