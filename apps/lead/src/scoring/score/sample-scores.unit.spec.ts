import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import type { CreateLead } from '@leadstream/contracts';
import { leadRecord } from '../../../test/filters.js';
import { acceptCapture } from '../../lead/accept-lead.rules.js';
import { DEFAULT_VOCABULARY } from '../../lead/vocabulary.js';
import { DEFAULT_MODEL } from '../model/default-model.rules.js';
import { scoreAt } from './score.rules.js';

// The people whom `npm start` puts in; their days are counted back from then.
const FILE = fileURLToPath(new URL('../../../../../infra/local/sample/scenarios.json', import.meta.url));
const DAY_MS = 86_400_000;
const SEEDED = new Date('2026-11-28T12:00:00Z');

interface Scenario {
  readonly lead: CreateLead;
  readonly status: string;
  readonly visits: readonly { readonly kind: string; readonly daysAgo: number }[];
}
const { leads } = JSON.parse(readFileSync(FILE, 'utf8')) as { readonly leads: readonly Scenario[] };

function temperatureOf({ lead: stated, status, visits }: Scenario, daysLater: number): string {
  const accepted = acceptCapture(stated, { definitions: [], liveLeads: new Set(), vocabulary: DEFAULT_VOCABULARY }, SEEDED);
  if ('errors' in accepted) throw new Error(JSON.stringify(accepted.errors));
  const lead = leadRecord({ ...accepted.value.fields, status: status as 'new' });
  const contributions = new Map<string, number[]>();
  for (const { kind, daysAgo } of visits) {
    const instants = contributions.get(`interaction.${kind}`) ?? [];
    contributions.set(`interaction.${kind}`, [...instants, SEEDED.getTime() - daysAgo * DAY_MS]);
  }
  return scoreAt(DEFAULT_MODEL.weights, { lead, contributions }, new Date(SEEDED.getTime() + daysLater * DAY_MS)).temperature;
}

it.each([0, 7])('the sample leads are as warm as they are called, by the model that every tenant begins with, %i days on', (days) => {
  expect(leads.map((scenario) => [scenario.lead.firstName, temperatureOf(scenario, days)])).toEqual([
    ['Sarah', 'hot'],
    ['Michael', 'warm'],
    ['Emily', 'cold'],
    ['David', 'warm'],
  ]);
});
