import type { Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { PersonLedgerService } from '../../consent/person/person-ledger.service.js';
import { DealingReadModel } from '../../dealing/dealing.read-model.js';
import { DncReadModel } from '../../dnc/dnc.read-model.js';
import { type AskedList, AskedListsService } from '../../dnc/lists/asked-lists.service.js';
import { entryKey } from '../../dnc/domain.rules.js';
import { listAnswers } from '../../dnc/lists/list-answer.rules.js';
import { concernsLists } from '../../dnc/lists/list-state.rules.js';
import { ListReadModel } from '../../dnc/lists/list.read-model.js';
import { nationalNumberOf } from '../../dnc/registry/national-number.rules.js';
import { ErasureReadModel } from '../../erasure/store/erasure.read-model.js';
import { addressesOf, familyIds } from '../../known-lead/known-lead.rules.js';
import { LeadStreamService } from '../../lead-stream/lead-stream.service.js';
import { OptOutReviewReadModel } from '../../opt-out/review/opt-out-review.read-model.js';
import { listedEntries } from './listed-entries.rules.js';
import type { PersonRecord } from './person-record.js';
import type { Question } from './question.js';
import { type FoundLead, WhereaboutsService } from '../place/whereabouts.service.js';

/** What was read of the leads that a batch asks about. */
export interface GatheredRecords {
  /** For each place in the batch, of the event that will tell its decision. */
  readonly sequences: readonly number[];
  /** By lead: each that is asked about. */
  readonly persons: ReadonlyMap<string, PersonRecord>;
  /** Of the entries. */
  readonly listVersion: number;
  /** Lists of numbers, as they answered. */
  readonly lists: readonly AskedList[];
}

type Addresses = ReturnType<typeof addressesOf>;

/** Collects what contact decisions depend on. */
@Injectable()
export class ContactFactsService {
  constructor(
    private readonly leadStream: LeadStreamService,
    private readonly whereabouts: WhereaboutsService,
    private readonly personLedgers: PersonLedgerService,
    private readonly dnc: DncReadModel,
    private readonly listReadModel: ListReadModel,
    private readonly askedLists: AskedListsService,
    private readonly optOuts: OptOutReviewReadModel,
    private readonly dealings: DealingReadModel,
    private readonly erasures: ErasureReadModel,
  ) {}

  /**
   * Of each lead and of all that went into it: what one of them may not be told, the person may not be told.
   * Locks the leads' rows first: every change acknowledged before is seen, and none to their consent slips in before the commit.
   * @param questions one for each decision to come
   */
  async gather(tx: Tx, questions: readonly Question[], now: Date): Promise<GatheredRecords> {
    const leadIds = questions.map(({ leadId }) => leadId);
    const [sequences, found] = await Promise.all([
      this.leadStream.take(tx, tx.tenantId, leadIds),
      this.whereabouts.find(tx, [...new Set(leadIds)]),
    ]);
    const lists = questions.some(({ channel }) => concernsLists(channel)) && found.some(hasListableNumber) ? this.listsOf(tx, now) : [];
    return { sequences, ...(await this.recordsOf(tx, found, lists)) };
  }

  private async listsOf(tx: Tx, now: Date): Promise<AskedList[]> {
    return this.askedLists.ask(tx.tenantId, undefined, await this.listReadModel.findAll(tx, tx.tenantId), now);
  }

  private async recordsOf(
    tx: Tx,
    found: readonly FoundLead[],
    asked: AskedList[] | Promise<AskedList[]>,
  ): Promise<Omit<GatheredRecords, 'sequences'>> {
    const { tenantId } = tx;
    const ids = [...new Set(found.flatMap(({ leadId, family }) => familyIds(leadId, family)))];
    const [ledgers, { listVersion, entries }, ofOptOuts, lists, waiting, dealings, underWay] = await Promise.all([
      this.personLedgers.readAll(tx, found),
      this.dnc.findListedOfAll(tx, tenantId, distinct(found.flatMap(({ family }) => addressesOf(family)))),
      this.dnc.findOfOptOuts(tx, tenantId, ids),
      asked,
      this.optOuts.findWaiting(tx, tenantId, ids),
      this.dealings.findLast(tx, tenantId, ids),
      this.erasures.findUnderWay(tx, tenantId, ids),
    ]);
    const [reviews, dealt, erasures] = [byLead(waiting), byLead(dealings), byLead(underWay)];
    const listed = Map.groupBy(entries, entryKey);
    const records = found.map(({ leadId, family, place }): [string, PersonRecord] => {
      const of = <T>(some: ReadonlyMap<string, readonly T[]>): T[] => familyIds(leadId, family).flatMap((id) => some.get(id) ?? []);
      const addresses = addressesOf(family);
      const phones = addresses.flatMap(({ phone }) => phone ?? []);
      const record = {
        family,
        place,
        ledger: ledgers.get(leadId) ?? { own: [], earlier: [] },
        listed: listedEntries(addresses, listed, of(ofOptOuts)),
        lists: listAnswers(phones, lists),
        waiting: of(reviews),
        erasing: [...new Set(of(erasures).map(({ id }) => id))],
        dealings: of(dealt),
      };
      return [leadId, record];
    });
    return { persons: new Map(records), listVersion, lists };
  }
}

function hasListableNumber({ family }: FoundLead): boolean {
  return addressesOf(family).some(({ phone }) => phone !== null && nationalNumberOf(phone) !== undefined);
}

function byLead<T extends { readonly leadId: string }>(items: readonly T[]): Map<string, T[]> {
  return Map.groupBy(items, ({ leadId }) => leadId);
}

/** Each pair of addresses once. */
function distinct(addresses: Addresses): Addresses {
  return [...new Map(addresses.map((one) => [`${one.phone} ${one.email}`, one])).values()];
}
