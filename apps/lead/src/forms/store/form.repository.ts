import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, SystemTx, Tx } from '@leadstream/persistence';
import type { FormRecord, Wording } from '../form.js';

/** Columns of a form `f` with its present wording `w` under the names of {@link FormRecord}. */
export const FORM_COLUMNS = `f.form_id AS "formId", f.version, f.form_key AS "formKey", f.name, f.status, f.fields, f.allowed_origins AS "allowedOrigins",
  w.consents, f.wording_version AS "wordingVersion", f.source, f.redirect_url AS "redirectUrl", f.honeypot, f.bots_caught::integer AS "botsCaught",
  f.created_at AS "createdAt", f.updated_at AS "updatedAt", f.deleted_at AS "deletedAt"`;

export const FORM_TABLES = `lead_form f JOIN lead_form_wording w
  ON w.tenant_id = f.tenant_id AND w.form_id = f.form_id AND w.version = f.wording_version`;

const ANY = `SELECT ${FORM_COLUMNS} FROM ${FORM_TABLES} WHERE f.tenant_id = $1 AND f.form_id = $2`;

const FIND: Statement = { name: 'lead-form-find', text: `${ANY} AND f.deleted_at IS NULL` };

const FIND_FOR_UPDATE: Statement = { name: 'lead-form-find-for-update', text: `${FIND.text} FOR UPDATE OF f` };

const FIND_ANY_FOR_UPDATE: Statement = { name: 'lead-form-find-any-for-update', text: `${ANY} FOR UPDATE OF f` };

const FIND_BY_KEY: Statement = {
  name: 'lead-form-find-by-key',
  text: 'SELECT tenant_id AS "tenantId", form_id AS "formId" FROM find_lead_form($1)',
};

const INSERT: Statement = {
  name: 'lead-form-insert',
  text: `INSERT INTO lead_form (tenant_id, form_id, version, form_key, name, status, fields, allowed_origins, wording_version, source, redirect_url,
                                honeypot, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)`,
};

const UPDATE: Statement = {
  name: 'lead-form-update',
  text: `UPDATE lead_form SET version = $3, name = $4, status = $5, fields = $6, allowed_origins = $7, wording_version = $8, source = $9,
                              redirect_url = $10, honeypot = $11, updated_at = $12, deleted_at = $13
         WHERE tenant_id = $1 AND form_id = $2`,
};

const INSERT_WORDING: Statement = {
  name: 'lead-form-wording-insert',
  text: 'INSERT INTO lead_form_wording (tenant_id, form_id, version, consents, created_at) VALUES ($1, $2, $3, $4, $5)',
};

const FIND_WORDING: Statement = {
  name: 'lead-form-wording-find',
  text: `SELECT version, consents, created_at AS "createdAt" FROM lead_form_wording WHERE tenant_id = $1 AND form_id = $2 AND version = $3`,
};

const COUNT_BOT: Statement = {
  name: 'lead-form-count-bot',
  text: 'UPDATE lead_form SET bots_caught = bots_caught + 1 WHERE tenant_id = $1 AND form_id = $2',
};

/** Where a form lies. */
export interface FormPlace {
  readonly tenantId: Uuid;
  readonly formId: Uuid;
}

/** Forms that were not taken away, with their present wording. */
@Injectable()
export class FormRepository {
  /** The only look-up without a tenant: by the unguessable key in the page. */
  findPlace(tx: SystemTx, formKey: string): Promise<FormPlace | undefined> {
    return tx.queryOne<FormPlace>(FIND_BY_KEY, [formKey]);
  }

  findById(tx: Tx, tenantId: Uuid, formId: Uuid): Promise<FormRecord | undefined> {
    return tx.queryOne<FormRecord>(FIND, [tenantId, formId]);
  }

  findForUpdate(tx: Tx, tenantId: Uuid, formId: Uuid): Promise<FormRecord | undefined> {
    return tx.queryOne<FormRecord>(FIND_FOR_UPDATE, [tenantId, formId]);
  }

  /** Also a form that was taken away. */
  findAnyForUpdate(tx: Tx, tenantId: Uuid, formId: Uuid): Promise<FormRecord | undefined> {
    return tx.queryOne<FormRecord>(FIND_ANY_FOR_UPDATE, [tenantId, formId]);
  }

  findWording(tx: Tx, tenantId: Uuid, formId: Uuid, version: number): Promise<Wording | undefined> {
    return tx.queryOne<Wording>(FIND_WORDING, [tenantId, formId, version]);
  }

  async create(tx: Tx, tenantId: Uuid, form: FormRecord): Promise<void> {
    const { formId, version, formKey, name, status, allowedOrigins, wordingVersion, source, redirectUrl, honeypot, createdAt } = form;
    const fields = JSON.stringify(form.fields);
    const values = [
      formId,
      version,
      formKey,
      name,
      status,
      fields,
      allowedOrigins,
      wordingVersion,
      source,
      redirectUrl,
      honeypot,
      createdAt,
    ];
    await tx.execute(INSERT, [tenantId, ...values]);
  }

  async update(tx: Tx, tenantId: Uuid, form: FormRecord): Promise<void> {
    const { formId, version, name, status, allowedOrigins, wordingVersion, source, redirectUrl, honeypot, updatedAt, deletedAt } = form;
    const fields = JSON.stringify(form.fields);
    const values = [version, name, status, fields, allowedOrigins, wordingVersion, source, redirectUrl, honeypot, updatedAt, deletedAt];
    await tx.execute(UPDATE, [tenantId, formId, ...values]);
  }

  /** Keeps the consents of the form under its wording version. */
  async createWording(tx: Tx, tenantId: Uuid, { formId, wordingVersion, consents, updatedAt }: FormRecord): Promise<void> {
    await tx.execute(INSERT_WORDING, [tenantId, formId, wordingVersion, JSON.stringify(consents), updatedAt]);
  }

  async countBot(tx: Tx, tenantId: Uuid, formId: Uuid): Promise<void> {
    await tx.execute(COUNT_BOT, [tenantId, formId]);
  }
}
