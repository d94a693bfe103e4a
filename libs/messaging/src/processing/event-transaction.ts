import { type RequestContext, runInContext } from '@leadstream/kernel';
import type { TenantDatabase, TenantsTx, Tx } from '@leadstream/persistence';
import { rememberTraces } from '../event-trace.js';
import type { Delivery } from './decode-records.js';
import { EventSpans } from './event-spans.js';
import { PartitionLostError } from './failure.js';
import type { Outcome } from '../consumer/outcome.js';
import { enteredNow, enterEvents, holdPartition, type Position } from '../progress/progress.repository.js';
import { recordAll } from './record-all.js';
import { planRuns, type Run } from './runs.js';
import { tenantPartsOf, type TenantPart } from './tenant-parts.js';

/** What became of each event; `duplicate` means that an earlier delivery was applied. */
export type Applied = { readonly delivery: Delivery; readonly outcome: Outcome | { readonly kind: 'duplicate' } };

export interface TransactionInput {
  readonly group: string;
  /** Of one partition, in order. */
  readonly deliveries: readonly Delivery[];
  /** True once this transaction is committed. */
  readonly position: Position;
  /** Asked last, right before the commit. */
  isLost(): boolean;
}

/** Handlers have refused some events: nothing of this attempt is kept, the rest is to run again without them. */
export class RejectedError extends Error {
  constructor(readonly rejections: readonly { readonly delivery: Delivery; readonly reason: string }[]) {
    super('events were rejected');
    this.name = 'RejectedError';
  }
}

function contextOf(group: string, { event }: Delivery): RequestContext {
  const { tenantId, correlationId, id, actor: initiator } = event;
  const context = { tenantId, actor: { kind: 'service', id: group }, scopes: [], requestId: correlationId, causationId: id } as const;
  return initiator === undefined ? context : { ...context, initiator };
}

function outcomesOf(run: Run, answer: Outcome | readonly Outcome[]): readonly Outcome[] {
  if (!Array.isArray(answer)) return run.deliveries.map(() => answer as Outcome);
  if (answer.length !== run.deliveries.length) throw new RangeError('a batch handler answers with one outcome, or one for each event');
  return answer;
}

async function invoke(run: Run, group: string, spans: EventSpans, tx: Tx): Promise<Applied[]> {
  const events = run.deliveries.map(({ event }) => event);
  const [first] = run.deliveries as [Delivery];
  const input = run.handler.delivery === 'single' ? first.event : events;
  const answer = await spans.within(first, () => runInContext(contextOf(group, first), () => run.handler.invoke(input, tx)));
  const outcomes = outcomesOf(run, answer as Outcome | readonly Outcome[]);
  return run.deliveries.map((delivery, index) => ({ delivery, outcome: outcomes[index] as Outcome }));
}

/** The lease, the progress and the inbox of every tenant: one write, one answer. @returns how many events are new, per tenant */
async function enter(tx: TenantsTx, { group, position }: TransactionInput, parts: readonly TenantPart[]): Promise<number[]> {
  const [held, ...counts] = await Promise.all([
    holdPartition(tx, group, position),
    ...parts.map(({ tenantId, byId }) => enterEvents(tx.enter(tenantId), group, [...byId.keys()])),
  ]);
  if (!held) throw new PartitionLostError();
  return counts;
}

async function workOn(part: TenantPart, newCount: number, group: string, spans: EventSpans, tx: Tx): Promise<Applied[]> {
  const { fresh, known } = await newOf(part, newCount, group, tx);
  const applied: Applied[] = known.map((delivery) => ({ delivery, outcome: { kind: 'duplicate' } }));
  rememberTraces(tx, fresh);
  for (const run of planRuns(fresh)) applied.push(...(await invoke(run, group, spans, tx)));
  return applied;
}

/** A tenant's events, those that were applied before apart. */
interface Sorted {
  readonly fresh: readonly Delivery[];
  readonly known: readonly Delivery[];
}

async function newOf({ deliveries, byId }: TenantPart, newCount: number, group: string, tx: Tx): Promise<Sorted> {
  if (newCount === deliveries.length) return { fresh: deliveries, known: [] };
  const entered = await enteredNow(tx, group, [...byId.keys()]);
  const isNew = (delivery: Delivery): boolean => entered.has(delivery.event.id) && byId.get(delivery.event.id) === delivery;
  return { fresh: deliveries.filter(isNew), known: deliveries.filter((delivery) => !isNew(delivery)) };
}

async function handleEach(tx: TenantsTx, input: TransactionInput, spans: EventSpans): Promise<Applied[]> {
  const parts = tenantPartsOf(input.deliveries);
  const counts = await enter(tx, input, parts);
  const applied: Applied[] = [];
  for (const [index, part] of parts.entries()) {
    applied.push(...(await workOn(part, counts[index] as number, input.group, spans, tx.enter(part.tenantId))));
  }
  return applied;
}

async function work(tx: TenantsTx, input: TransactionInput, spans: EventSpans): Promise<Applied[]> {
  const [{ handler }] = input.deliveries as [Delivery];
  const applied = await (handler.delivery === 'tenants' ? recordAll(tx, input, spans) : handleEach(tx, input, spans));
  const rejections = applied.flatMap(({ delivery, outcome }) => (outcome.kind === 'reject' ? [{ delivery, reason: outcome.reason }] : []));
  if (rejections.length > 0) throw new RejectedError(rejections);
  if (input.isLost()) throw new PartitionLostError();
  return applied;
}

/**
 * Applies events in one transaction, tenant by tenant: lease, inbox, handlers and progress are stored together or not at all. Who takes every event takes
 * those of all tenants together, and has no inbox.
 * A handler reaches the rows of the tenant whose events it was given, and no others.
 * @throws RejectedError, PartitionLostError, or what a handler or the database threw; then nothing was stored
 */
export async function applyInTransaction(database: TenantDatabase, input: TransactionInput): Promise<Applied[]> {
  const [first] = input.deliveries as [Delivery];
  const spans = new EventSpans(input.group, input.deliveries);
  try {
    const applied = await spans.within(first, () => database.acrossTenants((tx) => work(tx, input, spans)));
    spans.end();
    return applied;
  } catch (error) {
    spans.end(error);
    throw error;
  }
}
