import { Module } from '@nestjs/common';
import { AttachmentStoreModule } from '../attachment-store/attachment-store.module.js';
import { DealNoteController } from './deal-note.controller.js';
import { NoteController } from './note.controller.js';
import { NoteReadModel } from './note.read-model.js';
import { NoteRepository } from './note.repository.js';
import { NoteService } from './note.service.js';
import { TaskNoteController } from './task-note.controller.js';

@Module({
  imports: [AttachmentStoreModule],
  controllers: [NoteController, DealNoteController, TaskNoteController],
  providers: [NoteService, NoteRepository, NoteReadModel],
})
export class NoteModule {}
