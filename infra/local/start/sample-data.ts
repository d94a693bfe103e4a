import { readFileSync } from 'node:fs';
import { basename, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type WaitOptions, waitUntil } from '../processes/wait-until.ts';
import type { GatewayClient } from './gateway-client.ts';
import { leadBody, SAMPLE_VISITOR, SCENARIOS, type SampleTask, statusesFile, taskBody, visitBodies } from './sample-scenarios.ts';
import { addSampleBusiness } from './sample-business.ts';
import { addSampleSegments } from './sample-segments.ts';
import { addSampleBudget, addSampleRelationships } from './sample-dealings.ts';

const FILE = fileURLToPath(new URL('../sample/leads.csv', import.meta.url));
const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));

/** The file of made-up leads, as a path from the root of the repository. */
export const SAMPLE_FILE = relative(REPOSITORY, FILE);
export const SAMPLE_OPTIONS = { matchBy: 'externalId', onMatch: 'update' } as const;
/** Days of capture in the file, for the funnel. */
export const SAMPLE_RANGE = { from: '2026-08-01', to: '2026-10-31' } as const;
const PATIENCE: WaitOptions = { withinMs: 20_000 };
const FIRST_EXTERNAL_ID = 'SAMPLE-001';
/** One of the scenarios to whom most others are related. */
const RELATED_EXTERNAL_ID = 'SAMPLE-INVESTOR';

interface Import {
  readonly id: string;
  readonly status: string;
  readonly counts: Readonly<Record<'created' | 'updated' | 'skipped' | 'failed', number>>;
}
interface Page {
  readonly items: readonly { readonly id: string }[];
}

/** How an import of leads came out. */
export type ImportCounts = Import['counts'];

/**
 * Imports a CSV file of leads and waits for its end.
 * @throws Error when a row fails
 */
export async function importLeads(client: GatewayClient, name: string, csv: string, wait: WaitOptions = PATIENCE): Promise<ImportCounts> {
  const form = new FormData();
  form.set('options', JSON.stringify(SAMPLE_OPTIONS));
  form.set('file', new Blob([csv], { type: 'text/csv' }), name);
  const { id } = await client.post<Import>('/v1/imports', form);
  const ended = async (): Promise<Import | undefined> => {
    const job = await client.get<Import>(`/v1/imports/${id}`);
    return job.status === 'completed' || job.status === 'failed' ? job : undefined;
  };
  const job = await waitUntil(`the import of ${name}`, ended, wait);
  if (job.status === 'failed' || job.counts.failed > 0) throw new Error(`${name} did not go in: ${JSON.stringify(job.counts)}`);
  return job.counts;
}

/** Leads to look at. */
export interface SampleLeads {
  /** The first one of the file. */
  readonly leadId: string;
  /** One that others are related to. */
  readonly relatedLeadId: string;
}

/** Once all sample data are in. */
export async function findSampleLeads(client: GatewayClient): Promise<SampleLeads | undefined> {
  const [leadId, relatedLeadId] = await Promise.all([FIRST_EXTERNAL_ID, RELATED_EXTERNAL_ID].map((id) => findLead(client, id)));
  return leadId === undefined || relatedLeadId === undefined ? undefined : { leadId, relatedLeadId };
}

async function findLead(client: GatewayClient, externalId: string): Promise<string | undefined> {
  const { items } = await client.get<Page>(`/v1/leads?externalId=${externalId}`);
  return items[0]?.id;
}

/** Leads of the reference scenarios and a visitor who is none; who is there already is left as it is. */
async function addScenarios(client: GatewayClient, wait: WaitOptions): Promise<void> {
  const nowMs = Date.now();
  await client.post('/v1/leads/batch', { items: SCENARIOS.map((scenario) => ({ op: 'create', lead: leadBody(scenario, nowMs) })) });
  await importLeads(client, 'scenarios.csv', statusesFile(nowMs), wait);
  for (const { lead, visits, tasks } of SCENARIOS) {
    const leadId = await waitUntil(`the lead ${lead.externalId}`, () => findLead(client, lead.externalId), wait);
    await client.post('/v1/interactions/batch', { items: visitBodies(visits, leadId, lead.externalId, nowMs) });
    await addTasks(client, leadId, tasks, nowMs);
  }
  const { visitorId, visits } = SAMPLE_VISITOR;
  await client.post('/v1/interactions/batch', { items: visitBodies(visits, visitorId, 'SAMPLE-VISITOR', nowMs) });
  const find = async (externalId: string): Promise<string> => {
    const leadId = await findLead(client, externalId);
    if (leadId === undefined) throw new Error(`the lead ${externalId} is not there`);
    return leadId;
  };
  await addSampleRelationships(client, find);
  await addSampleBudget(client);
  await addSampleBusiness(client, find, nowMs);
  await addSampleSegments(client, find);
}

/** Unless the lead has some, whoever gave them. */
async function addTasks(client: GatewayClient, leadId: string, tasks: readonly SampleTask[], nowMs: number): Promise<void> {
  const { items } = await client.get<Page>(`/v1/tasks?leadId=${leadId}&limit=1`);
  if (items.length > 0) return;
  for (const task of tasks) await client.post('/v1/tasks', taskBody(task, leadId, nowMs));
}

/**
 * Puts the sample leads in through the gateway, with consent, a do-not-call entry and interactions for the first, those of the
 * reference scenarios with what they are to each other, their deals and tags, an anonymous visitor, a budget, segments and a draft of a
 * scoring model. May be repeated: leads are matched, and what a client names itself is recorded once.
 */
export async function addSampleData(client: GatewayClient, wait: WaitOptions = PATIENCE): Promise<SampleLeads> {
  await importLeads(client, basename(FILE), readFileSync(FILE, 'utf8'), wait);
  const leadId = await waitUntil('the first sample lead', () => findLead(client, FIRST_EXTERNAL_ID), wait);
  await client.post('/v1/consents', { leadId, channel: 'email', purpose: 'marketing', state: 'given', textVersion: 'newsletter-2' });
  await client.post('/v1/dnc', { kind: 'phone', value: '+12025550106', reason: 'asked on the phone not to be called', source: 'sample' });
  const visits = [
    ['page_view', '2026-09-12T08:00:00Z'],
    ['form_view', '2026-09-12T08:04:00Z'],
    ['call_answered', '2026-09-13T14:30:00Z'],
  ];
  for (const [kind, occurredAt] of visits) {
    await client.post('/v1/interactions', { clientEventId: `sample-${kind}`, leadId, kind, occurredAt });
  }
  await addScenarios(client, wait);
  return waitUntil('the sample leads', () => findSampleLeads(client), wait);
}
