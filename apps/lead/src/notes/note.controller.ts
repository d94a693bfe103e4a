import { Controller } from '@nestjs/common';
import { createNote, deleteNote, listNoteAudit, listNotes, patchNote, readNote, restoreNote } from '@leadstream/contracts';
import { created, Input, type InputOf, reply, Route } from '@leadstream/http';
import type { Uuid } from '@leadstream/kernel';
import { NoteService } from './note.service.js';

const about = (id: Uuid) => ({ kind: 'lead', id }) as const;

@Controller()
export class NoteController {
  constructor(private readonly notes: NoteService) {}

  @Route(createNote)
  async create(@Input() { params, body }: InputOf<typeof createNote>) {
    const note = await this.notes.write(about(params.id), body);
    return created(`/v1/leads/${params.id}/notes/${note.id}`, note.version, note);
  }

  @Route(listNotes)
  list(@Input() { params, query }: InputOf<typeof listNotes>) {
    return this.notes.list(about(params.id), query.deleted === 'true', query);
  }

  @Route(readNote)
  async read(@Input() { params }: InputOf<typeof readNote>) {
    const note = await this.notes.read(about(params.id), params.noteId);
    return reply(note, { version: note.version });
  }

  @Route(patchNote)
  async patch(@Input() { params, body, ifMatch }: InputOf<typeof patchNote>) {
    const note = await this.notes.patch(about(params.id), params.noteId, ifMatch, body);
    return reply(note, { version: note.version });
  }

  @Route(deleteNote)
  delete(@Input() { params, ifMatch }: InputOf<typeof deleteNote>): Promise<void> {
    return this.notes.delete(about(params.id), params.noteId, ifMatch);
  }

  @Route(restoreNote)
  async restore(@Input() { params }: InputOf<typeof restoreNote>) {
    const note = await this.notes.restore(about(params.id), params.noteId);
    return reply(note, { version: note.version });
  }

  @Route(listNoteAudit)
  audit(@Input() { params, query }: InputOf<typeof listNoteAudit>) {
    return this.notes.audit(about(params.id), params.noteId, query);
  }
}
