import { Controller } from '@nestjs/common';
import {
  createDealNote,
  deleteDealNote,
  listDealNoteAudit,
  listDealNotes,
  patchDealNote,
  readDealNote,
  restoreDealNote,
} from '@leadstream/contracts';
import { created, Input, type InputOf, reply, Route } from '@leadstream/http';
import type { Uuid } from '@leadstream/kernel';
import { NoteService } from './note.service.js';

const about = (id: Uuid) => ({ kind: 'deal', id }) as const;

@Controller()
export class DealNoteController {
  constructor(private readonly notes: NoteService) {}

  @Route(createDealNote)
  async create(@Input() { params, body }: InputOf<typeof createDealNote>) {
    const note = await this.notes.write(about(params.id), body);
    return created(`/v1/deals/${params.id}/notes/${note.id}`, note.version, note);
  }

  @Route(listDealNotes)
  list(@Input() { params, query }: InputOf<typeof listDealNotes>) {
    return this.notes.list(about(params.id), query.deleted === 'true', query);
  }

  @Route(readDealNote)
  async read(@Input() { params }: InputOf<typeof readDealNote>) {
    const note = await this.notes.read(about(params.id), params.noteId);
    return reply(note, { version: note.version });
  }

  @Route(patchDealNote)
  async patch(@Input() { params, body, ifMatch }: InputOf<typeof patchDealNote>) {
    const note = await this.notes.patch(about(params.id), params.noteId, ifMatch, body);
    return reply(note, { version: note.version });
  }

  @Route(deleteDealNote)
  delete(@Input() { params, ifMatch }: InputOf<typeof deleteDealNote>): Promise<void> {
    return this.notes.delete(about(params.id), params.noteId, ifMatch);
  }

  @Route(restoreDealNote)
  async restore(@Input() { params }: InputOf<typeof restoreDealNote>) {
    const note = await this.notes.restore(about(params.id), params.noteId);
    return reply(note, { version: note.version });
  }

  @Route(listDealNoteAudit)
  audit(@Input() { params, query }: InputOf<typeof listDealNoteAudit>) {
    return this.notes.audit(about(params.id), params.noteId, query);
  }
}
