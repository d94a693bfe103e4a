import { Controller } from '@nestjs/common';
import {
  createTaskNote,
  deleteTaskNote,
  listTaskNoteAudit,
  listTaskNotes,
  patchTaskNote,
  readTaskNote,
  restoreTaskNote,
} from '@leadstream/contracts';
import { created, Input, type InputOf, reply, Route } from '@leadstream/http';
import type { Uuid } from '@leadstream/kernel';
import { NoteService } from './note.service.js';

const about = (id: Uuid) => ({ kind: 'task', id }) as const;

@Controller()
export class TaskNoteController {
  constructor(private readonly notes: NoteService) {}

  @Route(createTaskNote)
  async create(@Input() { params, body }: InputOf<typeof createTaskNote>) {
    const note = await this.notes.write(about(params.id), body);
    return created(`/v1/tasks/${params.id}/notes/${note.id}`, note.version, note);
  }

  @Route(listTaskNotes)
  list(@Input() { params, query }: InputOf<typeof listTaskNotes>) {
    return this.notes.list(about(params.id), query.deleted === 'true', query);
  }

  @Route(readTaskNote)
  async read(@Input() { params }: InputOf<typeof readTaskNote>) {
    const note = await this.notes.read(about(params.id), params.noteId);
    return reply(note, { version: note.version });
  }

  @Route(patchTaskNote)
  async patch(@Input() { params, body, ifMatch }: InputOf<typeof patchTaskNote>) {
    const note = await this.notes.patch(about(params.id), params.noteId, ifMatch, body);
    return reply(note, { version: note.version });
  }

  @Route(deleteTaskNote)
  delete(@Input() { params, ifMatch }: InputOf<typeof deleteTaskNote>): Promise<void> {
    return this.notes.delete(about(params.id), params.noteId, ifMatch);
  }

  @Route(restoreTaskNote)
  async restore(@Input() { params }: InputOf<typeof restoreTaskNote>) {
    const note = await this.notes.restore(about(params.id), params.noteId);
    return reply(note, { version: note.version });
  }

  @Route(listTaskNoteAudit)
  audit(@Input() { params, query }: InputOf<typeof listTaskNoteAudit>) {
    return this.notes.audit(about(params.id), params.noteId, query);
  }
}
