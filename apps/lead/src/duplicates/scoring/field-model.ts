import type { Level } from '../comparison/agreement.js';

/** Of all pairs of a kind, which share shows each level of agreement in a field; the four add up to 1. */
export type Shares = Readonly<Record<Level, number>>;

/** What agreement in one field says (Fellegi and Sunter, "A Theory for Record Linkage", 1969). */
export interface FieldModel {
  /** Two leads of one person: what Fellegi and Sunter call m. */
  readonly person: Shares;
  /** Leads of strangers (u) that are close or related by chance; that they are equal is told by how frequent the value is. */
  readonly strangers: { readonly close: number; readonly related: number };
  /** Share of leads with one value of this field in any tenant's data; what is believed while few leads are counted. */
  readonly typicalShare01: number;
  /** Two members of a household; null where they are as strangers. */
  readonly family: Shares | null;
  /** Two who work for one company; null where they are as strangers. */
  readonly colleagues: Shares | null;
}

export function shares(equal: number, close: number, related: number, different: number): Shares {
  return { equal, close, related, different };
}

/**
 * Shares of one person's two leads from a published rate of disagreement, of which half is taken for slips, a quarter for other
 * ways to say it, a quarter for another value: the sources do not split it.
 */
export function disagreeing(rate: number): Shares {
  return shares(1 - rate, rate / 2, rate / 4, rate / 4);
}
