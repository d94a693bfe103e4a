import { applyDecorators, UseFilters } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { contractName, type EventContract, type EventOf, type RecordedEvent, type TopicContract } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { SystemTx, Tx } from '@leadstream/persistence';
import { OriginalErrorFilter } from './original-error.filter.js';
import type { Outcome } from './outcome.js';

/** Binds the decorated methods to our strategy and to no other Nest transport. */
export const EVENT_TRANSPORT = Symbol('leadstream.events');

/** What a decorated method wants; travels through Nest as the handler's extras. */
export interface Subscription {
  readonly group: string;
  readonly contracts: readonly EventContract[];
  /** Of which every event is wanted, whatever its type. */
  readonly topics?: readonly TopicContract[];
  /** `tenants`: many events of several tenants at once. */
  readonly delivery: 'single' | 'batch' | 'tenants';
  readonly personal: 'open' | 'omit';
}

export interface OnEventOptions {
  /** Consumer group, `<app>.<purpose>`; declared in `groups.ts` of the contracts. */
  readonly group: string;
  /** `omit`: personal fields are null, and no keys are asked for; for those who have no use for them. Default `open`. */
  readonly personal?: 'open' | 'omit';
}

type Decorated<M> = <H extends M>(target: object, key: string | symbol, descriptor: TypedPropertyDescriptor<H>) => void;

function subscribe<M>(subscription: Subscription): Decorated<M> {
  const { group, contracts, topics } = subscription;
  const patterns = topics === undefined ? contracts.map((contract) => handlerPattern(group, contract)) : [`${group}|*`];
  const decorate = applyDecorators(EventPattern(patterns, EVENT_TRANSPORT, { subscription }), UseFilters(OriginalErrorFilter));
  return (target, key, descriptor) => {
    Payload()(target, key, 0);
    Ctx()(target, key, 1);
    decorate(target, key, descriptor);
  };
}

/** Key of a handler: one handler per group, event type and version. */
export function handlerPattern(group: string, contract: Pick<EventContract, 'type' | 'version'>): string {
  return `${group}|${contractName(contract)}`;
}

/**
 * Handles one event at a time, inside the tenant transaction `tx` that also holds the inbox entry. Runs once per event
 * however often it is delivered. Throw kind `unavailable` to try again later; throw anything else and the event is
 * isolated, tried again and finally dead-lettered.
 */
export function OnEvent<C extends EventContract>(
  contract: C,
  { group, personal = 'open' }: OnEventOptions,
): Decorated<(event: EventOf<C>, tx: Tx) => Promise<Outcome>> {
  return subscribe({ group, contracts: [contract], delivery: 'single', personal });
}

/** Distributes over a union of contracts, so that `event.type` narrows `event.data`. */
export type EventOfAny<C extends EventContract> = C extends EventContract ? EventOf<C> : never;

/**
 * Like `OnEvent`, for many events of one tenant at once: in order per aggregate. Several contracts on one method keep
 * their events in one batch. One outcome holds for all; an array answers in the order of the events.
 */
export function OnEvents<const C extends EventContract>(
  contracts: C | readonly C[],
  { group, personal = 'open' }: OnEventOptions,
): Decorated<(events: EventOfAny<C>[], tx: Tx) => Promise<Outcome | Outcome[]>> {
  const list: readonly EventContract[] = Array.isArray(contracts) ? contracts : [contracts as C];
  return subscribe({ group, contracts: list, delivery: 'batch', personal });
}

/** What one transaction holds of a tenant. */
export interface TenantRecords {
  readonly tenantId: Uuid;
  /** In the order of the topic, those that were recorded before and those that lie there twice among them. */
  readonly events: readonly RecordedEvent[];
}

/** Those that a recorder was given and did not record, as it has their event already: the very objects. */
export type KnownRecords = ReadonlySet<RecordedEvent>;

/**
 * Like `OnEvents`, for every event of the topics as it lies there: of any type and version, also of those that this release does not
 * know; sealed fields unopened, the body held against no contract. Such a group has this one method, which is given all tenants of a transaction at once, in the
 * order of their ids, and the transaction without a tenant, for functions that run as the owner; there is no ambient tenant.
 *
 * Whoever records every event has them all, so it knows them again itself, and the group has no inbox: an event may come again at any time, in the same
 * batch, from another partition at once, or in a replay from the beginning. The method records it once and answers with those that it knew.
 */
export function OnRecords(
  topics: readonly TopicContract[],
  { group }: Pick<OnEventOptions, 'group'>,
): Decorated<(tenants: TenantRecords[], tx: SystemTx) => Promise<KnownRecords>> {
  return subscribe({ group, contracts: [], topics, delivery: 'tenants', personal: 'omit' });
}
