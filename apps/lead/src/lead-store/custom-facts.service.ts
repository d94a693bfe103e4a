import { Injectable } from '@nestjs/common';
import type { StatedCustomValues } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { CustomFieldsService } from '../custom-fields/store/custom-fields.service.js';
import { ReferenceReadModel } from '../custom-fields/store/reference.read-model.js';
import { referencesIn } from '../custom-fields/values/accept-custom-values.rules.js';
import type { StatementFacts } from '../lead/accept-lead.rules.js';
import { HeldSettingsService } from '../settings/store/held-settings.service.js';
import { TagsService } from '../tags/store/tags.service.js';

/** What of a statement is judged by what the tenant has. */
export interface Statement {
  readonly customFields?: StatedCustomValues | undefined;
  readonly tagIds?: readonly Uuid[] | null | undefined;
}

/** Gathers what must be known to judge what is stated of leads: custom values, tags, lifecycle stages. */
@Injectable()
export class CustomFactsService {
  constructor(
    private readonly fields: CustomFieldsService,
    private readonly tags: TagsService,
    private readonly settings: HeldSettingsService,
    private readonly references: ReferenceReadModel,
  ) {}

  /**
   * Definitions, settings, and tags that are stated, stay as they are until the transaction ends; to be called before leads are locked.
   * @param statements of all leads that are going to be judged
   */
  async gather(tx: Tx, statements: readonly Statement[]): Promise<StatementFacts> {
    const tagIds = [...new Set(statements.flatMap(({ tagIds: stated }) => stated ?? []))];
    const tags = tagIds.length === 0 ? new Set<Uuid>() : await this.tags.held(tx, tagIds);
    const definitions = await this.fields.hold(tx);
    const vocabulary = await this.settings.hold(tx);
    const references = statements.flatMap(({ customFields }) =>
      customFields === undefined ? [] : referencesIn(definitions, customFields),
    );
    if (references.length === 0) return { definitions, liveLeads: new Set(), tags, vocabulary };
    const meant = [...(await this.references.findMeant(tx, tx.tenantId, references))];
    return { definitions, liveLeads: new Set(meant.filter(([, { isLive }]) => isLive).map(([leadId]) => leadId)), tags, vocabulary };
  }
}
