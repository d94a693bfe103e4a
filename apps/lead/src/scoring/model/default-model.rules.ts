import type { StatedWeights } from '@leadstream/contracts';
import { fieldRegistry } from '../../filter/fields/field-registry.rules.js';
import { acceptWeights } from './accept-weights.rules.js';
import type { ScoringModelRecord } from './scoring-model.js';

/** The same for every tenant. */
const DEFAULT_MODEL_ID = '00000000-0000-4000-8000-000000000001';

const has = (field: string) => ({ field, operator: 'is-not-empty' });
const WEEK_HOURS = 7 * 24;

/** Made up, and to be replaced by the tenant's own: who can be reached and says who it is fits, and whoever answers is interested. */
const STATED: StatedWeights = {
  fitSharePercent: 40,
  groups: [
    { key: 'reach', label: 'Can be reached', part: 'fit', cap: 40 },
    { key: 'profile', label: 'Says who it is', part: 'fit', cap: 60 },
    { key: 'web', label: 'On the web', part: 'engagement', cap: 40 },
    { key: 'mail', label: 'By e-mail', part: 'engagement', cap: 40 },
    { key: 'talk', label: 'In touch', part: 'engagement', cap: 60 },
  ],
  fitRules: [
    { key: 'has-email', label: 'Has an e-mail address', group: 'reach', points: 20, filter: has('email') },
    { key: 'has-phone', label: 'Has a phone number', group: 'reach', points: 20, filter: has('phone') },
    { key: 'has-company', label: 'Names a company', group: 'profile', points: 20, filter: has('company') },
    { key: 'has-job-title', label: 'Names a job title', group: 'profile', points: 20, filter: has('jobTitle') },
    {
      key: 'referred',
      label: 'Was referred',
      group: 'profile',
      points: 20,
      filter: { field: 'source', operator: 'eq', value: 'referral' },
    },
    { key: 'lost', label: 'Was lost', group: 'profile', points: -40, filter: { field: 'status', operator: 'eq', value: 'lost' } },
  ],
  engagementRules: [
    { key: 'page-view', label: 'Viewed a page', group: 'web', kinds: ['interaction.page_view'], points: 2, halfLifeHours: WEEK_HOURS },
    {
      key: 'content',
      label: 'Opened content or looked at a form',
      group: 'web',
      kinds: ['interaction.content_open', 'interaction.form_view'],
      points: 8,
      halfLifeHours: 2 * WEEK_HOURS,
    },
    { key: 'mail-opened', label: 'Opened a mail', group: 'mail', kinds: ['message.opened'], points: 4, halfLifeHours: 2 * WEEK_HOURS },
    {
      key: 'mail-clicked',
      label: 'Clicked in a mail',
      group: 'mail',
      kinds: ['message.clicked'],
      points: 12,
      halfLifeHours: 2 * WEEK_HOURS,
    },
    {
      key: 'mail-refused',
      label: 'Unsubscribed or complained',
      group: 'mail',
      kinds: ['message.unsubscribed', 'message.complained'],
      points: -40,
      halfLifeHours: null,
    },
    { key: 'form', label: 'Sent a form', group: 'talk', kinds: ['form.submitted'], points: 30, halfLifeHours: 4 * WEEK_HOURS },
    {
      key: 'call',
      label: 'Answered a call',
      group: 'talk',
      kinds: ['interaction.call_answered'],
      points: 30,
      halfLifeHours: 4 * WEEK_HOURS,
    },
  ],
};

/** Number 1: what every tenant scores by until a model of its own becomes active. */
export const DEFAULT_MODEL: ScoringModelRecord = {
  modelId: DEFAULT_MODEL_ID,
  number: 1,
  version: 1,
  name: 'Default',
  status: 'active',
  weights: accepted(),
  createdAt: null,
  activatedAt: null,
  retiredAt: null,
};

function accepted() {
  const read = acceptWeights(fieldRegistry([]), STATED);
  if ('errors' in read) throw new Error(JSON.stringify(read.errors));
  return read.weights;
}
