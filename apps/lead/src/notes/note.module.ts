import { Module } from '@nestjs/common';
import { LeadStoreModule } from '../lead-store/lead-store.module.js';
import { NoteController } from './note.controller.js';
import { NoteReadModel } from './note.read-model.js';
import { NoteRepository } from './note.repository.js';
import { NoteService } from './note.service.js';

@Module({ imports: [LeadStoreModule], controllers: [NoteController], providers: [NoteService, NoteRepository, NoteReadModel] })
export class NoteModule {}
