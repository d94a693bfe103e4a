import { describe, expect, it } from '@jest/globals';
import { addressPermissionsStatedV1, type ConsentChange, importOptions } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { foundInRows } from '../../lead/found-leads.js';
import type { LeadRecord } from '../../lead/lead.js';
import { DEFAULT_VOCABULARY } from '../../lead/vocabulary.js';
import { planImport } from '../plan/plan.rules.js';
import { readRow, type RowReading } from '../plan/row.rules.js';
import { applyRows, type BatchContext } from './apply-rows.rules.js';
import { RepeatedRows } from './repeats/repeated-rows.js';
import { contextOf, existing, NOW, row } from './rows.fixture.spec.js';

const yes: ConsentChange = {
  ...{ channel: 'sms', purpose: 'marketing', state: 'given', basis: 'consent', textVersion: null },
  statedAt: NOW.toISOString(),
};
const PERMISSIONS = { consents: [yes], doNotContact: ['email'] } as const;

function told(readings: readonly RowReading[], leads: readonly LeadRecord[], context: BatchContext) {
  const rows = readings.map((reading, index) => ({ rowNumber: index + 1, line: index + 2, cells: [], reading }));
  const { results, permissions } = applyRows(rows, foundInRows([...leads]), context);
  return {
    results: results.map(({ outcome, reason }) => [outcome, reason?.code ?? null]),
    permissions: permissions.map(({ data }) => data),
  };
}
const forbidden = (leadId: string) => ({ leadId, consents: [], doNotContact: ['email'] });

/** Rows of a file with these headings. */
function read(heading: string, mapping: Record<string, string>, cells: readonly string[], options: object = {}): RowReading {
  const stated = importOptions.parse({ mapping, matchBy: 'email', ...options });
  const names = { customFields: [], vocabulary: DEFAULT_VOCABULARY };
  return readRow(cells, { ...planImport({ hasHeadings: true, names: heading.split(',') }, stated, names), ...names }, NOW);
}

describe('what forbids in a row that is left out', () => {
  it('counts for the lead of a row that repeats one above', () => {
    const context = contextOf({ onRepeat: 'skip' });
    const rows = [row({ fields: { email: 'a@x.com' } }), row({ fields: { email: 'a@x.com' }, permissions: PERMISSIONS })];
    const repeats = new RepeatedRows(context.plan, [], false);
    expect(told(rows, [], { ...context, repeats })).toMatchObject({
      results: [
        ['created', null],
        ['skipped', 'row.repeated'],
      ],
      permissions: [forbidden('id-1')],
    });
  });

  it('counts for the lead of a row that fails', () => {
    const leads = [existing({ leadId: 'a', email: 'a@x.com' }), existing({ leadId: 'b', email: 'b@x.com', phone: '+4930901820' })];
    const said = row({ fields: { email: 'a@x.com', phone: '+4930901820' }, permissions: PERMISSIONS });
    expect(told([said], leads, contextOf())).toMatchObject({ results: [['failed', 'phone.taken']], permissions: [forbidden('a')] });
  });

  it('counts for both leads that a row is about', () => {
    const leads = [existing({ leadId: 'a', email: 'a@x.com' }), existing({ leadId: 'b', phone: '+4930901820' })];
    const said = row({ fields: { email: 'a@x.com', phone: '+4930901820' }, permissions: PERMISSIONS });
    expect(told([said], leads, contextOf({ matchBy: ['email', 'phone'] }))).toMatchObject({
      results: [['failed', 'match.conflict']],
      permissions: [forbidden('a'), forbidden('b')],
    });
  });

  it('counts for the lead of a row of which a cell is refused', () => {
    const mapping = { mail: 'email', phone: 'phone', dnc: 'doNotContact.email', sms: 'consent.sms' };
    const reading = read('mail,phone,dnc,sms', mapping, ['a@x.com', 'none', 'yes', 'yes']);
    expect(told([reading], [existing({ email: 'a@x.com' })], contextOf())).toMatchObject({
      results: [['failed', 'phone.region_missing']],
      permissions: [forbidden('known')],
    });
  });

  it('counts where another key or another permission of the row cannot be read', () => {
    const mapping = { mail: 'email', phone: 'phone', dnc: 'doNotContact.email', sms: 'consent.sms' };
    const matchBy = ['phone', 'email'] as const;
    const reading = read('mail,phone,dnc,sms', mapping, ['a@x.com', 'none', 'yes', 'perhaps'], { matchBy });
    expect(told([reading], [existing({ email: 'a@x.com' })], contextOf({ matchBy }))).toMatchObject({
      results: [['failed', 'phone.region_missing']],
      permissions: [forbidden('known')],
    });
  });

  it('is all that counts: what such a row allows does not', () => {
    const mapping = { mail: 'email', phone: 'phone', sms: 'consent.sms' };
    const reading = read('mail,phone,sms', mapping, ['a@x.com', 'none', 'yes']);
    expect(told([reading], [existing({ email: 'a@x.com' })], contextOf()).permissions).toEqual([]);
  });
});

describe('what forbids in a row without a lead', () => {
  const email = { kind: 'email', value: 'a@x.com', doNotContact: ['email'] };
  const both = { consents: [], doNotContact: ['email', 'voice'] } as const;

  it('counts for the addresses of a row whose lead is not to be made', () => {
    const said = row({ fields: { email: 'a@x.com', phone: '+4930901820' }, permissions: both });
    const { results, permissions } = told([said], [], contextOf({ onNoMatch: 'skip' }));
    expect([results, permissions]).toMatchObject([
      [['skipped', expect.any(String)]],
      [
        { kind: 'email', value: 'a@x.com', doNotContact: ['email', 'voice'] },
        { kind: 'phone', value: '+4930901820', doNotContact: ['email', 'voice'] },
      ],
    ]);
    const ids = { statementId: uuidV7.next(), importId: null };
    for (const data of permissions) expect(addressPermissionsStatedV1.data.safeParse({ ...data, ...ids }).success).toBe(true);
  });

  it('counts for the address of a row that fails, though nothing is matched by it', () => {
    const mapping = { id: 'externalId', mail: 'email', when: 'capturedAt', dnc: 'doNotContact.email', sms: 'doNotContact.sms' };
    const reading = read('id,mail,when,dnc,sms', mapping, ['1', ' A@X.com', 'never', 'yes', 'yes'], { matchBy: 'externalId' });
    expect(told([reading], [], contextOf({ matchBy: ['externalId'] }))).toMatchObject({
      results: [['failed', expect.any(String)]],
      permissions: [{ ...email, doNotContact: ['email', 'sms'] }],
    });
  });

  it('says nothing where the row has no address that it is about', () => {
    const said = row({ fields: { externalId: '1', phone: '+4930901820' }, permissions: PERMISSIONS });
    expect(told([said], [], contextOf({ onNoMatch: 'skip', matchBy: ['externalId'] })).permissions).toEqual([]);
  });
});
