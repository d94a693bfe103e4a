import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { AssignmentRepository } from '../../assignment-store/assignment.repository.js';
import { MergePointerReadModel } from '../../lead-store/merge-pointer.read-model.js';

/** Takes in that members did something about their leads. */
@Injectable()
export class ResponseService {
  constructor(
    private readonly assignments: AssignmentRepository,
    private readonly pointers: MergePointerReadModel,
  ) {}

  /**
   * @param leadId may have gone into another one since
   * @returns whether a response of the member was waited for
   */
  async respond(tx: Tx, leadId: Uuid, memberId: Uuid, at: Date): Promise<boolean> {
    const survivorId = (await this.pointers.findSurvivorId(tx, tx.tenantId, leadId)) ?? leadId;
    return this.assignments.settleOfMember(tx, tx.tenantId, survivorId, memberId, at);
  }
}
