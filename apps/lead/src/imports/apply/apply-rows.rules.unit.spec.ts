import { describe, expect, it } from '@jest/globals';
import { type FoundLeads, foundInRows } from '../../lead/found-leads.js';
import { EMPTY_LEAD, type LeadRecord } from '../../lead/lead.js';
import type { CustomFieldDefinition } from '../../custom-fields/custom-field.js';
import type { RowReading } from '../plan/row.rules.js';
import { DEFAULT_SETTINGS } from '../../settings/settings.js';
import { applyRows, type BatchContext } from './apply-rows.rules.js';

const now = new Date('2026-05-01T10:00:00Z');
const day = (text: string) => new Date(`${text}T00:00:00Z`);

const PLAN: BatchContext['plan'] = {
  matchBy: ['externalId'],
  onMatch: 'update',
  onNoMatch: 'create',
  onRepeat: 'apply',
  onBadValue: 'fail-row',
  columns: [],
  names: [],
  decimalSign: '.',
  dateOrder: 'iso',
  timeZone: 'UTC',
};

function contextOf(plan: Partial<BatchContext['plan']> = {}): BatchContext {
  let last = 0;
  return {
    plan: { ...PLAN, ...plan },
    isDry: false,
    facts: { definitions: [], liveLeads: new Set() },
    settings: DEFAULT_SETTINGS,
    vocabulary: DEFAULT_SETTINGS,
    customFields: [],
    ids: { next: () => `id-${(last += 1)}` },
    now,
    importId: 'import-1',
  };
}

const FIELD = {
  ...{ fieldId: 'f', entity: 'lead', label: 'F', required: false, unique: false, indexed: false, default: null, archived: false },
  ...{ position: 0, version: 1 },
};
const BADGE_FIELD = { ...FIELD, type: 'text', key: 'badge', options: { maxLength: 10 }, unique: true } as CustomFieldDefinition;
const BADGE = { facts: { definitions: [BADGE_FIELD], liveLeads: new Set<string>() }, customFields: [BADGE_FIELD] };

function existing(fields: Partial<LeadRecord>): LeadRecord {
  const instants = { statusChangedAt: day('2018-02-01'), capturedAt: day('2018-02-01'), createdAt: now, updatedAt: now };
  return { ...EMPTY_LEAD, leadId: 'known', version: 3, status: 'new', ...instants, deletedAt: null, ...fields };
}

type Said = Partial<Extract<RowReading, { row: object }>['row']>;
const row = (said: Said): RowReading => ({ row: { fields: {}, capturedAt: null, status: null, statusChangedAt: null, ...said } });
const run = (readings: RowReading[], leads: LeadRecord[] = [], context = contextOf(), further: FoundLeads['further'] = []) =>
  applyRows(
    readings.map((reading, index) => ({ rowNumber: index + 1, line: index + 2, cells: [], reading })),
    { leads, further },
    context,
  );
const shown = ({ results }: ReturnType<typeof run>) =>
  results.map(({ outcome, reason, leadId }) => [outcome, reason?.code ?? null, leadId]);

describe('applyRows', () => {
  it('creates a lead that nobody knows, captured when the file says so', () => {
    const effect = run([row({ fields: { externalId: 'a', source: 'social' }, capturedAt: day('2018-02-01') })]);
    expect(shown(effect)).toEqual([['created', null, 'id-1']]);
    expect(effect.created).toMatchObject([
      { externalId: 'a', source: 'social', status: 'new', version: 1, capturedAt: day('2018-02-01'), createdAt: now },
    ]);
    expect(effect.steps.map(({ event }) => [event.contract.type, event.sequence])).toEqual([['lead.captured', 1]]);
  });

  it('finds a lead by an identifier that leads to it, and writes none of those over its own', () => {
    const further: FoundLeads['further'] = [
      { name: 'externalId', value: 'a', leadId: 'known' },
      { name: 'email', value: 'old@x.com', leadId: 'known' },
    ];
    const effect = run(
      [
        row({ fields: { externalId: 'a', email: 'old@x.com', phone: '+4930901820' } }),
        row({ fields: { externalId: 'b', email: 'old@x.com' } }),
      ],
      [existing({ email: 'new@x.com' })],
      contextOf(),
      further,
    );
    expect(shown(effect)).toEqual([
      ['updated', null, 'known'],
      ['failed', 'email.taken', null],
    ]);
    expect(effect.updated).toMatchObject([{ externalId: null, email: 'new@x.com', phone: '+4930901820' }]);
  });

  it('moves a known lead to the status of the row, with the time in its stage', () => {
    const effect = run(
      [row({ fields: { externalId: 'a' }, status: 'converted', statusChangedAt: day('2018-02-11') })],
      [existing({ externalId: 'a' })],
    );
    expect(shown(effect)).toEqual([['updated', null, 'known']]);
    expect(effect.updated).toMatchObject([{ status: 'converted', version: 4, statusChangedAt: day('2018-02-11') }]);
    expect(effect.steps[0]?.move).toMatchObject({ from: 'new', to: 'converted', trigger: 'import', secondsInStage: 864_000 });
  });

  it('takes a change that lies before the capture, and says so by a negative time', () => {
    const effect = run(
      [row({ fields: { externalId: 'a' }, status: 'converted', statusChangedAt: day('2018-01-31') })],
      [existing({ externalId: 'a' })],
    );
    expect(effect.steps[0]?.move?.secondsInStage).toBe(-86_400);
  });

  it('creates a lead in a status that the tenant lets no new lead go to, as no move', () => {
    const settings = { ...DEFAULT_SETTINGS, statusTransitions: { new: ['contacted' as const] } };
    const [since, capturedAt] = [day('2018-02-02'), day('2018-02-01')];
    const stated = row({ fields: { externalId: 'a' }, capturedAt, status: 'converted', statusChangedAt: since });
    const { created, steps } = run([stated], [], { ...contextOf(), settings });
    expect(created).toMatchObject([{ status: 'converted', version: 1, statusChangedAt: since, capturedAt }]);
    expect(steps.map(({ action, move, event }) => [action, move, event.data])).toMatchObject([
      ['created', undefined, { status: 'converted', statusChangedAt: since.toISOString(), capturedAt: capturedAt.toISOString() }],
    ]);
    expect(steps[0]?.changes).toContainEqual({ field: 'status', before: null, after: 'converted' });
    const allowed = run([row({ fields: { externalId: 'a' }, capturedAt, status: 'contacted' })], [], { ...contextOf(), settings });
    expect(allowed.steps.map(({ action }) => action)).toEqual(['created', 'status-changed']);
  });

  it('publishes capture before status for a lead that comes with one', () => {
    const effect = run([
      row({ fields: { externalId: 'a' }, capturedAt: day('2018-02-01'), status: 'qualified', statusChangedAt: day('2018-02-02') }),
    ]);
    expect(effect.created).toMatchObject([{ status: 'qualified', version: 2 }]);
    expect(effect.steps.map(({ event }) => [event.contract.type, event.sequence])).toEqual([
      ['lead.captured', 1],
      ['lead.status-changed', 2],
    ]);
  });

  it('never moves a lead backwards, and then leaves the whole row alone', () => {
    const effect = run(
      [row({ fields: { externalId: 'a', company: 'New' }, status: 'qualified' })],
      [existing({ externalId: 'a', status: 'converted' })],
    );
    expect(shown(effect)).toEqual([['skipped', 'status.backwards', 'known']]);
    expect(effect.steps).toEqual([]);
  });

  it('moves no lead where the tenant does not let it go, and then leaves the whole row alone', () => {
    const settings = { ...DEFAULT_SETTINGS, statusTransitions: { new: ['contacted' as const] } };
    const rows = [
      row({ fields: { externalId: 'a', company: 'New' }, status: 'qualified' }),
      row({ fields: { externalId: 'a' }, status: 'contacted' }),
    ];
    const effect = run(rows, [existing({ externalId: 'a' })], { ...contextOf(), settings });
    expect(shown(effect)).toEqual([
      ['skipped', 'status.not_allowed', 'known'],
      ['updated', null, 'known'],
    ]);
    expect(effect.updated).toMatchObject([{ status: 'contacted', company: null }]);
  });

  it('lets a row see what the rows above it did', () => {
    const effect = run([
      row({ fields: { externalId: 'a', company: 'One' } }),
      row({ fields: { externalId: 'a', company: 'Two' } }),
      row({ fields: { externalId: 'a', company: 'Two' } }),
    ]);
    expect(shown(effect)).toEqual([
      ['created', null, 'id-1'],
      ['updated', null, 'id-1'],
      ['skipped', 'lead.unchanged', 'id-1'],
    ]);
    expect(effect.created).toMatchObject([{ company: 'Two', version: 2 }]);
    expect(effect.updated).toEqual([]);
  });

  it('skips what is there when it is told to', () => {
    const effect = run(
      [row({ fields: { email: 'a@x.com', company: 'New' } })],
      [existing({ email: 'a@x.com' })],
      contextOf({ matchBy: ['email'], onMatch: 'skip' }),
    );
    expect(shown(effect)).toEqual([['skipped', 'lead.exists', 'known']]);
  });

  it('fails rows that claim the identifier of another lead, in the store or in the file', () => {
    const effect = run(
      [
        row({ fields: { externalId: 'b', email: 'a@x.com' } }),
        row({ fields: { externalId: 'c', phone: '+4930901820' } }),
        row({ fields: { externalId: 'd', phone: '+4930901820' } }),
        row({ fields: { externalId: 'a', phone: '+4930901820' } }),
      ],
      [existing({ externalId: 'a', email: 'a@x.com' })],
    );
    expect(shown(effect)).toEqual([
      ['failed', 'email.taken', null],
      ['created', null, 'id-1'],
      ['failed', 'phone.taken', null],
      ['failed', 'phone.taken', 'known'],
    ]);
  });

  it('frees an identifier that a row above gave up', () => {
    const effect = run(
      [row({ fields: { externalId: 'a', email: 'new@x.com' } }), row({ fields: { externalId: 'b', email: 'old@x.com' } })],
      [existing({ externalId: 'a', email: 'old@x.com' })],
    );
    expect(shown(effect)).toEqual([
      ['updated', null, 'known'],
      ['created', null, 'id-1'],
    ]);
  });

  it('keeps source metadata that the row does not mention', () => {
    const effect = run(
      [row({ fields: { externalId: 'a', sourceMetadata: { b: '2' } } })],
      [existing({ externalId: 'a', sourceMetadata: { a: '1' } })],
    );
    expect(effect.updated).toMatchObject([{ sourceMetadata: { a: '1', b: '2' } }]);
  });

  it('tells what was left out of a row that goes in, and fails a row of which nothing is left to know its lead by', () => {
    const warnings = [{ code: 'email.invalid', path: 'email', message: 'x' }];
    const named = { columns: [{ index: 0, target: 'email' as const }], names: ['Mail'] };
    const { results } = applyRows(
      [
        { rowNumber: 1, line: 2, cells: ['a@'], reading: row({ fields: { externalId: 'a' }, warnings }) },
        {
          rowNumber: 2,
          line: 3,
          cells: ['b@'],
          reading: row({ fields: {}, stated: { badge: '7' }, custom: new Map([['badge', '7']]), warnings }),
        },
      ],
      foundInRows([]),
      { ...contextOf({ ...named, matchBy: ['customFields.badge'], onBadValue: 'leave-out' }), ...BADGE },
    );
    expect(results).toMatchObject([
      { outcome: 'failed', reason: { code: 'match.missing' }, warnings: [] },
      { outcome: 'failed', reason: { code: 'email.invalid', path: 'email' }, cell: { column: 'Mail', value: 'b@' }, warnings: [] },
    ]);
    const went = applyRows(
      [{ rowNumber: 1, line: 2, cells: ['a@'], reading: row({ fields: { externalId: 'a' }, warnings }) }],
      foundInRows([]),
      contextOf(named),
    );
    expect(went.results).toMatchObject([
      { outcome: 'created', warnings: [{ code: 'email.invalid', cell: { column: 'Mail', value: 'a@' } }] },
    ]);
  });

  it('leaves a custom value out that its field refuses, unless it needs one', () => {
    const size = (required: boolean) =>
      ({ ...FIELD, type: 'number', key: 'size', options: { min: null, max: '9', scale: 0 }, required }) as CustomFieldDefinition;
    const said = row({ fields: { externalId: 'a' }, stated: { size: '10' }, custom: new Map([['size', '10']]) });
    const withField = (required: boolean) => ({
      ...contextOf({ onBadValue: 'leave-out' }),
      facts: { definitions: [size(required)], liveLeads: new Set<string>() },
    });
    const warned = run([said], [], withField(false));
    expect(warned.results).toMatchObject([{ outcome: 'created', warnings: [{ code: 'number.above_max', path: 'customFields.size' }] }]);
    expect(warned.created).toMatchObject([{ customFields: {} }]);
    expect(shown(run([said], [], withField(true)))).toEqual([['failed', 'number.above_max', null]]);
  });

  it('leaves a number that people share by their extensions to the lead that has it', () => {
    const shared = (externalId: string, phoneExtension: string) =>
      row({ fields: { externalId, phone: '+14168109897', sourceMetadata: { phoneExtension } }, sharesPhone: true });
    const effect = run([shared('a', '1'), shared('b', '2'), row({ fields: { externalId: 'c', phone: '+14168109897' } })]);
    expect(shown(effect)).toEqual([
      ['created', null, 'id-1'],
      ['created', null, 'id-2'],
      ['failed', 'phone.taken', null],
    ]);
    expect(effect.results.map(({ warnings }) => warnings.map(({ code }) => code))).toEqual([[], ['phone.shared'], []]);
    expect(effect.created).toMatchObject([
      { phone: '+14168109897', sourceMetadata: { phoneExtension: '1' } },
      { phone: null, sourceMetadata: { phoneExtension: '2' } },
    ]);
  });

  it('says nothing of a number, and of its extension, that the lead is known by beside its own', () => {
    const known = existing({ externalId: 'a', phone: '+14168109897', sourceMetadata: { phoneExtension: '1' } });
    const said = { externalId: 'a', phone: '+14168109898', sourceMetadata: { phoneExtension: '2', b: '3' } };
    const further: FoundLeads['further'] = [{ name: 'phone', value: said.phone, leadId: known.leadId }];
    const effect = run([row({ fields: said, sharesPhone: true })], [known], contextOf(), further);
    expect(effect.updated).toMatchObject([{ phone: '+14168109897', sourceMetadata: { phoneExtension: '1', b: '3' } }]);
    expect(effect.results[0]?.warnings).toEqual([]);
  });

  it('takes the extension away with the number it belongs to', () => {
    const known = existing({ externalId: 'a', phone: '+14168109897', sourceMetadata: { phoneExtension: '1', b: '2' } });
    const effect = run([row({ fields: { externalId: 'a', phone: '+14168109898' } })], [known]);
    expect(effect.updated).toMatchObject([{ phone: '+14168109898', sourceMetadata: { b: '2' } }]);
    expect(effect.updated[0]?.sourceMetadata).toEqual({ b: '2' });
  });

  it('passes on why a row could not be read, and asks for the match key', () => {
    const reason = { code: 'phone.invalid', path: 'phone', message: 'x' };
    expect(shown(run([{ refusal: reason }, { blank: { ...reason, code: 'row.blank' } }, row({ fields: { email: 'a@x.com' } })]))).toEqual([
      ['failed', 'phone.invalid', null],
      ['skipped', 'row.blank', null],
      ['failed', 'match.missing', null],
    ]);
  });
});
