import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { TemplateRecord } from './import-template.js';

const COLUMNS = 'template_id AS "templateId", version, name, options, created_at AS "createdAt", updated_at AS "updatedAt"';

const FIND: Statement = {
  name: 'import-template-find',
  text: `SELECT ${COLUMNS} FROM import_template WHERE tenant_id = $1 AND template_id = $2`,
};

const FIND_NAMED: Statement = {
  name: 'import-template-find-named',
  text: 'SELECT template_id AS "templateId" FROM import_template WHERE tenant_id = $1 AND name_fold = $2',
};

const LIST: Statement = {
  name: 'import-template-list',
  text: `SELECT ${COLUMNS} FROM import_template WHERE tenant_id = $1 AND name_fold > $2 ORDER BY name_fold LIMIT $3`,
};

const INSERT = `INSERT INTO import_template (tenant_id, template_id, name, name_fold, options, created_at, updated_at)
  VALUES ($1, $2, $3, $4, $5, $6, $6) ON CONFLICT (tenant_id, name_fold) DO NOTHING`;

const UPDATE = `UPDATE import_template SET version = $3, name = $4, name_fold = $5, options = $6, updated_at = $7
  WHERE tenant_id = $1 AND template_id = $2`;

/** Import templates as rows. */
@Injectable()
export class TemplateRepository {
  find(tx: Tx, templateId: Uuid): Promise<TemplateRecord | undefined> {
    return tx.queryOne<TemplateRecord>(FIND, [tx.tenantId, templateId]);
  }

  /** The template that has a name, in whatever case. */
  async findNamed(tx: Tx, name: string): Promise<Uuid | undefined> {
    return (await tx.queryOne<{ templateId: Uuid }>(FIND_NAMED, [tx.tenantId, foldedName(name)]))?.templateId;
  }

  findForUpdate(tx: Tx, templateId: Uuid): Promise<TemplateRecord | undefined> {
    return tx.queryOne<TemplateRecord>(`${FIND.text} FOR UPDATE`, [tx.tenantId, templateId]);
  }

  /** By name, those behind `after`. */
  list(tx: Tx, after: string, limit: number): Promise<TemplateRecord[]> {
    return tx.query<TemplateRecord>(LIST, [tx.tenantId, after, limit]);
  }

  /** @returns whether the name was free */
  async create(tx: Tx, { templateId, name, options, createdAt }: TemplateRecord): Promise<boolean> {
    return (await tx.execute(INSERT, [tx.tenantId, templateId, name, foldedName(name), JSON.stringify(options), createdAt])) === 1;
  }

  async update(tx: Tx, { templateId, version, name, options, updatedAt }: TemplateRecord): Promise<void> {
    await tx.execute(UPDATE, [tx.tenantId, templateId, version, name, foldedName(name), JSON.stringify(options), updatedAt]);
  }

  async delete(tx: Tx, templateId: Uuid): Promise<void> {
    await tx.execute('DELETE FROM import_template WHERE tenant_id = $1 AND template_id = $2', [tx.tenantId, templateId]);
  }
}

/** A name as names are compared and sorted. */
export function foldedName(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
