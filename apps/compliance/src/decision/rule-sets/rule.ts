import type { Channel, Purpose } from '@leadstream/contracts';

/** Where a rule holds. */
export type Jurisdiction =
  | { readonly in: 'everywhere' }
  /** ISO 3166-1 alpha-2; `state` narrows it to one of the USA. */
  | { readonly in: 'countries'; readonly countries: readonly string[]; readonly state?: string }
  /** Wherever no other rule of consent holds. */
  | { readonly in: 'elsewhere'; readonly butNotIn: readonly string[] };

interface RuleHead {
  /** Stable; reasons name it. */
  readonly id: string;
  /** Grows when what the rule answers changes. */
  readonly version: number;
  readonly says: string;
  readonly source: string;
  /** `primary`: read in the law or an official copy; `secondary`: as others report it; `house`: our own. */
  readonly provenance: 'primary' | 'secondary' | 'house';
  readonly validFrom: Date;
  /** First instant at which it no longer holds. */
  readonly validUntil?: Date;
  readonly jurisdiction: Jurisdiction;
  readonly channels: readonly Channel[];
  readonly purposes: readonly Purpose[];
}

/** What else permits a contact where the ledger's own statement is not enough. */
export interface Alternative {
  /** Whether the ledger must hold a grant all the same, on whatever basis. */
  readonly needsStatement: boolean;
  readonly since: 'purchase' | 'inquiry';
  /** Calendar months that it lasts; null: for good. */
  readonly months: number | null;
}

/** Whether the person must have agreed. A withdrawal outweighs every rule. */
export interface ConsentRule extends RuleHead {
  readonly kind: 'consent';
  /** `consent`: a grant on the basis of consent; `statement`: a grant on any basis; `nothing`: silence is enough. */
  readonly needs: 'consent' | 'statement' | 'nothing';
  readonly alternatives: readonly Alternative[];
}

/** Minutes from local midnight, the first inclusive, the last exclusive; `until` before `from` is on the day after. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** Seven, Monday first; a day without span is closed. */
export type WeekHours = readonly (Span | undefined)[];

/** A day that comes every year. */
export type Holiday =
  | { readonly name: string; readonly month: number; readonly day: number }
  /** `nth` from the end when negative. */
  | { readonly name: string; readonly month: number; readonly weekday: number; readonly nth: number }
  /** The first such weekday from a day of the month on. */
  | { readonly name: string; readonly month: number; readonly weekday: number; readonly from: number }
  | { readonly name: string; readonly afterEaster: number };

/** When a person may be contacted. */
export interface HoursRule extends RuleHead {
  readonly kind: 'hours';
  readonly hours: WeekHours;
  /** Closed days; one that falls on a weekend closes the weekday beside it, too. */
  readonly holidays: readonly Holiday[];
  /** The clock that the rule itself names; the person's own when left out. */
  readonly zone?: string;
}

/** How often a person may be contacted. */
export interface CapRule extends RuleHead {
  readonly kind: 'cap';
  readonly contacts: number;
  readonly withinHours: number;
}

export type Rule = ConsentRule | HoursRule | CapRule;

const MINUTES_AN_HOUR = 60;

/** A span between two clock hours, of which halves are usual. */
export const hours = (from: number, until: number): Span => ({ from: from * MINUTES_AN_HOUR, until: until * MINUTES_AN_HOUR });

/** The same span on every day. */
export const daily = (span: Span): WeekHours => [span, span, span, span, span, span, span];

export const week = (weekdays: Span, saturday?: Span, sunday?: Span): WeekHours => [
  weekdays,
  weekdays,
  weekdays,
  weekdays,
  weekdays,
  saturday,
  sunday,
];
