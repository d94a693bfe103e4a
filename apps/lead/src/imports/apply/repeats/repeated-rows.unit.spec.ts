import { describe, expect, it } from '@jest/globals';
import { foundInRows } from '../../../lead/found-leads.js';
import type { LeadRecord } from '../../../lead/lead.js';
import type { RowReading } from '../../plan/row.rules.js';
import { applyRows, type BatchContext } from '../apply-rows.rules.js';
import { contextOf, existing, row } from '../rows.fixture.spec.js';
import { RepeatedRows } from './repeated-rows.js';

const contextWith = (plan: Partial<BatchContext['plan']> = {}, isDry = false) => {
  const context = contextOf({ onRepeat: 'skip', ...plan }, isDry);
  return { ...context, repeats: new RepeatedRows(context.plan, [], isDry) };
};

function shown(readings: readonly RowReading[], context: BatchContext, leads: readonly LeadRecord[] = []) {
  const rows = readings.map((reading, index) => ({ rowNumber: index + 1, line: index + 2, cells: [], reading }));
  return applyRows(rows, foundInRows([...leads]), context).results.map(({ outcome, reason }) => [outcome, reason?.code ?? null]);
}

const a = (fields: object = {}) => row({ fields: { email: 'a@x.com', ...fields } });

describe('a row that has the key of a row above', () => {
  const taken = existing({ leadId: 'b', email: 'b@x.com', phone: '+4930901820' });

  it('is a repetition where that one went in', () => {
    expect(shown([a(), a()], contextWith())).toEqual([
      ['created', null],
      ['skipped', 'row.repeated'],
    ]);
  });

  it('goes in where that one failed, and is repeated by those behind it', () => {
    const rows = [a({ phone: '+4930901820' }), a(), a()];
    const expected = [
      ['failed', 'phone.taken'],
      ['created', null],
      ['skipped', 'row.repeated'],
    ];
    expect(shown(rows, contextWith(), [taken])).toEqual(expected);
    expect(shown(rows, contextWith({}, true), [taken])).toEqual(expected);
  });

  it('goes in where that one was left out with its lead', () => {
    const lead = existing({ email: 'a@x.com', status: 'qualified' });
    const backwards = row({ fields: { email: 'a@x.com' }, status: 'new' });
    expect(shown([backwards, a({ company: 'Acme' })], contextWith(), [lead])).toEqual([
      ['skipped', 'status.backwards'],
      ['updated', null],
    ]);
  });

  it('is foretold as new where the one above of its address would fail, whatever becomes of repetitions', () => {
    const context = contextWith({ matchBy: ['externalId'], onRepeat: 'apply' }, true);
    expect(shown([a({ externalId: '1', phone: '+4930901820' }), a({ externalId: '2' })], context, [taken])).toEqual([
      ['failed', 'phone.taken'],
      ['created', null],
    ]);
  });
});

describe('rows of several batches', () => {
  it('are known once they are kept; what was tried and not stored is not', () => {
    const context = contextWith();
    expect(shown([a()], context)).toEqual([['created', null]]);
    expect(shown([a()], context)).toEqual([['created', null]]);
    context.repeats.keep();
    expect(shown([a()], context)).toEqual([['skipped', 'row.repeated']]);
  });

  it('are known that went in before a worker died', () => {
    const context = contextWith();
    context.repeats.noteDone(1, a().row);
    expect(shown([a()], context)).toEqual([['skipped', 'row.repeated']]);
  });
});
