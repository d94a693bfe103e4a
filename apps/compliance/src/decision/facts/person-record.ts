import type { ConsentEntry, ContactPlace, DncEntry } from '@leadstream/contracts';
import type { LineOfMatter, PersonLedger } from '../../consent/person/person-ledger.js';
import type { Dealing } from '../../dealing/dealing.js';
import type { ListAnswer } from '../../dnc/lists/list-answer.rules.js';
import type { LeadFamily } from '../../known-lead/known-lead.js';
import type { Closing } from '../../opt-out/blocked-channels.rules.js';

/** A line of the ledger. */
export interface LedgerLine extends LineOfMatter {
  readonly entryId: string;
  readonly basis: ConsentEntry['basis'];
}

/** All that is known of one person, as it was read. */
export interface PersonRecord {
  readonly family: LeadFamily;
  readonly ledger: PersonLedger<LedgerLine>;
  /** Entries that name one of the person's addresses or a domain of one, expired ones included. */
  readonly listed: readonly DncEntry[];
  /** What lists of numbers say of the person's, whatever they concern. */
  readonly lists: readonly ListAnswer[];
  /** Reviews of opt-outs that nobody has looked at. */
  readonly waiting: readonly (Closing & { readonly id: string })[];
  /** Ids of erasures of the person that are not complete. */
  readonly erasing: readonly string[];
  /** The last of each lead and kind. */
  readonly dealings: readonly Pick<Dealing, 'kind' | 'dealtAt'>[];
  readonly place: ContactPlace;
}
