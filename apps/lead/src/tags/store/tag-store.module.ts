import { Module } from '@nestjs/common';
import { TagRepository } from './tag.repository.js';
import { TagsService } from './tags.service.js';

/** Tags, for every feature that names them or puts them on. */
@Module({ providers: [TagRepository, TagsService], exports: [TagRepository, TagsService] })
export class TagStoreModule {}
