import { Injectable } from '@nestjs/common';
import type { StatedCustomValues } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';
import { CustomFieldsService } from '../custom-fields/store/custom-fields.service.js';
import { type CustomFieldFacts, referencesIn } from '../custom-fields/values/accept-custom-values.rules.js';
import { LeadRepository } from './lead.repository.js';

/** Gathers what must be known to judge the custom values of leads. */
@Injectable()
export class CustomFactsService {
  constructor(
    private readonly fields: CustomFieldsService,
    private readonly leads: LeadRepository,
  ) {}

  /**
   * Definitions stay as they are until the transaction ends.
   * @param stated custom values of all leads that are going to be judged
   */
  async gather(tx: Tx, stated: readonly (StatedCustomValues | undefined)[]): Promise<CustomFieldFacts> {
    const definitions = await this.fields.hold(tx);
    const references = stated.flatMap((values) => (values === undefined ? [] : referencesIn(definitions, values)));
    const live = references.length === 0 ? [] : await this.leads.findLive(tx, tx.tenantId, references);
    return { definitions, liveLeads: new Set(live) };
  }
}
