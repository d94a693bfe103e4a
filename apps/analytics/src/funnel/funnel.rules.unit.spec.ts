import { describe, expect, it } from '@jest/globals';
import { FUNNEL_STAGES, LEAD_STATUSES } from '@leadstream/contracts';
import { funnelGroup, funnelGroups, funnelStages } from './funnel.rules.js';

const cell = (key: string, stage: string, leads: number, secondsSum = 0, beforeCapture = 0) => ({
  key,
  stage,
  leads,
  secondsSum,
  beforeCapture,
});

describe('funnelStages', () => {
  it('are those of the tenant in its order, without the status that new leads have', () => {
    expect(funnelStages([], LEAD_STATUSES)).toEqual(FUNNEL_STAGES);
    const cells = [cell('all', 'captured', 3), cell('all', 'inquiry', 3), cell('all', 'demo-booked', 2), cell('all', 'qualified', 1)];
    expect(funnelStages([...cells, cell('all', 'lost', 0)], ['inquiry', 'demo-booked', 'signed'])).toEqual([
      'captured',
      'demo-booked',
      'signed',
      'qualified',
    ]);
  });
});

describe('funnelGroup', () => {
  it('relates each stage to the captured leads', () => {
    const group = funnelGroup('social', [cell('social', 'captured', 8), cell('social', 'converted', 2, 7_200, 1)], FUNNEL_STAGES);
    expect(group.stages.find((figures) => figures.stage === 'converted')).toEqual({
      stage: 'converted',
      leads: 2,
      ratio01: 0.25,
      secondsFromCaptureSum: 7_200,
      secondsFromCaptureAverage: 3_600,
      reachedBeforeCapture: 1,
    });
  });

  it('has no ratio and no average where nobody is', () => {
    expect(funnelGroup('all', [], FUNNEL_STAGES).stages[0]).toMatchObject({ leads: 0, ratio01: null, secondsFromCaptureAverage: null });
  });
});

describe('funnelGroups', () => {
  it('orders groups by key and leaves emptied ones out', () => {
    const groups = funnelGroups([cell('social', 'captured', 1), cell('email', 'captured', 2), cell('gone', 'captured', 0)], FUNNEL_STAGES);
    expect(groups.map((group) => group.key)).toEqual(['email', 'social']);
  });
});
