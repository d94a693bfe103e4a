import {
  type LegalHold,
  legalHoldPlacedV1,
  legalHoldReleasedV1,
  type PlacedLegalHold,
  type PlaceLegalHoldBody,
} from '@leadstream/contracts';
import { type Actor, type Clock, currentContext, type IdSource } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { complianceErrors } from '../compliance.errors.js';
import { KnownLeadReadModel } from '../known-lead/known-lead.read-model.js';
import { CLOCK, IDS } from '../tokens.js';
import { LeadDeletionRepository } from './lead-deletion.repository.js';
import { LegalHoldReadModel } from './legal-hold.read-model.js';
import { LegalHoldRepository } from './legal-hold.repository.js';
import { heldTimeOf } from './legal-hold.rules.js';

/**
 * Places and releases legal holds, and stands in the way of whoever deletes. Holds and deletions of a tenant take turns: of two that
 * meet, the first is done as if the other were not there, and the other is told.
 */
@Injectable()
export class LegalHoldService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly holds: LegalHoldRepository,
    private readonly readModel: LegalHoldReadModel,
    private readonly deletions: LeadDeletionRepository,
    private readonly knownLeads: KnownLeadReadModel,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** @throws DomainError `COMPLIANCE.LEGAL_HOLD_TIMES` */
  place(body: PlaceLegalHoldBody): Promise<PlacedLegalHold> {
    const placedAt = this.clock.now();
    const time = heldTimeOf(body, placedAt);
    if (time === undefined) throw complianceErrors.LEGAL_HOLD_TIMES();
    const { leadId = null, category = null, matter, reason } = body;
    return this.database.write(async (tx) => {
      await this.holds.lock(tx, tx.tenantId);
      const subject = { id: this.ids.next(), leadId, category, matter, reason };
      const hold = await this.holds.create(tx, tx.tenantId, { ...subject, ...time, placedAt, placedBy: presentActor() });
      await this.tellPlaced(tx, hold);
      const concerned = leadId === null ? undefined : await this.familyOf(tx, [leadId]);
      return { ...hold, deletionsUnderWay: await this.deletions.findUnderWay(tx, tx.tenantId, concerned) };
    });
  }

  /** @throws DomainError `COMPLIANCE.LEGAL_HOLD_NOT_FOUND` or `COMPLIANCE.LEGAL_HOLD_RELEASED` */
  release(id: string, reason: string): Promise<LegalHold> {
    return this.database.write(async (tx) => {
      const at = this.clock.now();
      const released = await this.holds.release(tx, tx.tenantId, id, { at, by: presentActor(), reason });
      if (released !== undefined) {
        const { leadId, category, releasedAt, version } = released;
        const data = { holdId: id, leadId, category, releasedAt: releasedAt ?? at.toISOString() };
        await this.outbox.add(tx, legalHoldReleasedV1, { data, sequence: version, time: at });
        return released;
      }
      const standing = await this.readModel.findById(tx, tx.tenantId, id, at);
      throw standing === undefined ? complianceErrors.LEGAL_HOLD_NOT_FOUND() : complianceErrors.LEGAL_HOLD_RELEASED();
    });
  }

  /**
   * The holds in force that forbid deleting data of these leads: on any lead that they are merged with, either way, and on categories. No
   * hold is placed before the transaction ends: what it writes about a deletion came first.
   */
  async holding(tx: Tx, leadIds: readonly string[]): Promise<LegalHold[]> {
    await this.holds.lock(tx, tx.tenantId);
    return this.readModel.findInForce(tx, tx.tenantId, await this.familyOf(tx, leadIds), this.clock.now());
  }

  /**
   * Begins a deletion of leads that no hold forbids; holds that are placed from then on name it in their answer. The same deletion may be
   * begun again.
   * @returns the holds that forbid it: then nothing was begun
   */
  async beginDeletion(tx: Tx, deletionId: string, leadIds: readonly string[]): Promise<LegalHold[]> {
    const holding = await this.holding(tx, leadIds);
    if (holding.length === 0) await this.deletions.begin(tx, tx.tenantId, deletionId, leadIds, this.clock.now());
    return holding;
  }

  /** The deletion is done, or was given up. */
  endDeletion(tx: Tx, deletionId: string): Promise<void> {
    return this.deletions.end(tx, tx.tenantId, deletionId, this.clock.now());
  }

  private familyOf(tx: Tx, leadIds: readonly string[]): Promise<string[]> {
    return this.knownLeads.findRelated(tx, tx.tenantId, leadIds);
  }

  private tellPlaced(tx: Tx, { id: holdId, leadId, category, placedAt, holdsFrom, holdsUntil, version }: LegalHold): Promise<void> {
    const data = { holdId, leadId, category, placedAt, holdsFrom, holdsUntil };
    return this.outbox.add(tx, legalHoldPlacedV1, { data, sequence: version, time: new Date(placedAt) });
  }
}

function presentActor(): Actor {
  return currentContext()?.actor ?? { kind: 'service', id: 'compliance' };
}
