import { Module } from '@nestjs/common';
import { AuditStoreModule } from '../../audit-store/audit-store.module.js';
import { TagRepository } from './tag.repository.js';
import { TagsService } from './tags.service.js';

/** Tags, for every feature that names them or puts them on. */
@Module({ imports: [AuditStoreModule], providers: [TagRepository, TagsService], exports: [AuditStoreModule, TagRepository, TagsService] })
export class TagStoreModule {}
