import { type ContactSummary, TEMPERATURES } from '@leadstream/contracts';
import type { LeadVocabulary } from '../../lead/vocabulary.js';
import type { ContactCount, TemperatureCount } from './contact-count.js';

/** Sources and owners that are named; a tenant may have as many as leads. */
export const MAX_RANKED = 50;

type Counts = Omit<ContactSummary, 'asOf' | 'window' | 'inWindow'>;

/**
 * @param warmer counts of warm and hot leads: all others are cold
 * @param vocabulary statuses and stages of the tenant, in whose order leads are counted
 */
export function contactCounts(counts: readonly ContactCount[], warmer: readonly TemperatureCount[], vocabulary: LeadVocabulary): Counts {
  const of = (by: ContactCount['by']) => counts.filter((count) => count.by === by);
  const inOrder = <K extends string>(keys: readonly K[], found: readonly { key: string | null; count: number }[]) =>
    keys.map((key) => ({ key, count: found.find((one) => one.key === key)?.count ?? 0 }));
  const total = of('all')[0]?.count ?? 0;
  const cold = total - warmer.reduce((sum, { count }) => sum + count, 0);
  return {
    total,
    byStatus: inOrder(keysOf(vocabulary.leadStatuses), of('status')),
    byLifecycleStage: inOrder(keysOf(vocabulary.lifecycleStages), of('lifecycleStage')),
    byTemperature: inOrder(TEMPERATURES, [...warmer, { key: 'cold', count: cold }]),
    bySource: ranked(of('source').map(({ key, count }) => ({ key: key ?? '', count }))),
    byOwner: ranked(of('owner')),
  };
}

const keysOf = (words: readonly { readonly key: string }[]): string[] => words.map(({ key }) => key);

/** The most frequent first, those alike by their key. */
function ranked<K extends string | null>(
  counts: readonly { readonly key: K; readonly count: number }[],
): { items: { key: K; count: number }[]; others: number } {
  const sorted = counts
    .map(({ key, count }) => ({ key, count }))
    .toSorted((left, right) => right.count - left.count || ((left.key ?? '') < (right.key ?? '') ? -1 : 1));
  const others = sorted.slice(MAX_RANKED).reduce((sum, { count }) => sum + count, 0);
  return { items: sorted.slice(0, MAX_RANKED), others };
}
