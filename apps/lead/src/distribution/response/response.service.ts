import { Injectable } from '@nestjs/common';
import type { EventOf, interactionRecordedV1 } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { AssignmentRepository } from '../../assignment-store/assignment.repository.js';
import { MergePointerReadModel } from '../../lead-store/merge-pointer.read-model.js';
import { contactOf } from './contact.rules.js';
import { ResponseRepository } from './response.repository.js';

/** Takes in that members did something about their leads. */
@Injectable()
export class ResponseService {
  constructor(
    private readonly assignments: AssignmentRepository,
    private readonly responses: ResponseRepository,
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

  /** @returns of each interaction, whether somebody got in touch with the lead */
  async contact(tx: Tx, events: readonly EventOf<typeof interactionRecordedV1>[]): Promise<boolean[]> {
    const contacts = events.map(contactOf);
    await this.responses.settleContacted(
      tx,
      tx.tenantId,
      contacts.filter((contact) => contact !== undefined),
    );
    return contacts.map((contact) => contact !== undefined);
  }
}
