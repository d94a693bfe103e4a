import type { Entry, OperationKind } from '../ledger.ts';
import type { Random } from '../random.ts';
import { type Caller, calls } from './calls.ts';
import type { Call, GatewayDoor, Reply } from './gateway-call.ts';
import { type KnownLead, LeadBook, nextStatus } from './lead-book.ts';
import { mailEvents, MailProvider } from './mail-provider.ts';

type Answer = Extract<Reply, { kind: 'answer' }>;

/** An operation that is about to be asked for. */
export interface PlannedOperation extends Pick<Entry, 'id' | 'kind' | 'lead' | 'size' | 'effectId'> {
  /** The request of each attempt. */
  call(): Call;
  /** Takes note of what the final answer tells. Never called for an operation that was given up: its lead is left alone from then on. */
  answered(entry: Entry, answer: Answer): void;
}

const MIX: Readonly<Record<OperationKind, number>> = {
  capture: 24,
  update: 14,
  status: 16,
  delete: 2,
  'dnc-add': 8,
  'dnc-remove': 4,
  consent: 10,
  interaction: 14,
  webhook: 7,
  import: 0.5,
};
const SOURCES = ['referral', 'website', 'fair', 'partner'];

export interface PlannerOptions {
  readonly apiKey: string;
  readonly random: Random;
  readonly door: GatewayDoor;
  readonly mix?: Partial<Record<OperationKind, number>>;
}

/** Decides by chance what clients ask for next, from what they know. */
export class OperationPlanner {
  readonly #caller: Caller;
  readonly #random: Random;
  readonly #mix: Readonly<Record<OperationKind, number>>;
  readonly #leads = new LeadBook();
  readonly #dncEntries: string[] = [];
  readonly #provider: MailProvider;
  readonly #hook: string;
  #count = 0;

  private constructor({ apiKey, random, mix }: PlannerOptions, provider: MailProvider, hook: string) {
    this.#caller = { apiKey };
    this.#random = random.for('operations');
    const zero = Object.fromEntries(Object.keys(MIX).map((kind) => [kind, 0])) as Record<OperationKind, number>;
    this.#mix = mix ? { ...zero, ...mix } : MIX;
    this.#provider = provider;
    this.#hook = hook;
  }

  static async prepare(options: PlannerOptions): Promise<OperationPlanner> {
    const provider = new MailProvider();
    const reply = await options.door.send(calls.endpoint(options, provider.verificationKey));
    if (reply.kind !== 'answer' || reply.status !== 201) throw new Error(`no webhook endpoint could be made: ${JSON.stringify(reply)}`);
    return new OperationPlanner(options, provider, String(reply.body['path']));
  }

  /** Of a kind that the mixture names; captures a lead where what the kind needs is not there yet. */
  planAny(): PlannedOperation {
    return this.plan(this.#random.weighted(this.#mix)) ?? this.#capture();
  }

  /** @returns undefined when what the kind needs is not there yet */
  plan(kind: OperationKind): PlannedOperation | undefined {
    const plans: Readonly<Record<OperationKind, () => PlannedOperation | undefined>> = {
      capture: () => this.#capture(),
      update: () => this.#change('update', (id, lead) => calls.update(this.#caller, id, lead, this.#random.pick(SOURCES))),
      status: () => this.#changeStatus(),
      delete: () => this.#delete(),
      'dnc-add': () => this.#dncAdd(),
      'dnc-remove': () => this.#dncRemove(),
      consent: () =>
        this.#ofLead('consent', (id, lead) => calls.consent(this.#caller, id, lead.id, this.#random.pick(['given', 'withdrawn']))),
      interaction: () => this.#ofLead('interaction', (id, lead) => calls.interaction(this.#caller, id, lead.id)),
      webhook: () => this.#webhook(),
      import: () => this.#import(),
    };
    return plans[kind]();
  }

  #id(kind: OperationKind): string {
    this.#count += 1;
    return `${kind}-${this.#random.seed}-${this.#count}`;
  }

  #capture(): PlannedOperation {
    const id = this.#id('capture');
    const consents = this.#random.chance(0.4) ? [{ channel: 'email', purpose: 'marketing', textVersion: 'faults' }] : [];
    const call = calls.capture(this.#caller, id, { source: this.#random.pick(SOURCES), consents });
    return {
      id,
      kind: 'capture',
      size: 1,
      call: () => call,
      answered: (entry, { status, body }) => {
        if (status !== 201) return;
        entry.effectId = String(body['id']);
        this.#leads.add({ operation: id, id: entry.effectId, version: 1, status: 'new' });
      },
    };
  }

  #change(kind: 'update' | 'status' | 'delete', callOf: (id: string, lead: KnownLead) => Call): PlannedOperation | undefined {
    const lead = this.#leads.take(this.#random);
    if (!lead) return undefined;
    const id = this.#id(kind);
    const call = callOf(id, lead);
    return {
      id,
      kind,
      lead: lead.operation,
      size: 1,
      call: () => call,
      answered: (entry, { status, body }) => {
        if (status < 300) lead.version += 1;
        if (status === 200) lead.status = String(body['status']);
        entry.version = lead.version;
        if (kind !== 'delete' || status >= 300) this.#leads.add(lead);
      },
    };
  }

  #changeStatus(): PlannedOperation | undefined {
    return this.#change('status', (id, lead) => calls.status(this.#caller, id, lead, nextStatus(lead, this.#random)));
  }

  /** A few leads are kept, so that there is always something to do. */
  #delete(): PlannedOperation | undefined {
    return this.#leads.size > 5 ? this.#change('delete', (id, lead) => calls.delete(this.#caller, id, lead)) : undefined;
  }

  #ofLead(kind: 'consent' | 'interaction', callOf: (id: string, lead: KnownLead) => Call): PlannedOperation | undefined {
    const lead = this.#leads.any(this.#random);
    if (!lead) return undefined;
    const id = this.#id(kind);
    const call = callOf(id, lead);
    return { id, kind, size: 1, call: () => call, answered: (entry, { body }) => void (entry.effectId = String(body['id'])) };
  }

  #dncAdd(): PlannedOperation {
    const id = this.#id('dnc-add');
    const call = calls.dncAdd(this.#caller, id);
    return {
      id,
      kind: 'dnc-add',
      size: 1,
      call: () => call,
      answered: (entry, { status, body }) => {
        entry.effectId = String(body['id']);
        if (status < 300) this.#dncEntries.push(entry.effectId);
      },
    };
  }

  #dncRemove(): PlannedOperation | undefined {
    const at = this.#random.whole(0, Math.max(0, this.#dncEntries.length - 1));
    const [entryId] = this.#dncEntries.splice(at, 1);
    if (entryId === undefined) return undefined;
    const id = this.#id('dnc-remove');
    const call = calls.dncRemove(this.#caller, id, entryId);
    return { id, kind: 'dnc-remove', size: 1, effectId: entryId, call: () => call, answered: () => undefined };
  }

  #webhook(): PlannedOperation {
    const id = this.#id('webhook');
    const events = mailEvents(id, `${id}@example.com`, this.#random.whole(1, 4));
    return {
      id,
      kind: 'webhook',
      size: events.length,
      call: () => this.#provider.delivery(this.#hook, events),
      answered: () => undefined,
    };
  }

  #import(): PlannedOperation {
    const id = this.#id('import');
    const size = this.#random.whole(20, 200);
    const call = calls.import(this.#caller, id, size);
    return { id, kind: 'import', size, call: () => call, answered: (entry, { body }) => void (entry.effectId = String(body['id'])) };
  }
}
