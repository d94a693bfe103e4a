import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type DataOf,
  leadCapturedV1,
  leadDeletedV1,
  leadErasedV1,
  leadSettingsChangedV1,
  leadStatusChangedV1,
  leadTopic,
  privacyTopic,
  leadUpdatedV1,
  type LifecycleFunnel,
  personDataRequestedV1,
} from '@leadstream/contracts';
import { type RunningService, startHttpService } from '@leadstream/http';
import {
  EventPublisher,
  eventually,
  ServiceClient,
  serviceEnvironment,
  sql,
  testDatabase,
  type TestDatabase,
  testTopics,
  type TestTopics,
} from '@leadstream/testing';
import { AppModule } from './app.module.js';
import { analyticsConfig } from './config.js';
import { serviceOptions } from './service-options.js';

let database: TestDatabase;
let topics: TestTopics;
let service: RunningService;
let publisher: EventPublisher;
let tenantId: string;
let client: ServiceClient;

beforeAll(async () => {
  [database, topics] = await Promise.all([testDatabase(), testTopics([leadTopic, privacyTopic])]);
  publisher = await EventPublisher.connect(topics);
  const config = analyticsConfig.parse(serviceEnvironment('analytics', database, topics));
  service = await startHttpService(AppModule.with(config), serviceOptions(config));
});

afterAll(async () => {
  await service?.close();
  await publisher?.close();
  await Promise.all([database?.drop(), topics?.drop()]);
});

beforeEach(() => {
  tenantId = randomUUID();
  client = new ServiceClient({ url: service.url ?? '', audience: 'analytics', tenantId, scopes: ['analytics:read'] });
});

const captured = (leadId: string, change: Partial<DataOf<typeof leadCapturedV1>> = {}) => ({
  tenantId,
  sequence: 1,
  data: {
    leadId,
    externalId: null,
    firstName: null,
    lastName: null,
    email: null,
    phone: null,
    company: null,
    timeZone: null,
    source: 'social',
    status: 'new' as const,
    capturedAt: '2018-02-01T00:00:00.000Z',
    consents: [],
    importId: null,
    ...change,
  },
});

const converted = (leadId: string, changedAt: string, sequence = 2) => ({
  tenantId,
  sequence,
  data: {
    leadId,
    from: 'new' as const,
    to: 'converted' as const,
    changedAt,
    trigger: 'manual' as const,
    secondsInStage: 1,
    importId: null,
  },
});

async function funnel(groupBy = 'none', who = client): Promise<LifecycleFunnel> {
  return (await who.get<LifecycleFunnel>(`/v1/funnels/lifecycle?from=2018-01-01&to=2018-12-31&groupBy=${groupBy}`)).body;
}

const stageOf = (group: LifecycleFunnel['total'] | undefined, stage: string) => group?.stages.find((figures) => figures.stage === stage);

async function eventuallyCaptured(leads: number): Promise<LifecycleFunnel> {
  return eventually(async () => {
    const answer = await funnel('source');
    expect(stageOf(answer.total, 'captured')?.leads).toBe(leads);
    return answer;
  });
}

describe('the lifecycle funnel', () => {
  it('counts leads by the source and day of their capture, with the time each stage took', async () => {
    const [a, b] = [randomUUID(), randomUUID()];
    await publisher.publish(leadCapturedV1, [captured(a), captured(b, { source: 'email', capturedAt: '2018-02-02T10:00:00.000Z' })]);
    await publisher.publish(leadStatusChangedV1, [converted(a, '2018-02-03T00:00:00.000Z')]);
    // The two leads lie in partitions that are read each for itself.
    const bySource = await eventually(async () => {
      const answer = await funnel('source');
      expect([stageOf(answer.total, 'captured')?.leads, stageOf(answer.total, 'converted')?.leads]).toEqual([2, 1]);
      return answer;
    });
    expect(bySource.groups.map(({ key }) => key)).toEqual(['email', 'social']);
    expect(stageOf(bySource.groups[1], 'converted')).toMatchObject({ leads: 1, ratio01: 1, secondsFromCaptureSum: 172_800 });
    expect((await funnel('day')).groups.map(({ key }) => key)).toEqual(['2018-02-01', '2018-02-02']);
  });

  it('counts a conversion dated before the capture, and flags it', async () => {
    const lead = randomUUID();
    await publisher.publish(leadCapturedV1, [captured(lead)]);
    await publisher.publish(leadStatusChangedV1, [converted(lead, '2018-01-31T00:00:00.000Z')]);
    await eventually(async () =>
      expect(stageOf((await funnel()).total, 'converted')).toMatchObject({
        leads: 1,
        secondsFromCaptureSum: -86_400,
        reachedBeforeCapture: 1,
      }),
    );
  });

  it('counts an event once, however often it comes', async () => {
    const lead = randomUUID();
    const event = { ...captured(lead), id: randomUUID() };
    await publisher.publish(
      leadCapturedV1,
      Array.from({ length: 10 }, () => event),
    );
    await publisher.publish(leadCapturedV1, [captured(randomUUID())]);
    await eventuallyCaptured(2);
  });

  it('follows a lead to another source, and lets go of a deleted one', async () => {
    const [a, b] = [randomUUID(), randomUUID()];
    await publisher.publish(leadCapturedV1, [captured(a), captured(b)]);
    const { status: _status, capturedAt: _capturedAt, consents: _consents, ...rest } = captured(a).data;
    const update = { ...rest, source: 'referral', changed: ['source'], updatedAt: '2018-03-01T00:00:00.000Z' };
    await publisher.publish(leadUpdatedV1, [{ tenantId, sequence: 2, data: update }]);
    await publisher.publish(leadDeletedV1, [{ tenantId, sequence: 2, data: { leadId: b, deletedAt: '2018-03-01T00:00:00.000Z' } }]);
    await eventually(async () => expect((await funnel('source')).groups.map(({ key }) => key)).toEqual(['referral']));
  });

  it('counts an erased lead as before', async () => {
    const [gone, stays] = [randomUUID(), randomUUID()];
    await publisher.publish(leadCapturedV1, [captured(gone)]);
    await publisher.publish(leadErasedV1, [{ tenantId, sequence: 2, data: { leadId: gone, erasedAt: '2018-03-01T00:00:00.000Z' } }]);
    await eventuallyCaptured(1);
    const data = { requestId: randomUUID(), purpose: 'erasure' as const, step: 'erase' as const, round: 1, leadIds: [gone], addresses: [] };
    await publisher.publish(personDataRequestedV1, [{ tenantId, sequence: 1, data }]);
    const receipts = `SELECT payload::jsonb->'stores' AS stores FROM analytics.outbox WHERE tenant_id = $1 AND headers->>'ce_type' = 'person-data.erased'`;
    await eventually(async () =>
      expect(await sql(database.adminUrl, receipts, [tenantId])).toMatchObject([
        { stores: [{ store: 'lifecycles', removed: 0, blanked: 0, kept: 1 }, { store: 'sealed-remains' }] },
      ]),
    );
    await publisher.publish(leadCapturedV1, [captured(stays)]);
    await eventuallyCaptured(2);
  });

  it('is not disturbed by a record that is no event', async () => {
    const lead = randomUUID();
    const headers = { ce_type: 'lead.captured', ce_dataversion: '1' };
    await publisher.publishRaw(leadCapturedV1, { key: `${tenantId}:${lead}`, value: '{"leadId":', headers });
    await publisher.publish(leadCapturedV1, [captured(lead)]);
    await eventuallyCaptured(1);
  });

  it('has the statuses of its tenant for stages, in their order, and shows those that leads reached before', async () => {
    const lead = randomUUID();
    const statuses = ['inquiry', 'demo-booked', 'signed'].map((key) => ({ key, label: key, meaning: 'open' }));
    const settings = (leadStatuses: typeof statuses) => ({
      ...{ settingsId: tenantId, changed: ['leadStatuses'], statusTransitions: {}, phoneRegion: null, leadStatuses, lifecycleStages: [] },
      updatedAt: '2018-03-01T00:00:00.000Z',
    });
    const moved = (to: string, sequence: number) => ({
      ...converted(lead, '2018-02-03T00:00:00.000Z', sequence),
      data: { ...converted(lead, '2018-02-03T00:00:00.000Z').data, to },
    });
    await publisher.publish(leadSettingsChangedV1, [
      { tenantId, sequence: 3, data: settings(statuses) },
      { tenantId, sequence: 2, data: settings(statuses.slice(1)) },
    ]);
    await publisher.publish(leadCapturedV1, [captured(lead, { status: 'inquiry' })]);
    await publisher.publish(leadStatusChangedV1, [moved('nurturing', 2), moved('demo-booked', 3)]);
    await eventually(async () =>
      expect((await funnel()).total.stages.map(({ stage, leads }) => [stage, leads])).toEqual([
        ['captured', 1],
        ['demo-booked', 1],
        ['signed', 0],
        ['nurturing', 1],
      ]),
    );
    expect((await funnel('none', client.ofTenant(randomUUID()))).total.stages.map(({ stage }) => stage)).toContain('qualified');
  });

  it('says how fresh it is', async () => {
    await publisher.publish(leadCapturedV1, [captured(randomUUID())]);
    const { freshness } = await eventuallyCaptured(1);
    expect(freshness.asOf).not.toBeNull();
    expect(freshness.lagSeconds).toBeLessThan(60);
  });

  it('shows nothing of it to another tenant', async () => {
    await publisher.publish(leadCapturedV1, [captured(randomUUID())]);
    await eventuallyCaptured(1);
    expect((await funnel('source', client.ofTenant(randomUUID()))).groups).toEqual([]);
  });
});

describe('a question that makes no sense', () => {
  it.each([
    ['from=2018-02-30&to=2018-03-01', 'from'],
    ['from=2018-03-02&to=2018-03-01', 'to'],
    ['from=2018-03-01', 'to'],
    ['from=2018-03-01&to=2018-03-02&groupBy=colour', 'groupBy'],
    ['from=2018-03-01&to=2018-03-02&colour=red', 'colour'],
  ])('is refused with the path of the field: %s', async (query, path) => {
    const answer = await client.get<{ errors: { path: string }[] }>(`/v1/funnels/lifecycle?${query}`);
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map((error) => error.path)).toContain(path);
  });
});
