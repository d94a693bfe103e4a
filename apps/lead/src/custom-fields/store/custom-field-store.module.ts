import { Module } from '@nestjs/common';
import { CustomIndexService } from '../index/custom-index.service.js';
import { CustomValueRepository } from '../index/custom-value.repository.js';
import { IndexFillRepository } from '../index/index-fill.repository.js';
import { IndexFillService } from '../index/index-fill.service.js';
import { SettingsStoreModule } from '../../settings/store/settings-store.module.js';
import { CustomFieldRepository } from './custom-field.repository.js';
import { CustomFieldsService } from './custom-fields.service.js';
import { ReferenceReadModel } from './reference.read-model.js';

/** Definitions and the rows of their indexes, for every feature that writes leads. */
@Module({
  imports: [SettingsStoreModule],
  providers: [
    CustomFieldRepository,
    CustomFieldsService,
    CustomValueRepository,
    CustomIndexService,
    IndexFillRepository,
    IndexFillService,
    ReferenceReadModel,
  ],
  exports: [SettingsStoreModule, CustomFieldRepository, CustomFieldsService, CustomIndexService, IndexFillService, ReferenceReadModel],
})
export class CustomFieldStoreModule {}
