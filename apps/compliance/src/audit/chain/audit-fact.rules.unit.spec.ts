import { expect, it } from '@jest/globals';
import {
  crmConnectionChangedV1,
  duplicateFactsChangedV1,
  importTemplateChangedV1,
  leadDeletedV1,
  leadUpdatedV1,
  pipelineChangedV1,
  type RecordedEvent,
  relationshipTypeChangedV1,
  scoringModelChangedV1,
  trainedModelChangedV1,
} from '@leadstream/contracts';
import { factOf } from './audit-fact.rules.js';

const LEAD = '01920000-0000-7000-8000-000000000003';

function recorded(body: string, change: Partial<RecordedEvent> = {}): RecordedEvent {
  return {
    id: '01920000-0000-7000-8000-000000000002',
    type: leadUpdatedV1.type,
    version: 1,
    source: 'lead',
    time: new Date('2026-11-01T12:00:00Z'),
    tenantId: '01920000-0000-7000-8000-000000000001',
    subject: LEAD,
    sequence: 2,
    correlationId: 'req-1',
    causationId: undefined,
    actor: undefined,
    traceparent: undefined,
    personKeyId: '01920000-0000-7000-8000-000000000005',
    topic: 'crm.lead.v1',
    partition: 1,
    offset: 9,
    body,
    data: JSON.parse(body) as RecordedEvent['data'],
    ...change,
  };
}

it('keeps a body letter by letter, with what is sealed', () => {
  const body = `{ "leadId" : "${LEAD}", "status":"new", "sealed":"AQID" }`;
  expect(factOf(recorded(body))).toMatchObject({
    body,
    leadId: LEAD,
    subjectVersion: 2,
    actor: null,
    causationId: null,
    topic: 'crm.lead.v1',
  });
});

it('leaves out personal fields that nobody sealed, for nobody could erase them here', () => {
  const body = JSON.stringify({ leadId: LEAD, status: 'new', firstName: 'Ada', phone: null });
  const fact = factOf(recorded(body, { personKeyId: undefined }));
  expect(JSON.parse(fact.body)).toEqual({ leadId: LEAD, status: 'new' });
  expect(factOf(recorded(body)).body).not.toContain('Ada');
});

it('keeps events of types that it does not know, and of those that name no lead', () => {
  const body = '{"moonId":"x","leadId":"not an id"}';
  expect(factOf(recorded(body, { type: 'moon.risen', version: 7 }))).toMatchObject({ body, leadId: null, version: 7 });
  expect(factOf(recorded(`{"leadId":"${LEAD}"}`, { type: leadDeletedV1.type, personKeyId: undefined }))).toMatchObject({
    leadId: LEAD,
    personKeyId: null,
  });
});

it.each([
  crmConnectionChangedV1,
  duplicateFactsChangedV1,
  importTemplateChangedV1,
  pipelineChangedV1,
  relationshipTypeChangedV1,
  scoringModelChangedV1,
  trainedModelChangedV1,
])('keeps who changed how a tenant works, whole and under what was changed: $type', ({ type, aggregate }) => {
  const [subject, actor] = ['01920000-0000-7000-8000-000000000007', 'member:ada'];
  const body = JSON.stringify({ [aggregate]: subject, action: 'updated', version: 2, settings: { onRecordRemoved: 'delete' } });
  const fact = factOf(recorded(body, { type, subject, actor, personKeyId: undefined }));
  expect(fact).toMatchObject({ type, subject, subjectVersion: 2, actor, leadId: null, personKeyId: null, body });
});
