import { describe, expect, it } from '@jest/globals';
import { createLeadBody, createTaskBody, LEAD_STATUSES, recordInteractionBody } from '@leadstream/contracts';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { taskBody } from './sample-data.ts';
import { SCENARIOS, STATUSES_FILE } from './sample-scenarios.ts';

const LEAD_ID = '01920000-0000-7000-8000-000000000001';

describe('the reference scenarios', () => {
  it('are the hot, the warm, the cold lead, the investor, and a visitor whom nobody knows', () => {
    expect(SCENARIOS.map(({ lead }) => [lead.firstName, lead.lastName].join(' '))).toEqual([
      'Sarah Johnson',
      'Michael Chen',
      'Emily Rodriguez',
      'David Williams',
      ' ',
    ]);
  });

  it.each(SCENARIOS)('are what the API takes: $lead.externalId', ({ lead, status, statusChangedAt, visits, tasks }) => {
    expect(createLeadBody.safeParse(lead).error).toBeUndefined();
    if (typeof lead['phone'] === 'string') expect(parsePhoneNumberFromString(lead['phone'])?.isValid()).toBe(true);
    expect(LEAD_STATUSES).toContain(status);
    expect(statusChangedAt >= String(lead['capturedAt'])).toBe(true);
    for (const visit of visits)
      expect(recordInteractionBody.safeParse({ clientEventId: 'a', leadId: LEAD_ID, ...visit }).error).toBeUndefined();
    expect(tasks.length).toBeGreaterThanOrEqual(2);
    for (const task of tasks)
      expect(createTaskBody.safeParse(taskBody(task, LEAD_ID, Date.parse('2026-11-01T12:00:00Z'))).error).toBeUndefined();
  });

  it('say in a file how far they are', () => {
    expect(STATUSES_FILE.split('\n').slice(0, 2)).toEqual([
      'external_id,status,status_changed_at',
      'SAMPLE-HOT,qualified,2026-10-09T15:00:00Z',
    ]);
  });
});
