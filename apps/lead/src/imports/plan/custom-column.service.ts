import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '@leadstream/persistence';
import { CustomFieldsService } from '../../custom-fields/store/custom-fields.service.js';
import { HeldSettingsService } from '../../settings/store/held-settings.service.js';
import type { ColumnNames } from './column-names.js';

/** What columns can fill: custom fields of the tenant at hand, and its words for leads. */
@Injectable()
export class CustomColumnService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly fields: CustomFieldsService,
    private readonly settings: HeldSettingsService,
  ) {}

  async names(): Promise<ColumnNames> {
    const [fields, { leadStatuses, lifecycleStages }] = await this.database.read((tx) =>
      Promise.all([this.fields.find(tx), this.settings.find(tx)]),
    );
    return { customFields: fields.filter(({ archived }) => !archived), vocabulary: { leadStatuses, lifecycleStages } };
  }
}
