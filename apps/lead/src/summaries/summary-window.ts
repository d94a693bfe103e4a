/** Days on the clocks of a zone. */
export interface SummaryWindow {
  /** `2026-11-30`, one after the other. */
  readonly days: readonly string[];
  readonly timeZone: string;
  /** The first moment of each day, in their order; of a day that the zone left out, that of the next. */
  readonly beginnings: readonly Date[];
  /** Not within it any more. */
  readonly end: Date;
}
