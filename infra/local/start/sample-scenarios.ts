/** Something that a lead did. */
export interface SampleVisit {
  readonly kind: string;
  readonly occurredAt: string;
  readonly content?: { readonly id: string; readonly title?: string };
}

/** Something to do about a lead, as `POST /v1/tasks` takes it but for the lead and the instant. */
export interface SampleTask {
  readonly type: string;
  readonly priority: string;
  readonly title: string;
  /** From the day on which the data go in; a task of the past is overdue. */
  readonly dueInDays: number;
  /** RRULE of RFC 5545. */
  readonly recurs?: string;
  readonly [field: string]: unknown;
}

/** One of the people by whom CRMs are tried out. */
export interface SampleScenario {
  /** As `POST /v1/leads` takes it. */
  readonly lead: {
    readonly externalId: string;
    readonly firstName?: string;
    readonly lastName?: string;
    readonly [field: string]: unknown;
  };
  readonly status: string;
  readonly statusChangedAt: string;
  readonly visits: readonly SampleVisit[];
  readonly tasks: readonly SampleTask[];
}

function visit(kind: string, occurredAt: string, path: string, title?: string): SampleVisit {
  return { kind, occurredAt, content: { id: path, ...(title !== undefined && { title }) } };
}

const VILLA = ['/listings/harbour-villa', 'Harbour villa'] as const;
const LOFT = ['/listings/mill-loft', 'Mill loft'] as const;
const COTTAGE = ['/listings/first-cottage', 'Starter cottage'] as const;
const BLOCK = ['/listings/station-block', 'Station block, 12 flats'] as const;

/** Hot: comes back again and again, and asks. */
const hot: SampleScenario = {
  lead: {
    externalId: 'SAMPLE-HOT',
    firstName: 'Sarah',
    lastName: 'Johnson',
    email: 'sarah.johnson@example.com',
    phone: '+12125550121',
    language: 'en-US',
    timeZone: 'America/New_York',
    source: 'paid_search',
    sourceMetadata: { utm_campaign: 'waterfront' },
    lifecycleStage: 'sales-qualified',
    property: { kind: 'house', bedrooms: 4 },
    budget: { min: '850000', max: '1200000', currency: 'USD' },
    capturedAt: '2026-10-01T13:05:00Z',
    consents: [{ channel: 'email', purpose: 'marketing', textVersion: 'newsletter-2' }],
  },
  status: 'qualified',
  statusChangedAt: '2026-10-09T15:00:00Z',
  visits: [
    visit('page_view', '2026-10-01T13:01:00Z', ...VILLA),
    visit('form_view', '2026-10-01T13:04:00Z', '/contact'),
    visit('page_view', '2026-10-03T18:20:00Z', ...VILLA),
    visit('content_open', '2026-10-03T18:24:00Z', '/brochures/harbour-villa'),
    visit('page_view', '2026-10-06T20:02:00Z', ...LOFT),
    visit('page_view', '2026-10-06T20:09:00Z', ...VILLA),
    visit('call_answered', '2026-10-09T14:30:00Z', 'viewing'),
  ],
  tasks: [
    { type: 'showing', priority: 'high', title: 'Show the harbour villa', dueInDays: 1, reminders: [1440, 60] },
    { type: 'document', priority: 'medium', title: 'Send the floor plans', dueInDays: -1 },
    { type: 'call', priority: 'high', title: 'Call after the showing', dueInDays: 2 },
  ],
};

/** Warm: buys for a living, looks at what fits and takes time. */
const warm: SampleScenario = {
  lead: {
    externalId: 'SAMPLE-WARM',
    firstName: 'Michael',
    lastName: 'Chen',
    email: 'm.chen@chen-partners.example',
    phone: '+14155550133',
    company: 'Chen & Partners',
    jobTitle: 'Head of acquisitions',
    language: 'en-US',
    timeZone: 'America/Los_Angeles',
    source: 'referral',
    lifecycleStage: 'marketing-qualified',
    property: { kind: 'apartment', bedrooms: 2 },
    budget: { max: '700000', currency: 'USD' },
    capturedAt: '2026-09-20T16:40:00Z',
  },
  status: 'engaged',
  statusChangedAt: '2026-09-28T09:00:00Z',
  visits: [
    visit('page_view', '2026-09-20T16:30:00Z', ...LOFT),
    visit('content_open', '2026-09-27T17:00:00Z', '/brochures/mill-loft'),
    visit('page_view', '2026-09-27T17:12:00Z', ...LOFT),
  ],
  tasks: [
    { type: 'follow-up', priority: 'medium', title: 'Ask what the family thinks', dueInDays: 3 },
    { type: 'email', priority: 'low', title: 'Send news of the quarter', dueInDays: 7, recurs: 'FREQ=WEEKLY' },
  ],
};

/** Cold: looked once, wants a first home some day. */
const cold: SampleScenario = {
  lead: {
    externalId: 'SAMPLE-COLD',
    firstName: 'Emily',
    lastName: 'Rodriguez',
    email: 'emily.rodriguez@example.com',
    language: 'es-US',
    timeZone: 'America/Chicago',
    source: 'social',
    property: { kind: 'house', bedrooms: 2 },
    budget: { max: '280000', currency: 'USD' },
    capturedAt: '2026-08-14T21:15:00Z',
  },
  status: 'new',
  statusChangedAt: '2026-08-14T21:15:00Z',
  visits: [visit('page_view', '2026-08-14T21:10:00Z', ...COTTAGE)],
  tasks: [
    { type: 'email', priority: 'low', title: 'Send the guide for first-time buyers', dueInDays: 5 },
    { type: 'follow-up', priority: 'low', title: 'See whether the savings have grown', dueInDays: 30, recurs: 'FREQ=MONTHLY' },
  ],
};

/** The investor: reads everything about many properties. */
const investor: SampleScenario = {
  lead: {
    externalId: 'SAMPLE-INVESTOR',
    firstName: 'David',
    lastName: 'Williams',
    email: 'david@williams-holdings.example',
    phone: '+442079460171',
    company: 'Williams Holdings',
    jobTitle: 'Managing director',
    language: 'en-GB',
    timeZone: 'Europe/London',
    source: 'event',
    lifecycleStage: 'opportunity',
    property: { kind: 'commercial' },
    budget: { min: '2000000', max: '6000000', currency: 'GBP' },
    capturedAt: '2026-09-02T10:00:00Z',
  },
  status: 'contacted',
  statusChangedAt: '2026-09-03T08:45:00Z',
  visits: [
    visit('page_view', '2026-09-02T10:10:00Z', ...BLOCK),
    visit('content_open', '2026-09-02T10:15:00Z', '/reports/rents-2026'),
    visit('content_open', '2026-09-04T07:30:00Z', '/reports/station-block'),
    visit('page_view', '2026-09-04T07:50:00Z', ...VILLA),
    visit('page_view', '2026-09-04T07:58:00Z', ...LOFT),
    visit('content_open', '2026-09-10T12:00:00Z', '/reports/station-block'),
  ],
  tasks: [
    { type: 'meeting', priority: 'high', title: 'Go through the rent roll', dueInDays: 4, reminders: [60] },
    { type: 'document', priority: 'medium', title: 'Get the energy certificate', dueInDays: 2 },
  ],
};

/** The visitor of whom nothing is known yet but what was looked at. */
const anonymous: SampleScenario = {
  lead: { externalId: 'SAMPLE-VISITOR', source: 'organic_search', capturedAt: '2026-10-12T19:00:00Z' },
  status: 'new',
  statusChangedAt: '2026-10-12T19:00:00Z',
  visits: [visit('page_view', '2026-10-12T19:00:00Z', ...COTTAGE), visit('page_view', '2026-10-12T19:03:00Z', ...LOFT)],
  tasks: [
    { type: 'follow-up', priority: 'low', title: 'Look whether the visitor has come back', dueInDays: 6 },
    { type: 'email', priority: 'low', title: 'Write as soon as there is an address', dueInDays: 14 },
  ],
};

/** The reference scenarios: hot, warm, cold, investor, anonymous. */
export const SCENARIOS: readonly SampleScenario[] = [hot, warm, cold, investor, anonymous];

/** How far they are, as a file to import: it moves only those that are not so far yet. */
export const STATUSES_FILE = [
  'external_id,status,status_changed_at',
  ...SCENARIOS.map(({ lead, status, statusChangedAt }) => [lead.externalId, status, statusChangedAt].join(',')),
  '',
].join('\n');
