import type { DncEntry, PreferenceMatter } from '@leadstream/contracts';
import type { Person } from '../person/person.js';

/** What a person agreed to and what closes the ways to it, as it was read. */
export interface PreferenceRecord {
  readonly person: Person;
  /** Live entries of the do-not-contact list that name an address of the person and are not over. */
  readonly listed: readonly DncEntry[];
  /** Every purpose and channel that was ever stated. */
  readonly stated: readonly Pick<PreferenceMatter, 'purpose' | 'channel' | 'state' | 'since'>[];
}
