import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { AttachmentSubjectService } from '../../attachment-store/attachment-subject.service.js';
import type { AttachmentSubject, AttachmentSubjects, PlacedSubject } from '../../attachment-store/attachment-subject.js';
import { currentCaller } from '../../current-tenant.js';
import { noteErrors } from '../note.errors.js';
import type { NoteRecord, NoteStep } from '../note.js';
import { NoteRepository } from './note.repository.js';
import { eventOf } from '../told-note.rules.js';

/** Changes notes: find them locked under what they are about, decide a step, save the step with its audit and its event. */
@Injectable()
export class NoteEditService {
  constructor(
    private readonly subjects: AttachmentSubjectService,
    private readonly notes: NoteRepository,
    private readonly outbox: Outbox,
  ) {}

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.DEAL_NOT_FOUND`, `LEAD.TASK_NOT_FOUND` */
  async shownWith(tx: Tx, about: AttachmentSubject): Promise<AttachmentSubjects> {
    return this.subjects.familyOf(tx, await this.subjects.find(tx, about));
  }

  /** Deleted ones too. @throws DomainError as `shownWith`, `LEAD.NOTE_NOT_FOUND` */
  async find(tx: Tx, about: AttachmentSubject, noteId: Uuid): Promise<NoteRecord> {
    const note = await this.notes.find(tx, tx.tenantId, await this.shownWith(tx, about), noteId);
    if (!note) throw noteErrors.NOTE_NOT_FOUND();
    return note;
  }

  /** What a new note is about, held. @throws DomainError as `shownWith` */
  hold(tx: Tx, about: AttachmentSubject): Promise<PlacedSubject> {
    return this.subjects.hold(tx, about);
  }

  /** Deleted ones too. @throws DomainError as `shownWith`, `LEAD.NOTE_NOT_FOUND` */
  async findForUpdate(tx: Tx, about: AttachmentSubject, noteId: Uuid): Promise<NoteRecord> {
    const subjects = await this.subjects.familyOf(tx, await this.subjects.hold(tx, about));
    const note = await this.notes.findForUpdate(tx, tx.tenantId, subjects, noteId);
    if (!note) throw noteErrors.NOTE_NOT_FOUND();
    return note;
  }

  /** @param step the first version of a note */
  async create(tx: Tx, step: NoteStep): Promise<NoteRecord> {
    await this.notes.create(tx, tx.tenantId, step.note);
    return this.record(tx, step);
  }

  /** @param step of a note that the transaction has locked */
  async save(tx: Tx, step: NoteStep): Promise<NoteRecord> {
    await this.notes.update(tx, tx.tenantId, step.note);
    return this.record(tx, step);
  }

  private async record(tx: Tx, step: NoteStep): Promise<NoteRecord> {
    await this.notes.createAudit(tx, tx.tenantId, step, currentCaller());
    await this.outbox.addAll(tx, [eventOf(step)]);
    return step.note;
  }
}
