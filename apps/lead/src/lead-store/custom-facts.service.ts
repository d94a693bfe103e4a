import { Injectable } from '@nestjs/common';
import type { StatedCustomValues } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';
import { CustomFieldsService } from '../custom-fields/store/custom-fields.service.js';
import { type CustomFieldFacts, referencesIn } from '../custom-fields/values/accept-custom-values.rules.js';
import { ReferenceReadModel } from '../custom-fields/store/reference.read-model.js';

/** Gathers what must be known to judge the custom values of leads. */
@Injectable()
export class CustomFactsService {
  constructor(
    private readonly fields: CustomFieldsService,
    private readonly references: ReferenceReadModel,
  ) {}

  /**
   * Definitions stay as they are until the transaction ends.
   * @param stated custom values of all leads that are going to be judged
   */
  async gather(tx: Tx, stated: readonly (StatedCustomValues | undefined)[]): Promise<CustomFieldFacts> {
    const definitions = await this.fields.hold(tx);
    const references = stated.flatMap((values) => (values === undefined ? [] : referencesIn(definitions, values)));
    if (references.length === 0) return { definitions, liveLeads: new Set() };
    const meant = [...(await this.references.findMeant(tx, tx.tenantId, references))];
    return { definitions, liveLeads: new Set(meant.filter(([, { isLive }]) => isLive).map(([leadId]) => leadId)) };
  }
}
