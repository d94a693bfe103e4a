import { describe, expect, it } from '@jest/globals';
import type { AuditedStep } from '../../../time-travel/lead-at.rules.js';
import { decidedLead, type OutcomeStatuses } from './outcome.rules.js';

const at = (hour: number): Date => new Date(Date.UTC(2026, 5, 1, hour));
const BIRTH = { leadId: '01920000-0000-7000-8000-0000000000aa', capturedAt: at(0), createdAt: at(0) };
const STATUSES: OutcomeStatuses = { won: ['converted'], lost: ['lost'] };

/** Versions of a lead, one an hour: a company that it gets, or a status, which may be dated otherwise. */
function steps(...told: (string | { readonly status: string; readonly dated?: Date })[]): AuditedStep[] {
  return told.map((one, index) => {
    const recordedAt = at(index);
    if (typeof one === 'string') return { version: index + 1, recordedAt, changes: [{ field: 'company', before: null, after: one }] };
    const dated = (one.dated ?? recordedAt).toISOString();
    const changes = [
      { field: 'status', before: 'new', after: one.status },
      { field: 'statusChangedAt', before: null, after: dated },
    ];
    return { version: index + 1, recordedAt, changes };
  });
}

const found = (...told: Parameters<typeof steps>) => {
  const decided = decidedLead(BIRTH, steps(...told), STATUSES);
  return decided && [decided.outcome, decided.lead.company, decided.decidedAt];
};

describe('a lead with an outcome', () => {
  it('is known as it was before that, whatever was changed after it', () => {
    expect(found('first', 'second', { status: 'converted' }, 'third')).toEqual(['won', 'second', at(2)]);
    expect(found('first', { status: 'contacted' }, { status: 'lost' })).toEqual(['lost', 'first', at(2)]);
  });

  it('that is dated back is known as it was by its date, at least as it came in', () => {
    expect(found('first', 'second', 'third', { status: 'converted', dated: at(1) })).toEqual(['won', 'second', at(1)]);
    expect(found('first', 'second', { status: 'converted', dated: at(-48) })).toEqual(['won', 'first', at(-48)]);
  });

  it('has the outcome that it came to last', () => {
    expect(found('first', { status: 'lost' }, 'second', { status: 'nurturing' }, 'third', { status: 'converted' })).toEqual([
      'won',
      'third',
      at(5),
    ]);
    expect(found('first', { status: 'converted' }, 'second', { status: 'lost' })).toEqual(['lost', 'second', at(3)]);
  });

  it('has it since it entered the first of several statuses that mean the same', () => {
    const told = steps('first', { status: 'qualified' }, 'second', { status: 'converted' });
    const decided = decidedLead(BIRTH, told, { won: ['qualified', 'converted'], lost: ['lost'] });
    expect([decided?.outcome, decided?.lead.company, decided?.decidedAt]).toEqual(['won', 'first', at(1)]);
  });

  it('has none while it is open, or open again', () => {
    expect([found('first'), found('first', { status: 'lost' }, { status: 'contacted' }), found()]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
