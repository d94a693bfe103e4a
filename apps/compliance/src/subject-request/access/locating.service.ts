import { personDataRequestedV1 } from '@leadstream/contracts';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { KnownLeadReadModel } from '../../known-lead/known-lead.read-model.js';
import { demandNameable } from '../../person-data/nameable.rules.js';
import { SubjectRequestReadModel } from '../store/subject-request.read-model.js';
import type { SubjectRequestRecord } from '../subject-request.js';
import { silentAmong } from './export-state.rules.js';
import { ExportRepository } from './export.repository.js';
import type { LocatedAnswer } from './gathered-answer.js';

type Located = Pick<SubjectRequestRecord, 'requestId' | 'leadId' | 'addresses'>;
type Asked = { readonly step: 'references'; readonly sequence: 1 } | { readonly step: 'gather'; readonly sequence: 2 };

/**
 * Finds the names of a person before its data is asked for: what was sent to an address that the lead has no more stands under that address, and only
 * some service knows it.
 */
@Injectable()
export class LocatingService {
  constructor(
    private readonly exports: ExportRepository,
    private readonly requests: SubjectRequestReadModel,
    private readonly leads: KnownLeadReadModel,
    private readonly outbox: Outbox,
  ) {}

  /** @throws DomainError `COMPLIANCE.PERSON_TOO_LARGE` */
  async start(tx: Tx, request: Located, now: Date): Promise<void> {
    await this.ask(tx, request, { step: 'references', sequence: 1 }, [], now);
  }

  /**
   * With the last service's names all are asked for their records.
   * @returns whether names are looked for still
   */
  async take(tx: Tx, answer: LocatedAnswer, now: Date): Promise<boolean> {
    const { tenantId } = tx;
    const { requestId } = answer;
    const record = await this.exports.findForUpdate(tx, tenantId, requestId);
    if (record?.step !== 'locating' || record.removedAt !== null || record.expiresAt <= now) return false;
    await this.exports.createLocation(tx, tenantId, answer, now);
    const located = await this.exports.findLocations(tx, tenantId, requestId);
    if (silentAmong(located).length > 0) return true;
    const request = await this.requests.findById(tx, tenantId, requestId);
    if (request === undefined) throw new Error('the request is gone');
    // Somebody who is no lead is asked after by the addresses that were named, and by no other.
    const found = request.leadId === null ? [] : located.flatMap((one) => one.addresses);
    await this.ask(tx, request, { step: 'gather', sequence: 2 }, found, now);
    await this.exports.updateToGathering(tx, tenantId, requestId);
    return true;
  }

  /** The whole person: what the lead went into, and all that went into that; or the addresses that somebody named who is no lead. What another live lead has is of another person by now. */
  private async ask(
    tx: Tx,
    { requestId, leadId, addresses: named }: Located,
    { step, sequence }: Asked,
    located: readonly string[],
    now: Date,
  ): Promise<void> {
    const leadIds = leadId === null ? [] : await this.leads.findRelated(tx, tx.tenantId, [leadId]);
    demandNameable(leadIds);
    const families = await this.leads.findFamilies(tx, tx.tenantId, leadIds);
    const known = [...families.values()].flatMap(({ lead, merged }) => (lead === undefined ? merged : [lead, ...merged]));
    const emails = known.flatMap(({ email }) => (email === null ? [] : [`email:${email}`]));
    const phones = known.flatMap(({ phone }) => (phone === null ? [] : [`phone:${phone}`]));
    const addresses = await this.leads.findOwnAddresses(tx, tx.tenantId, leadIds, [
      ...new Set([...named, ...emails, ...phones, ...located]),
    ]);
    const data = { requestId, purpose: 'access' as const, step, round: 1, leadIds, addresses };
    await this.outbox.add(tx, personDataRequestedV1, { data, sequence, time: now });
  }
}
