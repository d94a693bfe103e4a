import { type RequestContext, runInContext } from '@leadstream/kernel';
import type { TenantDatabase, Tx } from '@leadstream/persistence';
import type { Delivery } from './decode-records.js';
import { EventSpans } from './event-spans.js';
import { PartitionLostError } from './failure.js';
import type { Outcome } from '../consumer/outcome.js';
import { enterEvents, type Position } from '../progress/progress.repository.js';
import { planRuns, type Run } from './runs.js';

/** What became of each event; `duplicate` means that an earlier delivery was applied. */
export type Applied = { readonly delivery: Delivery; readonly outcome: Outcome | { readonly kind: 'duplicate' } };

export interface TransactionInput {
  readonly group: string;
  /** Of one tenant and one partition, in order. */
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
  const { tenantId, correlationId, id } = event;
  return { tenantId, actor: { kind: 'service', id: group }, scopes: [], requestId: correlationId, causationId: id };
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
  const outcomes = outcomesOf(run, answer);
  return run.deliveries.map((delivery, index) => ({ delivery, outcome: outcomes[index] as Outcome }));
}

async function work(tx: Tx, input: TransactionInput, spans: EventSpans): Promise<Applied[]> {
  const { group, deliveries, position } = input;
  const byId = new Map(deliveries.map((delivery) => [delivery.event.id, delivery]));
  const fresh = await enterEvents(tx, group, position, [...byId.keys()]);
  if (fresh === undefined) throw new PartitionLostError();
  const applied: Applied[] = [];
  for (const delivery of deliveries) {
    if (!fresh.has(delivery.event.id) || byId.get(delivery.event.id) !== delivery)
      applied.push({ delivery, outcome: { kind: 'duplicate' } });
  }
  for (const run of planRuns([...byId.values()].filter(({ event }) => fresh.has(event.id)))) {
    applied.push(...(await invoke(run, group, spans, tx)));
  }
  const rejections = applied.flatMap(({ delivery, outcome }) => (outcome.kind === 'reject' ? [{ delivery, reason: outcome.reason }] : []));
  if (rejections.length > 0) throw new RejectedError(rejections);
  if (input.isLost()) throw new PartitionLostError();
  return applied;
}

/**
 * Applies events in one tenant transaction: lease, inbox, handlers and progress are stored together or not at all.
 * @throws RejectedError, PartitionLostError, or what a handler or the database threw; then nothing was stored
 */
export async function applyInTransaction(database: TenantDatabase, input: TransactionInput): Promise<Applied[]> {
  const [first] = input.deliveries as [Delivery];
  const spans = new EventSpans(input.group, input.deliveries);
  try {
    const applied = await spans.within(first, () => database.inTenant(first.event.tenantId, (tx) => work(tx, input, spans)));
    spans.end();
    return applied;
  } catch (error) {
    spans.end(error);
    throw error;
  }
}
