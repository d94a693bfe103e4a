import { KAFKAJS } from '../../kafkajs/kafkajs-adapter.fixture.spec.js';
import { PLATFORMATIC } from '../../platformatic/platformatic-adapter.fixture.spec.js';
import { ConformanceStage } from './stage.fixture.spec.js';

/** What one adapter has so far. */
export interface Part {
  readonly stage: ConformanceStage;
}

/** Each adapter on the same brokers: what happens to these happens to all of them at once. */
export function allAdapters(brokers: readonly string[]): Part[] {
  return [KAFKAJS, PLATFORMATIC].map((adapter) => ({ stage: new ConformanceStage(adapter, brokers) }));
}

/**
 * One step of all adapters at the same time.
 * @returns what each has afterwards, in the order given
 * @throws Error that names the adapter that failed, when all have come to their end
 */
export async function together<P extends Part, T>(parts: readonly P[], step: (part: P) => Promise<T>): Promise<T[]> {
  const outcomes = await Promise.allSettled(parts.map(step));
  return outcomes.map((outcome, index) => {
    if (outcome.status === 'fulfilled') return outcome.value;
    const reason: unknown = outcome.reason;
    const message = reason instanceof Error ? reason.message : String(reason);
    throw new Error(`${parts[index]?.stage.adapter.name}: ${message}`, { cause: reason });
  });
}
