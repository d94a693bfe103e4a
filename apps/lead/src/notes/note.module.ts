import { Module } from '@nestjs/common';
import { AttachmentStoreModule } from '../attachment-store/attachment-store.module.js';
import { DealNoteController } from './deal-note.controller.js';
import { NoteEditService } from './store/note-edit.service.js';
import { NoteController } from './note.controller.js';
import { NoteReadModel } from './store/note.read-model.js';
import { NoteRepository } from './store/note.repository.js';
import { NoteService } from './note.service.js';
import { TaskNoteController } from './task-note.controller.js';

@Module({
  imports: [AttachmentStoreModule],
  controllers: [NoteController, DealNoteController, TaskNoteController],
  providers: [NoteService, NoteEditService, NoteRepository, NoteReadModel],
})
export class NoteModule {}
