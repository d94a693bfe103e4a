import type { FeatureValue } from '../examples.js';
import type { ChoiceEncoding, EncodeValue } from './encoding.js';

/** A word that fewer leads state is pooled with others: it teaches nothing, and might tell of a person. */
const LEAST_LEADS = 10;
const MOST_WORDS = 20;

/**
 * How words are encoded, by the leads that state them.
 * @returns undefined when all leads are alike in it
 */
export function choiceEncoding(key: string, values: readonly FeatureValue[]): ChoiceEncoding | undefined {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  const words = [...counts]
    .filter(([, leads]) => leads >= LEAST_LEADS)
    .sort(([a, leadsOfA], [b, leadsOfB]) => leadsOfB - leadsOfA || (a < b ? -1 : 1))
    .slice(0, MOST_WORDS)
    .map(([word]) => word);
  const hasOther = counts.size > words.length;
  const hasMissing = values.includes(null);
  if (words.length + Number(hasOther) + Number(hasMissing) < 2) return undefined;
  return { key, kind: 'choice', words, hasOther, hasMissing };
}

/** Words stand in a column each, in their order; then comes that of all others, then that of what is not known. */
export function choiceEncoder({ words, hasOther, hasMissing }: ChoiceEncoding): EncodeValue {
  const columns = new Map(words.map((word, column) => [word, column]));
  const other = hasOther ? words.length : undefined;
  const missing = hasMissing ? words.length + Number(hasOther) : undefined;
  return (value) => {
    const column = value === null ? missing : (columns.get(String(value)) ?? other);
    return column === undefined ? undefined : { column, number: 1 };
  };
}
