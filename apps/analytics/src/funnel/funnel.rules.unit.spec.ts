import { describe, expect, it } from '@jest/globals';
import { funnelGroup, funnelGroups } from './funnel.rules.js';

const cell = (key: string, stage: 'captured' | 'converted', leads: number, secondsSum = 0, beforeCapture = 0) => ({
  key,
  stage,
  leads,
  secondsSum,
  beforeCapture,
});

describe('funnelGroup', () => {
  it('relates each stage to the captured leads', () => {
    const group = funnelGroup('social', [cell('social', 'captured', 8), cell('social', 'converted', 2, 7_200, 1)]);
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
    expect(funnelGroup('all', []).stages[0]).toMatchObject({ leads: 0, ratio01: null, secondsFromCaptureAverage: null });
  });
});

describe('funnelGroups', () => {
  it('orders groups by key and leaves emptied ones out', () => {
    const groups = funnelGroups([cell('social', 'captured', 1), cell('email', 'captured', 2), cell('gone', 'captured', 0)]);
    expect(groups.map((group) => group.key)).toEqual(['email', 'social']);
  });
});
