import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { ContactState, DecisionBatchResult, ExaminedMessage } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import {
  type EventRecord,
  eventually,
  leadCaptured,
  leadDeleted,
  leadFormSubmitted,
  leadMerged,
  leadUnmerged,
  leadUpdated,
  type LeadVersion,
  type ServiceClient,
} from '@leadstream/testing';
import fc from 'fast-check';
import { Acknowledged } from '../../test/acknowledged.js';
import { type ComplianceApp, startComplianceApp } from '../../test/compliance-app.js';
import { stated } from '../../test/stated.js';

/** How far the service's clock is ahead. */
let aheadMs = 0;
const nowMs = () => Date.now() + aheadMs;
let app: ComplianceApp;
beforeAll(async () => {
  app = await startComplianceApp({ now: () => new Date(nowMs()) });
});
afterAll(() => app.stop());

const STEPS = 60;
const TERM_MS = 90_000;
const matter = { channel: 'email', purpose: 'marketing' } as const;

type Saying = 'withdraw' | 'withdraw, by a clock that is behind' | 'grant' | 'grant for a time';

interface Lead extends LeadVersion {
  email: string;
  sequence: number;
  isGone: boolean;
  mergedInto: string | null;
  /** All that was told of it. */
  readonly told: EventRecord[];
}

/** A tenant whose leads come, go and speak, through the service's own doors; and what a caller remembers of it. */
class Course {
  readonly leads: Lead[] = [];
  readonly acknowledged = new Acknowledged();

  constructor(private readonly tenant: ServiceClient) {}

  async take({ is, who, other, where }: Step): Promise<void> {
    const email = `p${where}@example.com`;
    const lead = this.leads[who % Math.max(this.leads.length, 1)];
    const isTaken = this.leads.some((one) => !one.isGone && one.email === email);
    if (is === 'capture' || lead === undefined) return isTaken ? undefined : this.capture(email);
    const into = this.leads[other % this.leads.length] as Lead;
    switch (is) {
      case 'withdraw':
      case 'withdraw, by a clock that is behind':
      case 'grant':
      case 'grant for a time':
        return this.say(lead, is);
      case 'stop':
        return lead.isGone ? undefined : this.stop(lead);
      case 'start':
        return this.start(who);
      case 'delete':
        return lead.isGone ? undefined : this.tell(lead, leadDeleted, { isGone: true });
      case 'bring back':
        return this.bringBack(lead);
      case 'readdress':
        return lead.isGone || isTaken ? undefined : this.tell(lead, (version) => leadUpdated(version, { email, phone: null }), { email });
      case 'merge':
        return lead.isGone || into.isGone || into === lead ? undefined : this.merge(lead, into);
      case 'submit a form':
        return lead.isGone ? undefined : this.submit(lead);
      case 'replay':
        await app.publish(...lead.told);
        return lead.isGone ? undefined : this.touch(lead);
      case 'let time pass':
        aheadMs += TERM_MS / 2;
    }
  }

  private async capture(email: string): Promise<void> {
    const lead: Lead = {
      tenantId: this.tenant.tenantId,
      leadId: uuidV7.next(),
      sequence: 0,
      email,
      isGone: false,
      mergedInto: null,
      told: [],
    };
    this.leads.push(lead);
    // As a file has it that was written before anybody withdrew anything.
    await this.tell(lead, (version) => leadCaptured(version, { email, phone: null, consents: [stated()] }), {});
  }

  private async say({ leadId }: Lead, is: Saying): Promise<void> {
    const untilMs = is === 'grant for a time' ? nowMs() + TERM_MS : undefined;
    const expiresAt = untilMs === undefined ? {} : { expiresAt: new Date(untilMs).toISOString() };
    const isWithdrawal = is.startsWith('withdraw');
    const statedAt = is === 'withdraw, by a clock that is behind' ? { statedAt: new Date(nowMs() - 2 * TERM_MS).toISOString() } : {};
    const said = { leadId, ...matter, state: isWithdrawal ? 'withdrawn' : 'given', ...expiresAt, ...statedAt };
    expect((await this.tenant.post('/v1/consents', said)).status).toBe(201);
    if (isWithdrawal) this.acknowledged.withdrew(leadId);
    else this.acknowledged.granted(leadId, untilMs);
  }

  private async stop({ leadId, email }: Lead): Promise<void> {
    await this.write(leadId, 'STOP', { band: 'act', intent: 'opt_out' });
    this.acknowledged.stopped(leadId, email);
  }

  /** Of a lead that said STOP. */
  private async start(who: number): Promise<void> {
    const stops = this.acknowledged.stops();
    const leadId = stops[who % Math.max(stops.length, 1)];
    if (leadId === undefined) return;
    await this.write(leadId, 'START', { band: 'act', intent: 'opt_in' });
    this.acknowledged.started(leadId);
  }

  private async write(leadId: string, text: string, found: Partial<ExaminedMessage>): Promise<void> {
    const { body } = await this.tenant.post('/v1/opt-out-reviews', { leadId, channel: matter.channel, messageId: uuidV7.next(), text });
    expect(body).toMatchObject(found);
  }

  private async merge(lead: Lead, into: Lead): Promise<void> {
    this.acknowledged.merged(lead.leadId, into.leadId);
    const fields = { email: lead.email, phone: null, mergedAt: new Date(nowMs()).toISOString() };
    await this.tell(lead, (version) => leadMerged(version, into.leadId, fields), { isGone: true, mergedInto: into.leadId });
  }

  private async bringBack(lead: Lead): Promise<void> {
    if (!lead.isGone || this.leads.some((one) => !one.isGone && one.email === lead.email)) return;
    const { mergedInto, email } = lead;
    const fields = { email, phone: null };
    const back = (version: LeadVersion) => (mergedInto === null ? leadUpdated(version, fields) : leadUnmerged(version, mergedInto, fields));
    this.acknowledged.parted(lead.leadId);
    await this.tell(lead, back, { isGone: false, mergedInto: null });
  }

  /** A form proves nobody: where somebody withdrew it lifts nothing. */
  private async submit(lead: Lead): Promise<void> {
    if (!this.acknowledged.isForbidden(lead.email, nowMs())) this.acknowledged.granted(lead.leadId);
    await app.publish(leadFormSubmitted(lead, { consents: [stated({ givenAt: new Date().toISOString() })] }));
    await this.touch(lead);
  }

  private touch(lead: Lead): Promise<void> {
    return this.tell(lead, (version) => leadUpdated(version, { email: lead.email, phone: null }), {});
  }

  /** Resolves once the service has taken in the event, and all that was told of the lead before. */
  private async tell(lead: Lead, event: (version: LeadVersion) => EventRecord, change: Partial<Lead>): Promise<void> {
    Object.assign(lead, change, { sequence: lead.sequence + 1 });
    this.acknowledged.reached(lead.leadId, lead.email);
    const record = event({ tenantId: lead.tenantId, leadId: lead.leadId, sequence: lead.sequence });
    lead.told.push(record);
    await app.publish(record);
    await eventually(async () => {
      const { body } = await this.tenant.get<ContactState>(`/v1/leads/${lead.leadId}/contact-state`);
      expect(body.leadVersion).toBe(lead.sequence);
    });
  }
}

const step = fc.record({
  is: fc.constantFrom(
    ...([
      'withdraw',
      'withdraw, by a clock that is behind',
      'grant',
      'grant for a time',
      'capture',
      'capture',
      'delete',
      'delete',
    ] as const),
    ...(['bring back', 'readdress', 'merge', 'submit a form', 'replay', 'let time pass', 'stop', 'start'] as const),
  ),
  who: fc.nat({ max: 1_000 }),
  other: fc.nat({ max: 1_000 }),
  where: fc.nat({ max: 3 }),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

it('never allows after a withdrawal was acknowledged for an address, unless a grant was since, nor after STOP of a lead, unless it said START, whatever came of them', async () => {
  const tenant = app.as();
  const course = new Course(tenant);
  // A course in which somebody withdraws while its leads are merged, and the merge is undone.
  const [steps = []] = fc.sample(fc.array(step, { minLength: STEPS, maxLength: STEPS }), { numRuns: 1, seed: 20_261_326 });
  const seen = { allowed: 0, forbidden: 0 };
  for (const [index, one] of steps.entries()) {
    await course.take(one);
    const live = course.leads.filter(({ isGone }) => !isGone);
    if (live.length === 0) continue;
    const { acknowledged } = course;
    const forbidden = live.map(({ leadId, email }) => acknowledged.isForbidden(email, nowMs()) || acknowledged.isStopped(leadId, email));
    const items = live.map(({ leadId }) => ({ leadId, ...matter }));
    const { body } = await tenant.post<{ items: DecisionBatchResult[] }>('/v1/decisions/batch', { items });
    const outcomes = body.items.map((item) => (item.status === 'decided' ? item.decision.outcome : item.status));
    const wrong = live.filter((_, place) => forbidden[place] === true && outcomes[place] !== 'deny');
    expect({ after: steps.slice(0, index + 1).map(({ is }) => is), wrong: wrong.map(({ email }) => email) }).toMatchObject({ wrong: [] });
    seen.allowed += outcomes.filter((outcome) => outcome === 'allow').length;
    seen.forbidden += forbidden.filter(Boolean).length;
  }
  // Neither is rare, or the above would say little.
  expect(Math.min(seen.allowed, seen.forbidden)).toBeGreaterThan(10);
});
