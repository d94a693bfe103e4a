import { Inject, Injectable } from '@nestjs/common';
import { type ImportTemplate, importTemplateChangedV1, type ImportTemplateOptions } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Clock, IdSource, Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { z } from 'zod';
import type { CustomFieldKey } from '../../custom-fields/custom-field.js';
import { CustomFieldsService } from '../../custom-fields/store/custom-fields.service.js';
import { untilNotOvertaken } from '../../lead-store/lead-save.service.js';
import { CLOCK, IDS } from '../../tokens.js';
import { importErrors } from '../import.errors.js';
import { CustomColumnService } from '../plan/custom-column.service.js';
import { optionProblems, refuseProblems } from '../plan/plan.rules.js';
import type { TemplateRecord } from './import-template.js';
import { keptOptions, shownOptions, unknownFieldProblems } from './template-fields.rules.js';
import { foldedName, TemplateRepository } from './template.repository.js';
import { type TemplateChange, toldTemplate } from './told-template.rules.js';

const position = z.strictObject({ after: z.string() });

/** Import options that a tenant keeps for files of one kind; every version is told, and when a template goes. */
@Injectable()
export class TemplateService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly templates: TemplateRepository,
    private readonly columns: CustomColumnService,
    private readonly customFields: CustomFieldsService,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** @throws DomainError `LEAD.IMPORT_TEMPLATE_NOT_FOUND` */
  async read(templateId: Uuid): Promise<ImportTemplate> {
    return this.database.read(async (tx) => {
      const template = await this.templates.find(tx, templateId);
      if (!template) throw importErrors.IMPORT_TEMPLATE_NOT_FOUND();
      return present(template, await this.customFields.keys(tx));
    });
  }

  async list({ limit, cursor }: { limit: number; cursor?: string | undefined }) {
    const after = cursor === undefined ? '' : decodeCursor(position, cursor).after;
    const { found, keys } = await this.database.read(async (tx) => ({
      found: await this.templates.list(tx, after, limit + 1),
      keys: await this.customFields.keys(tx),
    }));
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    return {
      items: page.map((template) => present(template, keys)),
      nextCursor: last ? encodeCursor({ after: foldedName(last.name) }) : null,
    };
  }

  /** @throws DomainError `LEAD.IMPORT_OPTIONS`, `LEAD.IMPORT_TEMPLATE_TAKEN` with `existingId` */
  async create(name: string, stated: ImportTemplateOptions): Promise<ImportTemplate> {
    await this.demandReadable(stated);
    return this.database.write(async (tx) => {
      const now = this.clock.now();
      const keys = await this.customFields.keys(tx);
      const options = keptOptions(stated, keys);
      const template = { templateId: this.ids.next(), version: 1, name, options, createdAt: now, updatedAt: now };
      if (!(await this.templates.create(tx, template))) throw nameTaken(await this.templates.findNamed(tx, name));
      await this.tell(tx, { action: 'created', before: undefined, after: template, keys, at: now });
      return present(template, keys);
    });
  }

  /** @throws DomainError `LEAD.IMPORT_OPTIONS`, `LEAD.IMPORT_TEMPLATE_NOT_FOUND`, `LEAD.IMPORT_TEMPLATE_STALE`, `LEAD.IMPORT_TEMPLATE_TAKEN` with `existingId` */
  async patch(templateId: Uuid, version: number, stated: { name?: string | undefined; options?: ImportTemplateOptions | undefined }) {
    if (stated.options) await this.demandReadable(stated.options);
    // Somebody may take the name between our look and our write: another look finds who.
    return untilNotOvertaken(() =>
      this.database.write(async (tx) => {
        const before = await this.demand(tx, templateId, version);
        const keys = await this.customFields.keys(tx);
        const after = {
          ...before,
          name: stated.name ?? before.name,
          options: stated.options ? keptOptions(stated.options, keys) : before.options,
          version: version + 1,
          updatedAt: this.clock.now(),
        };
        const holderId = await this.templates.findNamed(tx, after.name);
        if (holderId && holderId !== templateId) throw nameTaken(holderId);
        await this.templates.update(tx, after);
        await this.tell(tx, { action: 'updated', before, after, keys, at: after.updatedAt });
        return present(after, keys);
      }),
    );
  }

  /** @throws DomainError `LEAD.IMPORT_TEMPLATE_NOT_FOUND`, `LEAD.IMPORT_TEMPLATE_STALE` */
  async delete(templateId: Uuid, version: number): Promise<void> {
    await this.database.write(async (tx) => {
      const before = await this.demand(tx, templateId, version);
      await this.templates.delete(tx, templateId);
      const after = { ...before, version: version + 1 };
      await this.tell(tx, { action: 'deleted', before, after, keys: await this.customFields.keys(tx), at: this.clock.now() });
      return null;
    });
  }

  private async demandReadable(options: ImportTemplateOptions): Promise<void> {
    const names = await this.columns.names();
    refuseProblems({ problems: [...unknownFieldProblems(options, names.customFields), ...optionProblems(options, names)] });
  }

  private tell(tx: Tx, change: TemplateChange): Promise<void> {
    const data = toldTemplate(change);
    return this.outbox.add(tx, importTemplateChangedV1, { data, sequence: data.version, time: change.at });
  }

  private async demand(tx: Tx, templateId: Uuid, version: number): Promise<TemplateRecord> {
    const template = await this.templates.findForUpdate(tx, templateId);
    if (!template) throw importErrors.IMPORT_TEMPLATE_NOT_FOUND();
    if (template.version !== version) throw importErrors.IMPORT_TEMPLATE_STALE({ extra: { currentVersion: template.version } });
    return template;
  }
}

function nameTaken(existingId: Uuid | undefined) {
  const errors = [{ path: 'name', code: 'duplicate', message: 'Another template has it.' }];
  return importErrors.IMPORT_TEMPLATE_TAKEN({ errors, ...(existingId && { extra: { existingId } }) });
}

function present(
  { templateId: id, version, name, options, createdAt, updatedAt }: TemplateRecord,
  keys: readonly CustomFieldKey[],
): ImportTemplate {
  return {
    id,
    version,
    name,
    options: shownOptions(options, keys),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
