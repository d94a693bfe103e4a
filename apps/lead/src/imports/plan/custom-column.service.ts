import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '@leadstream/persistence';
import type { CustomFieldDefinition } from '../../custom-fields/custom-field.js';
import { CustomFieldsService } from '../../custom-fields/store/custom-fields.service.js';

/** Custom fields of the tenant at hand that columns can fill. */
@Injectable()
export class CustomColumnService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly fields: CustomFieldsService,
  ) {}

  async writable(): Promise<readonly CustomFieldDefinition[]> {
    return (await this.database.read((tx) => this.fields.find(tx))).filter(({ archived }) => !archived);
  }
}
