import { type DncKind, OPT_OUT_SOURCE } from '@leadstream/contracts';
import type { IdSource } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { normaliseChannels, optOutReason } from '../../dnc/dnc.rules.js';
import { DncService } from '../../dnc/dnc.service.js';
import { KnownLeadReadModel } from '../../known-lead/known-lead.read-model.js';
import { addressesOf } from '../../known-lead/known-lead.rules.js';
import { IDS } from '../../tokens.js';
import { channelsOf, type Closing } from '../blocked-channels.rules.js';
import { OptOutReviewRepository } from './opt-out-review.repository.js';

/** Puts persons that opted out on the DNC list, and takes them off when they opt in again. */
@Injectable()
export class OptOutBlockService {
  constructor(
    private readonly dnc: DncService,
    private readonly reviews: OptOutReviewRepository,
    private readonly knownLeads: KnownLeadReadModel,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /**
   * Every address under which the person is known, so that none of them leads around the opt-out.
   * @returns the entries that stand for it, also those that somebody else states; undefined when no address is known
   */
  async block(tx: Tx, leadId: string, optOut: Closing, now: Date): Promise<string[] | undefined> {
    const family = await this.knownLeads.findFamily(tx, tx.tenantId, leadId);
    const addresses = addressesOf(family).flatMap(({ email, phone }) => [...addressOf('email', email), ...addressOf('phone', phone)]);
    const distinct = new Map(addresses.map((address) => [`${address.kind}:${address.value}`, address]));
    if (distinct.size === 0) return undefined;
    const common = { channels: normaliseChannels(channelsOf(optOut)), reason: optOutReason(optOut.channel), source: OPT_OUT_SOURCE };
    const entryIds: string[] = [];
    // In one order for everybody: two messages at once do not wait for each other's entries.
    for (const [, address] of [...distinct].sort(([left], [right]) => (left < right ? -1 : 1))) {
      const offered = { ...common, ...address, id: this.ids.next(), addedAt: now, expiresAt: null, evidence: null };
      const { entry } = await this.dnc.put(tx, offered, now);
      entryIds.push(entry.id);
    }
    return entryIds;
  }

  /** Withdraws those of the entries that no other opt-out stands for and nobody else has stated meanwhile. */
  async unblock(tx: Tx, dncEntryIds: readonly string[], now: Date): Promise<void> {
    const locked = await this.dnc.lockOfSource(tx, [...new Set(dncEntryIds)], OPT_OUT_SOURCE);
    // Asked once they are locked: whoever puts an opt-out on the same entry now waits, and those who were first are seen.
    const held = await this.reviews.findStillHeld(tx, tx.tenantId, locked);
    for (const id of locked.filter((entryId) => !held.has(entryId))) await this.dnc.withdraw(tx, id, now);
  }
}

function addressOf(kind: DncKind, value: string | null): { kind: DncKind; value: string }[] {
  return value === null ? [] : [{ kind, value }];
}
