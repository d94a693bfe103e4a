import { Inject, Injectable } from '@nestjs/common';
import type { Note, PatchNote } from '@leadstream/contracts';
import type { Clock, IdSource, Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import type { AttachmentSubject } from '../attachment-store/attachment-subject.js';
import { currentCaller } from '../current-tenant.js';
import { CLOCK, IDS } from '../tokens.js';
import { NoteEditService } from './store/note-edit.service.js';
import { noteErrors } from './note.errors.js';
import type { NoteRecord } from './note.js';
import { type NoteAuditPage, type NotePage, NoteReadModel, type PageOf } from './store/note.read-model.js';
import { acceptBody, changedStep, deletedStep, presentNote, restoredStep, writtenStep } from './note.rules.js';

/**
 * Notes about leads, deals and tasks. They are hidden with what they are about, or with its lead, and come back with it; those of a lead that
 * went into another one stand with the survivor's until the merge is undone.
 */
@Injectable()
export class NoteService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly notes: NoteEditService,
    private readonly pages: NoteReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.DEAL_NOT_FOUND`, `LEAD.TASK_NOT_FOUND`, `LEAD.NOTE_INVALID` */
  write(about: AttachmentSubject, stated: { readonly body: string; readonly pinned: boolean }): Promise<Note> {
    const now = this.clock.now();
    const times = { createdAt: now, updatedAt: now, deletedAt: null };
    const { actor: author } = currentCaller();
    const fields = { noteId: this.ids.next(), version: 1, body: accepted(stated.body), pinned: stated.pinned, author, ...times };
    return this.database.write(async (tx) => {
      const subject = await this.notes.hold(tx, about);
      return presentNote(await this.notes.create(tx, writtenStep({ ...fields, subject })));
    });
  }

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.DEAL_NOT_FOUND`, `LEAD.TASK_NOT_FOUND` */
  list(about: AttachmentSubject, isDeleted: boolean, page: PageOf): Promise<NotePage> {
    return this.database.read(async (tx) => {
      return this.pages.findPage(tx, tx.tenantId, await this.notes.shownWith(tx, about), isDeleted, page);
    });
  }

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.DEAL_NOT_FOUND`, `LEAD.TASK_NOT_FOUND`, `LEAD.NOTE_NOT_FOUND`, of a deleted one too */
  read(about: AttachmentSubject, noteId: Uuid): Promise<Note> {
    return this.database.read(async (tx) => {
      const note = await this.notes.find(tx, about, noteId);
      if (note.deletedAt !== null) throw noteErrors.NOTE_NOT_FOUND();
      return presentNote(note);
    });
  }

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.DEAL_NOT_FOUND`, `LEAD.TASK_NOT_FOUND`, `LEAD.NOTE_NOT_FOUND` */
  audit(about: AttachmentSubject, noteId: Uuid, page: PageOf): Promise<NoteAuditPage> {
    return this.database.read(async (tx) => {
      await this.notes.find(tx, about, noteId);
      return this.pages.findAudit(tx, tx.tenantId, noteId, page);
    });
  }

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.DEAL_NOT_FOUND`, `LEAD.TASK_NOT_FOUND`, `LEAD.NOTE_NOT_FOUND`, `LEAD.NOTE_STALE`, `LEAD.NOTE_INVALID` */
  patch(about: AttachmentSubject, noteId: Uuid, version: number, stated: PatchNote): Promise<Note> {
    const body = stated.body === undefined ? {} : { body: accepted(stated.body) };
    return this.database.write(async (tx) => {
      const before = live(await this.notes.findForUpdate(tx, about, noteId), version);
      const step = changedStep(before, { ...stated, ...body }, this.clock.now());
      return presentNote(step ? await this.notes.save(tx, step) : before);
    });
  }

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.DEAL_NOT_FOUND`, `LEAD.TASK_NOT_FOUND`, `LEAD.NOTE_NOT_FOUND`, `LEAD.NOTE_STALE` */
  delete(about: AttachmentSubject, noteId: Uuid, version: number): Promise<void> {
    return this.database.write(async (tx) => {
      const before = live(await this.notes.findForUpdate(tx, about, noteId), version);
      await this.notes.save(tx, deletedStep(before, this.clock.now()));
    });
  }

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.DEAL_NOT_FOUND`, `LEAD.TASK_NOT_FOUND`, `LEAD.NOTE_NOT_FOUND`, `LEAD.NOTE_NOT_DELETED` */
  restore(about: AttachmentSubject, noteId: Uuid): Promise<Note> {
    return this.database.write(async (tx) => {
      const before = await this.notes.findForUpdate(tx, about, noteId);
      if (before.deletedAt === null) throw noteErrors.NOTE_NOT_DELETED();
      return presentNote(await this.notes.save(tx, restoredStep(before, this.clock.now())));
    });
  }
}

function live(note: NoteRecord, version: number): NoteRecord {
  if (note.deletedAt !== null) throw noteErrors.NOTE_NOT_FOUND();
  if (note.version !== version) throw noteErrors.NOTE_STALE({ extra: { currentVersion: note.version } });
  return note;
}

function accepted(text: string): string {
  const read = acceptBody(text);
  if ('errors' in read) throw noteErrors.NOTE_INVALID({ errors: read.errors });
  return read.body;
}
