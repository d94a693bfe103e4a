import type { Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { ConsentReadModel } from '../../consent/consent.read-model.js';
import { DealingReadModel } from '../../dealing/dealing.read-model.js';
import { DncReadModel } from '../../dnc/dnc.read-model.js';
import { addressesOf, familyIds } from '../../known-lead/known-lead.rules.js';
import { LeadStreamService } from '../../lead-stream/lead-stream.service.js';
import { OptOutReviewReadModel } from '../../opt-out/review/opt-out-review.read-model.js';
import type { PersonRecord } from './person-record.js';
import { type FoundLead, WhereaboutsService } from '../place/whereabouts.service.js';

/** What was read of the leads that a batch asks about. */
export interface GatheredRecords {
  /** For each place in the batch, of the event that will tell its decision. */
  readonly sequences: readonly number[];
  /** By lead: each that is asked about. */
  readonly persons: ReadonlyMap<string, PersonRecord>;
  readonly listVersion: number;
}

type Addresses = ReturnType<typeof addressesOf>;

/** Collects what contact decisions depend on. */
@Injectable()
export class ContactFactsService {
  constructor(
    private readonly leadStream: LeadStreamService,
    private readonly whereabouts: WhereaboutsService,
    private readonly consents: ConsentReadModel,
    private readonly dnc: DncReadModel,
    private readonly optOuts: OptOutReviewReadModel,
    private readonly dealings: DealingReadModel,
  ) {}

  /**
   * Of each lead and of all that went into it: what one of them may not be told, the person may not be told.
   * Locks the leads' rows first: every change acknowledged before is seen, and none to their consent slips in before the commit.
   * @param leadIds one for each decision to come
   */
  async gather(tx: Tx, leadIds: readonly string[]): Promise<GatheredRecords> {
    const [sequences, found] = await Promise.all([
      this.leadStream.take(tx, tx.tenantId, leadIds),
      this.whereabouts.find(tx, [...new Set(leadIds)]),
    ]);
    return { sequences, ...(await this.recordsOf(tx, found)) };
  }

  private async recordsOf(tx: Tx, found: readonly FoundLead[]): Promise<Pick<GatheredRecords, 'persons' | 'listVersion'>> {
    const { tenantId } = tx;
    const ids = [...new Set(found.flatMap(({ leadId, family }) => familyIds(leadId, family)))];
    const [ledger, { listVersion, entries }, waiting, dealings] = await Promise.all([
      this.consents.findLatest(tx, tenantId, ids),
      this.dnc.findListedOfAll(tx, tenantId, distinct(found.flatMap(({ family }) => addressesOf(family)))),
      this.optOuts.findWaiting(tx, tenantId, ids),
      this.dealings.findLast(tx, tenantId, ids),
    ]);
    const [lines, reviews, dealt] = [byLead(ledger), byLead(waiting), byLead(dealings)];
    const listed = Map.groupBy(entries, ({ kind, value }) => `${kind} ${value}`);
    const records = found.map(({ leadId, family, place }): [string, PersonRecord] => {
      const of = <T>(some: ReadonlyMap<string, readonly T[]>): T[] => familyIds(leadId, family).flatMap((id) => some.get(id) ?? []);
      const named = namesOf(addressesOf(family)).flatMap((name) => listed.get(name) ?? []);
      return [leadId, { family, place, ledger: of(lines), listed: named, waiting: of(reviews), dealings: of(dealt) }];
    });
    return { persons: new Map(records), listVersion };
  }
}

function byLead<T extends { readonly leadId: string }>(items: readonly T[]): Map<string, T[]> {
  return Map.groupBy(items, ({ leadId }) => leadId);
}

/** Each pair of addresses once. */
function distinct(addresses: Addresses): Addresses {
  return [...new Map(addresses.map((one) => [`${one.phone} ${one.email}`, one])).values()];
}

/** Under which an entry of the list may stand, each once. */
function namesOf(addresses: Addresses): string[] {
  return [...new Set(addresses.flatMap(({ phone, email }) => [`phone ${phone}`, `email ${email}`]))];
}
