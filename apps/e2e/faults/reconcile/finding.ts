/** What went wrong with an effect. */
export type Wrong = 'lost' | 'doubled' | 'disordered' | 'differs';

/** One difference between what was promised and what is there. */
export interface Finding {
  readonly wrong: Wrong;
  /** Where: a slice, a topic, a projection. */
  readonly where: string;
  /** Which operation, aggregate or row; no personal data. */
  readonly what: string;
}

/**
 * Compares how often an effect is there with how often it must be.
 * @param certain times that were acknowledged
 * @param possible times more that may be: operations whose clients gave up
 */
export function judge(where: string, what: string, found: number, certain: number, possible = 0): Finding[] {
  if (found < certain) return [{ wrong: 'lost', where, what: `${what}: ${found} of ${certain}` }];
  if (found > certain + possible) return [{ wrong: 'doubled', where, what: `${what}: ${found}, at most ${certain + possible}` }];
  return [];
}
