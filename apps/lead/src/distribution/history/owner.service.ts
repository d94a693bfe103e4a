import { Inject, Injectable } from '@nestjs/common';
import type { AssignmentReplay, Lead, LeadAssignment } from '@leadstream/contracts';
import type { Clock, Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { CustomFieldsService } from '../../custom-fields/store/custom-fields.service.js';
import { LeadEditService } from '../../lead-store/lead-edit.service.js';
import { MergePointerReadModel } from '../../lead-store/merge-pointer.read-model.js';
import { updateStep } from '../../lead/lead-step.rules.js';
import { presentLead } from '../../lead/present-lead.rules.js';
import { CLOCK } from '../../tokens.js';
import { choose } from '../decision/strategy.rules.js';
import { distributionErrors } from '../distribution.errors.js';
import { MemberService } from '../members/member.service.js';
import { AssignmentListReadModel, type AssignmentPage } from './assignment-list.read-model.js';

/** Who has a lead, by hand, and who had it. */
@Injectable()
export class OwnerService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly edits: LeadEditService,
    private readonly customFields: CustomFieldsService,
    private readonly members: MemberService,
    private readonly pointers: MergePointerReadModel,
    private readonly assignments: AssignmentListReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.STALE`, `LEAD.MEMBER_UNKNOWN` */
  change(leadId: Uuid, version: number, ownerId: Uuid | null): Promise<Lead> {
    return this.database.write(async (tx) => {
      const before = await this.edits.findForUpdate(tx, leadId, version);
      if (ownerId !== null) await this.members.demand(tx, ownerId);
      const customFields = await this.customFields.hold(tx);
      const step = updateStep(before, { ownerId }, { now: this.clock.now(), importId: null, customFields });
      if (step) await this.edits.save(tx, { ...step, assignment: { way: 'hand' } });
      const lead = step?.lead ?? before;
      return presentLead(lead, await this.customFields.keysOf(tx, [lead], customFields));
    });
  }

  /** @throws DomainError `LEAD.NOT_FOUND` */
  list(leadId: Uuid, { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined }): Promise<AssignmentPage> {
    return this.database.read(async (tx) => {
      return this.assignments.findPage(tx, tx.tenantId, await this.familyOf(tx, leadId), limit, cursor);
    });
  }

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.ASSIGNMENT_NOT_FOUND` */
  replay(leadId: Uuid, assignmentId: Uuid): Promise<AssignmentReplay> {
    return this.database.read(async (tx) => {
      const found = await this.assignments.find(tx, tx.tenantId, await this.familyOf(tx, leadId), assignmentId);
      if (!found) throw distributionErrors.ASSIGNMENT_NOT_FOUND();
      const recomputedMemberId = recompute(found);
      return { assignmentId, memberId: found.memberId, recomputedMemberId, isSame: recomputedMemberId === found.memberId };
    });
  }

  private async familyOf(tx: Tx, leadId: Uuid): Promise<Uuid[]> {
    await this.edits.find(tx, leadId);
    return this.pointers.findFamily(tx, tx.tenantId, leadId);
  }
}

/** Who takes a lead is no decision of the rules: then it is whether the member might. */
function recompute({ strategy, candidates, memberId }: LeadAssignment): Uuid | null {
  if (strategy === null || candidates === null) throw distributionErrors.ASSIGNMENT_NOT_FOUND();
  if (strategy !== 'claim') return choose(strategy, candidates) ?? null;
  return candidates.some((one) => one.memberId === memberId && one.refusal === null) ? memberId : null;
}
