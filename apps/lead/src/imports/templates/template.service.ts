import { Inject, Injectable } from '@nestjs/common';
import { type ImportTemplate, importTemplateChangedV1, type ImportTemplateOptions } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Clock, IdSource, Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { z } from 'zod';
import { untilNotOvertaken } from '../../lead-store/lead-save.service.js';
import { CLOCK, IDS } from '../../tokens.js';
import { importErrors } from '../import.errors.js';
import { CustomColumnService } from '../plan/custom-column.service.js';
import { optionProblems, refuseProblems } from '../plan/plan.rules.js';
import type { TemplateRecord } from './import-template.js';
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
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** @throws DomainError `LEAD.IMPORT_TEMPLATE_NOT_FOUND` */
  async read(templateId: Uuid): Promise<ImportTemplate> {
    const template = await this.database.read((tx) => this.templates.find(tx, templateId));
    if (!template) throw importErrors.IMPORT_TEMPLATE_NOT_FOUND();
    return present(template);
  }

  async list({ limit, cursor }: { limit: number; cursor?: string | undefined }) {
    const after = cursor === undefined ? '' : decodeCursor(position, cursor).after;
    const found = await this.database.read((tx) => this.templates.list(tx, after, limit + 1));
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    return { items: page.map(present), nextCursor: last ? encodeCursor({ after: foldedName(last.name) }) : null };
  }

  /** @throws DomainError `LEAD.IMPORT_OPTIONS`, `LEAD.IMPORT_TEMPLATE_TAKEN` with `existingId` */
  async create(name: string, options: ImportTemplateOptions): Promise<ImportTemplate> {
    refuseProblems({ problems: optionProblems(options, await this.columns.names()) });
    return this.database.write(async (tx) => {
      const now = this.clock.now();
      const template = { templateId: this.ids.next(), version: 1, name, options, createdAt: now, updatedAt: now };
      if (!(await this.templates.create(tx, template))) throw nameTaken(await this.templates.findNamed(tx, name));
      await this.tell(tx, { action: 'created', before: undefined, after: template, at: now });
      return present(template);
    });
  }

  /** @throws DomainError `LEAD.IMPORT_OPTIONS`, `LEAD.IMPORT_TEMPLATE_NOT_FOUND`, `LEAD.IMPORT_TEMPLATE_STALE`, `LEAD.IMPORT_TEMPLATE_TAKEN` with `existingId` */
  async patch(templateId: Uuid, version: number, stated: { name?: string | undefined; options?: ImportTemplateOptions | undefined }) {
    if (stated.options) refuseProblems({ problems: optionProblems(stated.options, await this.columns.names()) });
    // Somebody may take the name between our look and our write: another look finds who.
    return untilNotOvertaken(() =>
      this.database.write(async (tx) => {
        const before = await this.demand(tx, templateId, version);
        const after = {
          ...before,
          name: stated.name ?? before.name,
          options: stated.options ?? before.options,
          version: version + 1,
          updatedAt: this.clock.now(),
        };
        const holderId = await this.templates.findNamed(tx, after.name);
        if (holderId && holderId !== templateId) throw nameTaken(holderId);
        await this.templates.update(tx, after);
        await this.tell(tx, { action: 'updated', before, after, at: after.updatedAt });
        return present(after);
      }),
    );
  }

  /** @throws DomainError `LEAD.IMPORT_TEMPLATE_NOT_FOUND`, `LEAD.IMPORT_TEMPLATE_STALE` */
  async delete(templateId: Uuid, version: number): Promise<void> {
    await this.database.write(async (tx) => {
      const before = await this.demand(tx, templateId, version);
      await this.templates.delete(tx, templateId);
      const after = { ...before, version: version + 1 };
      await this.tell(tx, { action: 'deleted', before, after, at: this.clock.now() });
      return null;
    });
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

function present({ templateId: id, version, name, options, createdAt, updatedAt }: TemplateRecord): ImportTemplate {
  return { id, version, name, options, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
