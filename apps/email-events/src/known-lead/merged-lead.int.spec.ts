import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { messageStateChangedV1 } from '@leadstream/contracts';
import { eventually, leadCaptured, leadDeleted, leadMerged, leadUnmerged } from '@leadstream/testing';
import { type EmailEventsApp, startEmailEventsApp } from '../../test/email-events-app.js';
import { SendingTenant } from '../../test/sending-tenant.js';
import { event } from '../../test/sendgrid.js';

let app: EmailEventsApp;
let tenant: SendingTenant;
beforeAll(async () => {
  app = await startEmailEventsApp();
});
afterAll(() => app?.stop());
beforeEach(async () => {
  tenant = await SendingTenant.register(app);
});

const of = (leadId: string, sequence: number) => ({ tenantId: tenant.id, leadId, sequence });
const addressesOf = async (leadId: string) => (await tenant.messages(`?leadId=${leadId}`)).map(({ email }) => email).sort();
const ownersOf = async () => Object.fromEntries((await tenant.messages()).map(({ email, leadId }) => [email, leadId]));

/** Two leads, each with mail to its address. */
async function pair() {
  const [ada, bob] = [randomUUID(), randomUUID()];
  await app.publish(leadCaptured(of(ada, 1), { email: 'ada@example.com' }), leadCaptured(of(bob, 1), { email: 'bob@example.com' }));
  await tenant.deliver([event('delivered'), event('delivered', { email: 'bob@example.com' })]);
  await eventually(async () => expect(await ownersOf()).toEqual({ 'ada@example.com': ada, 'bob@example.com': bob }));
  return { ada, bob };
}

it("counts mail to a merged lead as its survivor's, and gives it back", async () => {
  const { ada, bob } = await pair();
  await app.publish(leadMerged(of(bob, 2), ada, { email: 'bob@example.com' }));
  await eventually(async () => expect(await addressesOf(ada)).toEqual(['ada@example.com', 'bob@example.com']));
  expect(await addressesOf(bob)).toEqual([]);
  expect(await ownersOf()).toEqual({ 'ada@example.com': ada, 'bob@example.com': ada });
  expect(await tenant.messages(`?leadId=${ada}&email=bob@example.com`)).toHaveLength(1);

  await tenant.deliver([event('open', { email: 'bob@example.com' })]);
  await eventually(() => {
    const told = app.published.ofType(messageStateChangedV1.type).filter(({ headers }) => headers['ce_tenantid'] === tenant.id);
    expect(told.map(({ data }) => data)).toContainEqual(expect.objectContaining({ email: 'bob@example.com', to: 'opened', leadId: ada }));
  });

  await app.publish(leadUnmerged(of(bob, 3), ada, { email: 'bob@example.com' }));
  await eventually(async () => expect(await addressesOf(bob)).toEqual(['bob@example.com']));
  expect(await tenant.messages(`?leadId=${bob}`)).toMatchObject([{ state: 'opened' }]);
  expect(await addressesOf(ada)).toEqual(['ada@example.com']);
});

it("counts mail to an address that a third lead has by now as that one's", async () => {
  const { ada, bob } = await pair();
  await app.publish(leadMerged(of(bob, 2), ada, { email: 'bob@example.com' }));
  await eventually(async () => expect(await addressesOf(ada)).toHaveLength(2));
  const heir = randomUUID();
  await app.publish(leadCaptured(of(heir, 1), { email: 'bob@example.com' }));
  await eventually(async () => expect(await addressesOf(heir)).toEqual(['bob@example.com']));
  expect(await addressesOf(ada)).toEqual(['ada@example.com']);
});

it('follows a chain of merges, and leaves mail alone once its end is deleted', async () => {
  const { ada, bob } = await pair();
  const last = randomUUID();
  await app.publish(leadCaptured(of(last, 1), { email: 'last@example.com' }));
  await app.publish(leadMerged(of(bob, 2), ada, { email: 'bob@example.com' }), leadMerged(of(ada, 2), last, { email: 'ada@example.com' }));
  await eventually(async () => expect(await addressesOf(last)).toEqual(['ada@example.com', 'bob@example.com']));
  await app.publish(leadDeleted(of(last, 2)));
  await eventually(async () => expect(await ownersOf()).toEqual({ 'ada@example.com': null, 'bob@example.com': null }));
});
