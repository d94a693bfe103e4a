import { describe, expect, it } from '@jest/globals';
import { createLeadBody, createTaskBody, LEAD_STATUSES, recordInteractionBody } from '@leadstream/contracts';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { leadBody, SAMPLE_VISITOR, SCENARIOS, statusesFile, taskBody, visitBodies } from './sample-scenarios.ts';

const LEAD_ID = '01920000-0000-7000-8000-000000000001';
const NOW = Date.parse('2026-11-01T12:00:00Z');

describe('the reference scenarios', () => {
  it('are the hot, the warm, the cold lead, and the investor', () => {
    expect(SCENARIOS.map(({ lead }) => [lead.firstName, lead.lastName].join(' '))).toEqual([
      'Sarah Johnson',
      'Michael Chen',
      'Emily Rodriguez',
      'David Williams',
    ]);
  });

  it.each(SCENARIOS)('are what the API takes: $lead.externalId', (scenario) => {
    const { lead, status, capturedDaysAgo, statusChangedDaysAgo, visits, tasks } = scenario;
    expect(createLeadBody.safeParse(leadBody(scenario, NOW)).error).toBeUndefined();
    if (typeof lead['phone'] === 'string') expect(parsePhoneNumberFromString(lead['phone'])?.isValid()).toBe(true);
    expect(LEAD_STATUSES).toContain(status);
    expect(statusChangedDaysAgo).toBeLessThanOrEqual(capturedDaysAgo);
    for (const body of visitBodies(visits, LEAD_ID, 'a', NOW)) expect(recordInteractionBody.safeParse(body).error).toBeUndefined();
    expect(tasks.length).toBeGreaterThanOrEqual(2);
    for (const task of tasks) expect(createTaskBody.safeParse(taskBody(task, LEAD_ID, NOW)).error).toBeUndefined();
  });

  it('have a visitor who looked around within the last days and is nobody of them', () => {
    const bodies = visitBodies(SAMPLE_VISITOR.visits, SAMPLE_VISITOR.visitorId, 'visitor', NOW);
    for (const body of bodies) expect(recordInteractionBody.safeParse(body).error).toBeUndefined();
    expect(bodies.at(-1)).toMatchObject({ clientEventId: `visitor-${bodies.length}`, occurredAt: '2026-10-31T12:00:00.000Z' });
  });

  it('lie in the past by so many days, but for tasks', () => {
    const everything = [...SCENARIOS.flatMap(({ visits }) => visits), ...SAMPLE_VISITOR.visits];
    expect(everything.filter(({ daysAgo }) => daysAgo <= 0)).toEqual([]);
    expect(leadBody(SCENARIOS[0]!, NOW)).toMatchObject({ capturedAt: '2026-10-20T12:00:00.000Z' });
  });

  it('say in a file how far they are', () => {
    expect(statusesFile(NOW).split('\n').slice(0, 2)).toEqual([
      'external_id,status,status_changed_at',
      'SAMPLE-HOT,qualified,2026-10-30T12:00:00.000Z',
    ]);
  });
});
