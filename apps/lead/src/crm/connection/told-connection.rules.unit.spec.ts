import { describe, expect, it } from '@jest/globals';
import { crmConnectionChangedV1 } from '@leadstream/contracts';
import type { ConnectionRecord, CrmSettings } from './crm-connection.js';
import { defaultSettings } from './stating/default-settings.js';
import { type ConnectionChange, toldConnection } from './told-connection.rules.js';

const NOON = new Date('2026-11-01T12:00:00Z');
const CONNECTION: ConnectionRecord = {
  connectionId: '01920000-0000-7000-8000-000000000001',
  provider: 'salesforce',
  version: 1,
  baseUrl: 'https://acme.my.salesforce.com',
  accountId: '00Dx0000000BV7z',
  credentialsKind: 'oauth',
  settings: defaultSettings('salesforce'),
  isPaused: false,
  wasReached: true,
  errorCode: null,
  limitedUntil: null,
  pulledUpTo: null,
  syncedAt: null,
  nextSyncAt: NOON,
  createdAt: NOON,
  updatedAt: NOON,
};
const after = (more: Partial<CrmSettings>, record: Partial<ConnectionRecord> = {}): ConnectionRecord => ({
  ...CONNECTION,
  version: 2,
  ...record,
  settings: { ...CONNECTION.settings, ...more },
});
const told = (change: Partial<ConnectionChange> & Pick<ConnectionChange, 'after'>) =>
  toldConnection({ action: 'updated', before: CONNECTION, keys: [], hasCredentials: false, at: NOON, ...change });

describe('what is told of a connection', () => {
  it('is which settings differ, and what all of them are afterwards', () => {
    const changed = told({ after: after({ onRecordRemoved: 'delete' }, { isPaused: true }) });
    expect(crmConnectionChangedV1.data.parse(changed)).toEqual(changed);
    expect(changed).toMatchObject({
      connectionId: CONNECTION.connectionId,
      provider: 'salesforce',
      action: 'updated',
      version: 2,
      changed: ['onRecordRemoved', 'isPaused'],
      settings: { object: 'Lead', onRecordRemoved: 'delete', onLeadDeleted: 'keep', tells: 'unless-forbidden', isPaused: true },
      changedAt: '2026-11-01T12:00:00.000Z',
    });
    expect(told({ after: after({}) }).changed).toEqual([]);
  });

  it('names every setting of a new one, and none of a deleted one', () => {
    const made = told({ action: 'created', before: undefined, after: CONNECTION, hasCredentials: true });
    expect(made.changed).toEqual([
      ...['object', 'mapping', 'createsLeads', 'createsRecords', 'tells', 'onRecordRemoved', 'onLeadDeleted', 'everyMinutes'],
      ...['isPaused', 'baseUrl', 'credentials'],
    ]);
    expect(told({ action: 'deleted', after: after({}) })).toMatchObject({ action: 'deleted', version: 2, changed: [] });
  });

  it('is of credentials and addresses that they changed, and nothing else', () => {
    const moved = told({ after: after({}, { baseUrl: 'https://other.my.salesforce.com' }), hasCredentials: true });
    expect(moved.changed).toEqual(['baseUrl', 'credentials']);
    expect(JSON.stringify(moved)).not.toContain('salesforce.com');
    const smuggled = { clientSecret: 'hush', refreshToken: 'hush' } as unknown as Partial<CrmSettings>;
    expect(JSON.stringify(told({ after: after(smuggled) }))).not.toContain('hush');
  });

  it('is of the mapping who owns which field, without the words that are translated', () => {
    const mapping: CrmSettings['mapping'] = [
      { field: 'status', property: 'Status', direction: 'push', owner: 'ours', type: 'text', words: { new: 'Open' } },
    ];
    const mapped = told({ after: after({ mapping }) });
    expect(mapped.changed).toEqual(['mapping']);
    expect(mapped.settings.mapping).toEqual([{ field: 'status', property: 'Status', direction: 'push', owner: 'ours', type: 'text' }]);
  });
});
