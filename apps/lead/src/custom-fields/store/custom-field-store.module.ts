import { Module } from '@nestjs/common';
import { CustomIndexService } from '../index/custom-index.service.js';
import { CustomValueRepository } from '../index/custom-value.repository.js';
import { CustomFieldRepository } from './custom-field.repository.js';
import { CustomFieldsService } from './custom-fields.service.js';

/** Definitions and the rows of their indexes, for every feature that writes leads. */
@Module({
  providers: [CustomFieldRepository, CustomFieldsService, CustomValueRepository, CustomIndexService],
  exports: [CustomFieldRepository, CustomFieldsService, CustomIndexService],
})
export class CustomFieldStoreModule {}
