import type { RetainedTable } from '../retained-table.js';

/** A month of a table that is about to go as a whole, with a tenant's rows in it. */
export interface LeavingMonth {
  readonly retained: RetainedTable;
  readonly tenantId: string;
  /** The first instant after the month. */
  readonly until: Date;
  /** Aborts when whoever asks cannot wait any longer. */
  readonly signal: AbortSignal;
}

/**
 * Asked for each tenant that has rows in a month once all of them agree that it goes, outside of any transaction. It may be asked again for a month that stayed.
 * @returns false: the month stays
 */
export type BeforeMonthGoes = (month: LeavingMonth) => Promise<boolean>;
