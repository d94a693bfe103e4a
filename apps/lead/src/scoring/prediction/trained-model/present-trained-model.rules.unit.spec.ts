import { expect, it } from '@jest/globals';
import { trainedModelChangedV1 } from '@leadstream/contracts';
import { toldTrainedModel } from './present-trained-model.rules.js';
import type { TrainedModelHead } from './trained-model.js';

const NOON = new Date('2026-11-01T12:00:00Z');
const ASKED: TrainedModelHead = {
  modelId: '01920000-0000-7000-8000-000000000001',
  number: 2,
  version: 1,
  status: 'waiting',
  active: false,
  won: ['converted'],
  lost: ['lost'],
  excluded: ['customFields.verdict'],
  attempts: 0,
  failure: null,
  report: null,
  createdAt: NOON,
  trainedAt: null,
};
const quality = { leads: 80, won: 40, area: 0.81234567, areaStandardError: 0.05, logLoss: 0.5, baseLogLoss: 0.69, brier: 0.2 };
const report = { learned: { leads: 320, won: 160 }, penalty: 1, quality: { ...quality, calibration: [] } };

it('tells of a model who was asked about what, and once it is trained how right it is, never what it learned', () => {
  const [requested, trained] = [
    toldTrainedModel(ASKED, 'requested', NOON),
    toldTrainedModel({ ...ASKED, version: 2, status: 'trained', report, trainedAt: NOON }, 'trained', NOON),
  ];
  const stated = { modelId: ASKED.modelId, number: 2, won: ['converted'], lost: ['lost'], exclude: ['customFields.verdict'] };
  const at = { active: false, failure: null, changedAt: '2026-11-01T12:00:00.000Z' };
  expect(requested).toEqual({ ...stated, ...at, action: 'requested', version: 1, status: 'waiting', learned: null, auc: null });
  const learned = { learned: { leads: 320, won: 160 }, auc: 0.812346 };
  expect(trained).toEqual({ ...stated, ...at, ...learned, action: 'trained', version: 2, status: 'trained' });
  for (const data of [requested, trained]) expect(trainedModelChangedV1.data.parse(data)).toEqual(data);
});

it('tells why one failed', () => {
  const failed = toldTrainedModel({ ...ASKED, version: 2, status: 'failed', failure: 'too-few-outcomes' }, 'failed', NOON);
  expect(failed).toMatchObject({ action: 'failed', status: 'failed', failure: 'too-few-outcomes', learned: null, auc: null });
});
