import type { NumberSet } from './number-set.rules.js';

/** One state of one source's list of numbers. */
export interface RegistryList {
  /** Who keeps it: `us-national`, a state's such as `us-tx`, or a name of the tenant's own. */
  readonly source: string;
  /** Counts the states that this installation has had of the list; at least 1. */
  readonly version: number;
  /** The load that made it; tells versions of the same number apart. */
  readonly loadId: string;
  /** As of when its keeper says what it holds. */
  readonly listedAt: Date;
  readonly numbers: NumberSet;
}
