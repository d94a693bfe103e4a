import {
  interactionRecordedV1,
  interactionRetractedV1,
  messageEngagedV1,
  messageStateChangedV1,
  type LeadScore,
  type ScoringModel,
  type ScoringRehearsal,
} from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { type EventPublisher, eventually } from '@leadstream/testing';
import type { TenantClient } from './tenant-client.js';

type EventRecord = Parameters<EventPublisher['publishRecords']>[0][number];

interface Told {
  readonly tenantId: string;
  readonly leadId: string;
}

/** `interaction.recorded`, as the engagement service publishes it. */
export function interaction({ tenantId, leadId }: Told, interactionId: string, kind: string, occurredAt: Date): EventRecord {
  const times = { occurredAt: occurredAt.toISOString(), recordedAt: occurredAt.toISOString() };
  const data = { leadId, interactionId, clientEventId: interactionId, kind, ...times };
  return { contract: interactionRecordedV1, event: { id: uuidV7.next(), tenantId, sequence: 1, data } };
}

/** `interaction.retracted`. */
export function retraction({ tenantId, leadId }: Told, interactionId: string, retractedAt: Date): EventRecord {
  const data = { leadId, interactionId, retractedAt: retractedAt.toISOString() };
  return { contract: interactionRetractedV1, event: { id: uuidV7.next(), tenantId, sequence: 1, data } };
}

/** `message.state-changed`, as the e-mail service publishes it. */
export function messageState({ tenantId, leadId }: Told, messageId: string, to: string, occurredAt: Date): EventRecord {
  const message = { messageId, providerMessageId: messageId, provider: 'sendgrid', email: null };
  const data = { ...message, leadId, from: null, to, occurredAt: occurredAt.toISOString() };
  return { contract: messageStateChangedV1, event: { id: uuidV7.next(), tenantId, sequence: 1, data } };
}

/** `message.engaged`. */
export function messageAct({ tenantId, leadId }: Told, messageId: string, act: string, occurredAt: Date): EventRecord {
  const ids = { actId: uuidV7.next(), messageId, providerMessageId: messageId, providerEventId: uuidV7.next() };
  const message = { ...ids, provider: 'sendgrid', email: null };
  const data = { ...message, leadId, act, occurredAt: occurredAt.toISOString() };
  return { contract: messageEngagedV1, event: { id: uuidV7.next(), tenantId, sequence: 1, data } };
}

/** Half fit, half engagement: 60 for a company, 80 for an answered call, 20 for a page that was viewed, which halves every day. */
export const WEIGHTS = {
  fitSharePercent: 50,
  groups: [
    { key: 'who', label: 'Who it is', part: 'fit', cap: 100 },
    { key: 'does', label: 'What it does', part: 'engagement', cap: 100 },
  ],
  fitRules: [
    { key: 'company', label: 'Names a company', group: 'who', points: 60, filter: { field: 'company', operator: 'is-not-empty' } },
    { key: 'title', label: 'Names a title', group: 'who', points: 40, filter: { field: 'jobTitle', operator: 'is-not-empty' } },
  ],
  engagementRules: [
    { key: 'call', label: 'Answered a call', group: 'does', points: 80, kinds: ['interaction.call_answered'], halfLifeHours: null },
    { key: 'page', label: 'Viewed a page', group: 'does', points: 20, kinds: ['interaction.page_view'], halfLifeHours: 24 },
    { key: 'click', label: 'Clicked', group: 'does', points: 10, kinds: ['message.clicked'], halfLifeHours: null },
  ],
};

export async function scoreOf(tenant: TenantClient, leadId: string, query = ''): Promise<LeadScore> {
  return (await tenant.get<LeadScore>(`/v1/leads/${leadId}/score${query}`)).body;
}

/** Drafts a model, rehearses it, and makes it the active one. */
export async function activate(tenant: TenantClient, weights: object = WEIGHTS): Promise<ScoringModel> {
  const { id } = await rehearsed(tenant, weights);
  return (await tenant.send<ScoringModel>('POST', `/v1/scoring/models/${id}/activate`)).body;
}

/** Drafts a model and rehearses it. */
export async function rehearsed(tenant: TenantClient, weights: object): Promise<ScoringModel> {
  const { status, body: draft } = await tenant.post<ScoringModel>('/v1/scoring/models', { name: 'Ours', ...weights });
  if (status !== 201) throw new Error(JSON.stringify(draft));
  await rehearse(tenant, draft.id);
  return draft;
}

/** Rehearses a model until all leads were looked at. */
export async function rehearse(tenant: TenantClient, modelId: string): Promise<ScoringRehearsal> {
  const started = await tenant.send<ScoringRehearsal>('POST', `/v1/scoring/models/${modelId}/rehearsals`);
  return eventually(
    async () => {
      const { body } = await tenant.get<ScoringRehearsal>(`/v1/scoring/models/${modelId}/rehearsals/${started.body.id}`);
      if (body.status !== 'completed') throw new Error(body.status);
      return body;
    },
    { withinMs: 30_000 },
  );
}
