import type { EventContract, EventOf, TopicContract } from '@leadstream/contracts';
import type { SystemTx } from '@leadstream/persistence';
import type { MessageHandler } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import { handlerPattern, type KnownRecords, type Subscription, type TenantRecords } from './on-event.js';
import type { Outcome } from './outcome.js';

export type AnyEvent = EventOf<EventContract>;

/** One decorated method. */
export interface Handler {
  readonly delivery: Subscription['delivery'];
  /** Open when left out. */
  readonly personal?: Subscription['personal'];
  /** With one event, a list or lists of tenants, as `delivery` says; throws what the method throws. */
  invoke(input: AnyEvent | readonly AnyEvent[] | readonly TenantRecords[], tx: SystemTx): Promise<Answer>;
}

/** What became of the events; of whoever takes every event, which it knew. */
export type Answer = Outcome | readonly Outcome[] | KnownRecords;

export interface Route {
  readonly contract: EventContract;
  readonly handler: Handler;
}

/** What one group listens to. */
export class HandlerTable {
  readonly #routes = new Map<string, Map<number, Route>>();
  readonly #topics = new Set<string>();
  #recorder: Handler | undefined;

  constructor(readonly group: string) {}

  /** Topics of the contracts, without prefix. */
  get topics(): readonly string[] {
    return [...this.#topics];
  }

  add(contract: EventContract, handler: Handler): void {
    const versions = this.#routes.get(contract.type) ?? new Map<number, Route>();
    if (versions.has(contract.version) || this.#recorder !== undefined)
      throw new Error(`two methods handle ${handlerPattern(this.group, contract)}`);
    this.#routes.set(contract.type, versions.set(contract.version, { contract, handler }));
    this.#topics.add(contract.topic.name);
  }

  /** Gives every event of the topics to `handler`, as it lies there. */
  addEvery(topics: readonly TopicContract[], handler: Handler): void {
    if (this.#recorder !== undefined || this.#routes.size > 0)
      throw new Error(`${this.group} takes every event, and needs no other method`);
    this.#recorder = handler;
    for (const topic of topics) this.#topics.add(topic.name);
  }

  /** Who takes every event of the topics; undefined in groups that choose by type. */
  get recorder(): Handler | undefined {
    return this.#recorder;
  }

  /** Versions of the type that the group handles; undefined when the type is none of its business. */
  versionsOf(type: string): ReadonlyMap<number, Route> | undefined {
    return this.#routes.get(type);
  }
}

function handlerOf(subscription: Subscription, method: MessageHandler): Handler {
  return {
    delivery: subscription.delivery,
    personal: subscription.personal,
    invoke: async (input, tx) => {
      const answer: unknown = await method(input, tx);
      return (isObservable(answer) ? await lastValueFrom(answer) : answer) as Answer;
    },
  };
}

/** Sorts what Nest has found on the controllers by group. @throws Error when two methods claim the same events */
export function handlerTables(found: ReadonlyMap<string, MessageHandler>): HandlerTable[] {
  const tables = new Map<string, HandlerTable>();
  const handlers = new Map<Subscription, Handler>();
  for (const [pattern, method] of found) {
    const { subscription } = (method.extras ?? {}) as { readonly subscription?: Subscription };
    if (subscription === undefined) continue;
    if (method.next !== undefined) throw new Error(`two methods handle ${pattern}`);
    const handler = handlers.get(subscription) ?? handlerOf(subscription, method);
    handlers.set(subscription, handler);
    const table = tables.get(subscription.group) ?? new HandlerTable(subscription.group);
    tables.set(subscription.group, table);
    if (subscription.topics !== undefined) table.addEvery(subscription.topics, handler);
    for (const contract of subscription.contracts) {
      if (handlerPattern(subscription.group, contract) === pattern) table.add(contract, handler);
    }
  }
  return [...tables.values()];
}
