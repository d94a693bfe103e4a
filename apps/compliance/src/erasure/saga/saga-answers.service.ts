import type { EventOf, personDataErasedV1, personDataLocatedV1 } from '@leadstream/contracts';
import { done, type Outcome, skip } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { parseReference } from '@leadstream/privacy';
import { Injectable } from '@nestjs/common';
import { isObjection } from '../../consent/objection/objection.rules.js';
import { ObjectionService } from '../../consent/objection/objection.service.js';
import { LegalHoldService } from '../../legal-hold/legal-hold.service.js';
import { ErasureRepository } from '../store/erasure.repository.js';
import type { StoredErasure } from '../store/stored-erasure.js';
import { SagaQuestions } from './saga-questions.service.js';

/** Takes what the services answer. What is of no erasure under way is left alone: a replay, or another's request. */
@Injectable()
export class SagaAnswers {
  constructor(
    private readonly repository: ErasureRepository,
    private readonly questions: SagaQuestions,
    private readonly holds: LegalHoldService,
    private readonly objections: ObjectionService,
  ) {}

  /**
   * Keeps the names. A lead that nobody had named has records of its own in every service: all are asked again before the keys go, or once
   * more after the rows went.
   */
  async located(tx: Tx, { data, time }: EventOf<typeof personDataLocatedV1>): Promise<Outcome> {
    const { requestId: id, service, step, round, references } = data;
    const erasure = await this.repository.lock(tx, tx.tenantId, id);
    if (erasure === undefined || erasure.step === 'certified') return skip('no_erasure_under_way');
    // Somebody who is no lead is the addresses that were named, and nobody beside them: least of all a lead.
    const found = erasure.leadId === null ? [] : (references ?? []);
    const [leads, addresses] = await this.keep(tx, { id, ...erasure }, found);
    if (step === 'references') {
      await this.repository.addAnswer(tx, tx.tenantId, id, { service, step, round, answeredAt: time, stores: null });
      if (leads > 0 && erasure.step === 'locating') await this.askAgain(tx, id, erasure.round + 1, time);
    }
    if (leads > 0 || (addresses > 0 && erasure.step !== 'locating')) await this.repository.markNews(tx, tx.tenantId, id);
    return done();
  }

  async erased(tx: Tx, { data, time }: EventOf<typeof personDataErasedV1>): Promise<Outcome> {
    const { requestId: id, service, round, stores } = data;
    const erasure = await this.repository.lock(tx, tx.tenantId, id);
    if (erasure === undefined || erasure.step === 'certified') return skip('no_erasure_under_way');
    await this.repository.addAnswer(tx, tx.tenantId, id, { service, step: 'erase', round, answeredAt: time, stores });
    return done();
  }

  /**
   * Looks once more at leads that a hold keeps. Those that none keeps any more are of the erasure from then on, and all are asked again.
   * @returns whether there were any
   */
  async reconsider(tx: Tx, { id, round, heldLeadIds }: StoredErasure, at: Date): Promise<boolean> {
    const { free } = await this.judge(tx, id, heldLeadIds);
    if (free.length === 0) return false;
    await this.repository.removeHeld(tx, tx.tenantId, id, free);
    await this.repository.addLeads(tx, tx.tenantId, id, free);
    await this.askAgain(tx, id, round + 1, at);
    return true;
  }

  /**
   * Leads that a hold forbids to delete are noted as such, each by itself; what the person objected to holds of them, too. Addresses that come to light with one of them, when keys are gone
   * already, may be that lead's, and are left alone.
   * @returns how many leads and addresses nobody had named
   */
  private async keep(
    tx: Tx,
    { id, step, reason }: Pick<StoredErasure, 'id' | 'step' | 'reason'>,
    references: readonly string[],
  ): Promise<[leads: number, addresses: number]> {
    const named = references.map(parseReference).filter((one) => one !== undefined);
    const leadIds = named.flatMap(({ kind, value }) => (kind === 'lead' ? [value] : []));
    const addresses = named.flatMap(({ kind, value }) => (kind === 'lead' ? [] : [`${kind}:${value}`]));
    const { free, held } = await this.judge(tx, id, leadIds);
    if (held.length > 0) await this.repository.addHeld(tx, tx.tenantId, id, held);
    if (isObjection(reason)) for (const leadId of held) await this.objections.state(tx, leadId, { ground: reason, source: 'erasure' });
    const mayTakeAddresses = addresses.length > 0 && (step === 'locating' || held.length === 0);
    return [
      free.length === 0 ? 0 : await this.repository.addLeads(tx, tx.tenantId, id, free),
      mayTakeAddresses ? await this.repository.addAddresses(tx, tx.tenantId, id, addresses) : 0,
    ];
  }

  /** Begins the deletion of those leads that no hold keeps. */
  private async judge(tx: Tx, id: string, leadIds: readonly string[]): Promise<{ free: readonly string[]; held: readonly string[] }> {
    if (leadIds.length === 0 || (await this.holds.beginDeletion(tx, id, leadIds)).length === 0) return { free: leadIds, held: [] };
    const [free, held]: [string[], string[]] = [[], []];
    for (const leadId of leadIds) ((await this.holds.beginDeletion(tx, id, [leadId])).length === 0 ? free : held).push(leadId);
    return { free, held };
  }

  private async askAgain(tx: Tx, id: string, round: number, at: Date): Promise<void> {
    await this.repository.move(tx, tx.tenantId, id, { step: 'locating', round, at, dueAt: null });
    await this.questions.ask(tx, id, { step: 'references', round });
  }
}
