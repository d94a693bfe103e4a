import { Injectable } from '@nestjs/common';
import type { Lead } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { isOver } from '../../assignment-store/owner-change.rules.js';
import { CustomFieldsService } from '../../custom-fields/store/custom-fields.service.js';
import { LeadEditService } from '../../lead-store/lead-edit.service.js';
import { LeadRepository } from '../../lead-store/lead.repository.js';
import type { LeadRecord } from '../../lead/lead.js';
import { presentLead } from '../../lead/present-lead.rules.js';
import { HeldSettingsService } from '../../settings/store/held-settings.service.js';
import type { Candidate } from '../decision/candidate.js';
import { claimants } from '../decision/decide.rules.js';
import { distributionErrors } from '../distribution.errors.js';
import { decidedBy, givenStep } from './assign.rules.js';
import { BoardService } from './board.service.js';
import { QueueRepository } from './queue.repository.js';
import { type Sitting, SittingService } from './sitting.service.js';

/** Members take leads that are offered to their pool. */
@Injectable()
export class ClaimService {
  constructor(
    private readonly sittings: SittingService,
    private readonly edits: LeadEditService,
    private readonly leads: LeadRepository,
    private readonly queue: QueueRepository,
    private readonly boards: BoardService,
    private readonly customFields: CustomFieldsService,
    private readonly settings: HeldSettingsService,
  ) {}

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.OWNED` with `ownerId`, `LEAD.NOT_OFFERED`, `LEAD.CLAIM_REFUSED` with `reason` */
  async claim(tx: Tx, leadId: Uuid, memberId: Uuid): Promise<Lead> {
    const sitting = await this.sittings.open(tx);
    const { now, customFields } = sitting;
    const lead = await this.lock(tx, leadId);
    const { rule, set } = await this.offerOf(tx, leadId, sitting);
    const board = await this.boards.lay(tx, [rule.poolId], now);
    const candidates = claimants(lead, rule, board, now);
    demandAble(candidates, memberId);
    const decided = decidedBy(rule, set, board.pools.get(rule.poolId), candidates, 1, now);
    const step = givenStep(lead, { memberId }, { way: 'claim', decided }, sitting);
    await this.edits.save(tx, step);
    return presentLead(step.lead, await this.customFields.keysOf(tx, [step.lead], customFields));
  }

  private async lock(tx: Tx, leadId: Uuid): Promise<LeadRecord> {
    const lead = (await this.leads.findForUpdate(tx, tx.tenantId, leadId)) ?? (await this.edits.find(tx, leadId));
    if (lead.ownerId !== null) throw distributionErrors.OWNED({ extra: { ownerId: lead.ownerId } });
    // It may be over only since the tenant calls its status an end: then it still stands in the queue.
    if (isOver(lead, await this.settings.find(tx))) throw distributionErrors.NOT_OFFERED();
    return lead;
  }

  /** Of the rules that are active by now: an offer by rules that are gone stands no more. */
  private async offerOf(tx: Tx, leadId: Uuid, { set }: Sitting) {
    const queued = await this.queue.find(tx, tx.tenantId, leadId);
    const rule = set?.rules.find(({ key, poolId, strategy }) => {
      return key === queued?.ruleKey && poolId === queued.poolId && strategy === 'claim';
    });
    if (set === undefined || queued?.reason !== 'claim' || rule === undefined) throw distributionErrors.NOT_OFFERED();
    return { rule, set };
  }
}

function demandAble(candidates: readonly Candidate[], memberId: Uuid): void {
  const candidate = candidates.find((one) => one.memberId === memberId);
  if (candidate === undefined) throw distributionErrors.CLAIM_REFUSED({ extra: { reason: 'pool' } });
  if (candidate.refusal !== null) throw distributionErrors.CLAIM_REFUSED({ extra: { reason: candidate.refusal } });
}
