import {
  type Erasure,
  type ErasureCertificate,
  type ErasureReason,
  type ListErasuresQuery,
  type RequestErasureBody,
} from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { complianceErrors } from '../compliance.errors.js';
import { isObjection } from '../consent/objection/objection.rules.js';
import { ObjectionService } from '../consent/objection/objection.service.js';
import { currentTenantId } from '../current-tenant.js';
import { KnownLeadReadModel } from '../known-lead/known-lead.read-model.js';
import { addressesOf } from '../known-lead/known-lead.rules.js';
import { toErasure } from './erasure-view.rules.js';
import { SagaStart } from './saga/saga-start.service.js';
import { ErasureReadModel } from './store/erasure.read-model.js';
import { ErasureRepository } from './store/erasure.repository.js';

const position = z.strictObject({ id: z.uuid() });

/** Takes requests for erasure and shows what became of them. */
@Injectable()
export class ErasureService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly repository: ErasureRepository,
    private readonly readModel: ErasureReadModel,
    private readonly knownLeads: KnownLeadReadModel,
    private readonly objections: ObjectionService,
    private readonly starts: SagaStart,
  ) {}

  /**
   * Who objects gets no more advertising from then on, also where a hold keeps its data: that is committed first.
   * @throws DomainError `COMPLIANCE.ERASURE_LEAD_UNKNOWN`, `COMPLIANCE.ERASURE_HELD`, `COMPLIANCE.PERSON_TOO_LARGE`
   */
  async request({ leadId, reason }: RequestErasureBody): Promise<Erasure> {
    if (isObjection(reason)) {
      const objection = { ground: reason, source: 'erasure' } as const;
      await this.database.inTenant(currentTenantId(), (tx) => this.objections.state(tx, leadId, objection));
    }
    return this.database.write((tx) => this.requestIn(tx, leadId, reason));
  }

  /**
   * As {@link request}, within a transaction of the caller. Whoever of a person's leads is named, and however often, it is one erasure; a lead that
   * one left out which is over, or that came to the person since, has another.
   */
  async requestIn(tx: Tx, leadId: string, reason: ErasureReason): Promise<Erasure> {
    const { tenantId } = tx;
    await this.repository.lockTenant(tx, tenantId);
    const related = await this.knownLeads.findRelated(tx, tenantId, [leadId]);
    const found = await this.readModel.findIdOf(tx, tenantId, related, leadId);
    if (found !== undefined) return this.show(tx, found);
    const erased = await this.readModel.findNamed(tx, tenantId, related);
    const left = related.filter((one) => !erased.has(one));
    return this.show(tx, await this.begin(tx, leadId, left, reason));
  }

  /** The erasure that has the lead, or is under way and has one that it belongs to. */
  async findIn(tx: Tx, leadId: string): Promise<Erasure | undefined> {
    const related = await this.knownLeads.findRelated(tx, tx.tenantId, [leadId]);
    const id = await this.readModel.findIdOf(tx, tx.tenantId, related, leadId);
    return id === undefined ? undefined : this.show(tx, id);
  }

  /**
   * Erases what is kept under the addresses of somebody who is no lead, once for its request, within a transaction of the caller.
   * @param addresses as the vault names persons; what a lead has by then is left to it
   * @throws DomainError `COMPLIANCE.ERASURE_HELD` when a hold on a category forbids it
   */
  async requestOf(tx: Tx, subjectRequestId: string, addresses: readonly string[], reason: ErasureReason): Promise<Erasure> {
    await this.repository.lockTenant(tx, tx.tenantId);
    const found = await this.readModel.findIdOfRequest(tx, tx.tenantId, subjectRequestId);
    return this.show(tx, found ?? (await this.starts.start(tx, { leadId: null, subjectRequestId, leadIds: [], addresses, reason })));
  }

  /** The erasure that the request began. */
  async findOfRequest(tx: Tx, subjectRequestId: string): Promise<Erasure | undefined> {
    const id = await this.readModel.findIdOfRequest(tx, tx.tenantId, subjectRequestId);
    return id === undefined ? undefined : this.show(tx, id);
  }

  get(id: string): Promise<Erasure> {
    return this.database.read((tx) => this.show(tx, id));
  }

  list({ status, leadId, subjectRequestId, limit, cursor }: ListErasuresQuery): Promise<{ items: Erasure[]; nextCursor: string | null }> {
    const before = cursor === undefined ? undefined : decodeCursor(position, cursor).id;
    return this.database.read(async (tx) => {
      const rows = await this.readModel.findPage(tx, tx.tenantId, { status, leadId, subjectRequestId, before, limit: limit + 1 });
      const page = rows.slice(0, limit);
      const answers = await this.readModel.findAnswers(
        tx,
        tx.tenantId,
        page.map(({ id }) => id),
      );
      const last = page.at(-1);
      return {
        items: page.map((one) => toErasure(one, answers.get(one.id) ?? [])),
        nextCursor: rows.length > limit && last ? encodeCursor({ id: last.id }) : null,
      };
    });
  }

  /** @throws DomainError `COMPLIANCE.ERASURE_NOT_FOUND`, `COMPLIANCE.ERASURE_NOT_CERTIFIED` */
  certificate(id: string): Promise<ErasureCertificate> {
    return this.database.read(async (tx) => {
      const found = await this.readModel.findCertificate(tx, tx.tenantId, id);
      if (found !== undefined) return found;
      await this.show(tx, id);
      throw complianceErrors.ERASURE_NOT_CERTIFIED();
    });
  }

  private async begin(tx: Tx, leadId: string, leadIds: readonly string[], reason: ErasureReason): Promise<string> {
    const { tenantId } = tx;
    const families = await this.knownLeads.findFamilies(tx, tenantId, leadIds);
    if (!families.has(leadId)) throw complianceErrors.ERASURE_LEAD_UNKNOWN();
    const addresses = new Set([...families.values()].flatMap(addressesOf).flatMap(referencesOf));
    return this.starts.start(tx, { leadId, subjectRequestId: null, leadIds, addresses: [...addresses], reason });
  }

  private async show(tx: Tx, id: string): Promise<Erasure> {
    const found = await this.readModel.findById(tx, tx.tenantId, id);
    if (found === undefined) throw complianceErrors.ERASURE_NOT_FOUND();
    const answers = await this.readModel.findAnswers(tx, tx.tenantId, [id]);
    return toErasure(found, answers.get(id) ?? []);
  }
}

function referencesOf({ email, phone }: { readonly email: string | null; readonly phone: string | null }): string[] {
  return [...(email === null ? [] : [`email:${email}`]), ...(phone === null ? [] : [`phone:${phone}`])];
}
