import type { ConsentEntry, ListConsentsQuery, RecordConsentBody } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Clock, IdSource } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { erasedAmong } from '@leadstream/privacy';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { complianceErrors } from '../compliance.errors.js';
import { currentTenantId } from '../current-tenant.js';
import { familyIds } from '../known-lead/known-lead.rules.js';
import { KnownLeadReadModel } from '../known-lead/known-lead.read-model.js';
import { CLOCK, IDS } from '../tokens.js';
import { ConsentLedgerService } from './consent-ledger.service.js';
import { ConsentReadModel } from './consent.read-model.js';
import { later, presentInstant, requireLaterExpiry, statementInstant } from './consent.rules.js';
import type { NewConsentEntry } from './new-consent-entry.js';
import { PersonService } from './person/person.service.js';
import { SharedWithdrawalService } from './person/shared-withdrawal.service.js';
import { mergesOf } from './person/withdrawal.rules.js';

/** Place in the ledger; the digits fit into 63 bits. */
const position = z.strictObject({ entryNo: z.string().regex(/^\d{1,18}$/) });

/** What people said about being contacted. */
@Injectable()
export class ConsentService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly ledger: ConsentLedgerService,
    private readonly readModel: ConsentReadModel,
    private readonly persons: PersonService,
    private readonly sharedWithdrawals: SharedWithdrawalService,
    private readonly knownLeads: KnownLeadReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /**
   * Adds a statement. A lead that is not known yet may state consent too: its events may be on their way. A withdrawal is added under each further
   * lead of the person that has not withdrawn yet, too.
   * @returns the line of the lead that was named
   * @throws DomainError `COMPLIANCE.LEAD_ERASED`
   */
  record({ statedAt: stated, textVersion, expiresAt: until, proof, ...body }: RecordConsentBody): Promise<ConsentEntry> {
    return this.database.write(async (tx) => {
      const now = this.clock.now();
      const person = await this.persons.find(tx, body.leadId);
      const members = familyIds(person.leadId, person.family);
      const concerned = body.state === 'withdrawn' ? members : [];
      const [[sequence = 0], erased] = await Promise.all([
        this.ledger.lock(tx, tx.tenantId, [...new Set([body.leadId, ...concerned])]),
        erasedAmong(tx, [body.leadId]),
      ]);
      if (erased.size > 0) throw complianceErrors.LEAD_ERASED();
      const before = await this.readModel.findLatest(tx, tx.tenantId, members, body);
      const statedAt =
        stated === undefined ? presentInstant(before, now, mergesOf(person.family)) : statementInstant(new Date(stated), now);
      const expiresAt = until === undefined ? undefined : new Date(until);
      requireLaterExpiry(expiresAt, statedAt);
      const recordedAt = later(now, statedAt);
      const entry = { ...body, id: this.ids.next(), textVersion: textVersion ?? null, statedAt, expiresAt, proof, recordedAt };
      const added = await this.ledger.append(tx, tx.tenantId, [{ entry, sequence }]);
      await this.sharedWithdrawals.append(tx, added, new Map([[body.leadId, person]]), now);
      return toldOf(entry);
    });
  }

  async get(id: string): Promise<ConsentEntry> {
    const entry = await this.readModel.findById(currentTenantId(), id);
    if (!entry) throw complianceErrors.CONSENT_NOT_FOUND();
    return entry;
  }

  /** What the lead said, and what every lead said that went into it; latest line first. */
  async list({
    leadId,
    channel,
    purpose,
    limit,
    cursor,
  }: ListConsentsQuery): Promise<{ items: ConsentEntry[]; nextCursor: string | null }> {
    const before = cursor === undefined ? undefined : BigInt(decodeCursor(position, cursor).entryNo);
    const family = await this.database.read((tx) => this.knownLeads.findFamily(tx, tx.tenantId, leadId));
    const rows = await this.readModel.findPage(currentTenantId(), {
      leadIds: familyIds(leadId, family),
      channel,
      purpose,
      before,
      limit: limit + 1,
    });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      items: page.map(({ entry }) => entry),
      nextCursor: rows.length > limit && last ? encodeCursor({ entryNo: String(last.entryNo) }) : null,
    };
  }
}

function toldOf({ statedAt, expiresAt, proof, recordedAt, ...line }: NewConsentEntry): ConsentEntry {
  return {
    ...line,
    statedAt: statedAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    proof: proof ?? null,
    recordedAt: recordedAt.toISOString(),
  };
}
