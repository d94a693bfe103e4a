import { Injectable } from '@nestjs/common';
import type { DomainError } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { dealErrors } from '../deals/deal.errors.js';
import { LeadEditService } from '../lead-store/lead-edit.service.js';
import { MergePointerReadModel } from '../lead-store/merge-pointer.read-model.js';
import { taskErrors } from '../tasks/task.errors.js';
import { AttachmentSubjectRepository } from './attachment-subject.repository.js';
import type { AttachmentSubject, AttachmentSubjects, PlacedSubject } from './attachment-subject.js';

/**
 * What notes and documents hang on: leads, deals and tasks that are there. Those of a lead that went into another one stand with the
 * survivor's until the merge is undone; deals and tasks keep theirs.
 */
@Injectable()
export class AttachmentSubjectService {
  constructor(
    private readonly leads: LeadEditService,
    private readonly pointers: MergePointerReadModel,
    private readonly subjects: AttachmentSubjectRepository,
  ) {}

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.DEAL_NOT_FOUND`, `LEAD.TASK_NOT_FOUND` */
  find(tx: Tx, subject: AttachmentSubject): Promise<PlacedSubject> {
    return this.placed(tx, subject, 'findLeadId');
  }

  /**
   * The same for a change; the lock on a deal or task comes before those on what hangs on it, as when it is deleted.
   * @throws DomainError as `find`
   */
  hold(tx: Tx, subject: AttachmentSubject): Promise<PlacedSubject> {
    return this.placed(tx, subject, 'holdLeadId');
  }

  /**
   * For whoever knows the note or document, not where it is shown now: of a lead, the one that it went into counts.
   * @throws DomainError as `find`
   */
  async demandShown(tx: Tx, { kind, id }: AttachmentSubject): Promise<void> {
    const shownWith = kind === 'lead' ? ((await this.pointers.findSurvivorId(tx, tx.tenantId, id)) ?? id) : id;
    await this.find(tx, { kind, id: shownWith });
  }

  /** What is shown with a subject that is there. */
  async familyOf(tx: Tx, { kind, id }: AttachmentSubject): Promise<AttachmentSubjects> {
    return { kind, ids: kind === 'lead' ? await this.pointers.findFamily(tx, tx.tenantId, id) : [id] };
  }

  private async placed(tx: Tx, { kind, id }: AttachmentSubject, how: 'findLeadId' | 'holdLeadId'): Promise<PlacedSubject> {
    if (kind === 'lead') {
      await this.leads.find(tx, id);
      return { kind, id, leadId: id };
    }
    const leadId = await this.subjects[how](tx, tx.tenantId, kind, id);
    if (leadId === undefined) throw absence(kind);
    return { kind, id, leadId };
  }
}

function absence(kind: 'deal' | 'task'): DomainError {
  return kind === 'deal' ? dealErrors.DEAL_NOT_FOUND() : taskErrors.TASK_NOT_FOUND();
}
