/**
 * How far two values agree. `equal`: the same once normalised. `close`: what one slip makes of the other. `related`: another way
 * to say it (a nickname, the same user at another domain). `different`: the rest.
 */
export const LEVELS = ['equal', 'close', 'related', 'different'] as const;
export type Level = (typeof LEVELS)[number];

export interface Agreement {
  readonly level: Level;
  /** 0 (nothing in common) to 1 (equal). */
  readonly similarity01: number;
}

export const EQUAL: Agreement = { level: 'equal', similarity01: 1 };

/** Two values that agree once one of the leads has them exchanged. */
export const OTHER_WAY_ROUND: Agreement = { level: 'equal', similarity01: 0 };
