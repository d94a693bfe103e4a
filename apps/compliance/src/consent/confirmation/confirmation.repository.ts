import type { Tx } from '@leadstream/persistence';
import type { Confirmation } from './confirmation.js';

const COLUMNS = `id, lead_id AS "leadId", channel, purpose, sender, wording, text_version AS "textVersion", source, form, language,
  consent_days AS "consentDays", requested_at AS "requestedAt", expires_at AS "expiresAt", confirmed_at AS "confirmedAt", entry_id AS "entryId",
  address_hash AS "addressHash"`;

const create = {
  name: 'consent_confirmation_create',
  text: `INSERT INTO consent_confirmation (tenant_id, id, lead_id, channel, purpose, sender, wording, text_version, source, form, language,
                                           consent_days, address_hash, token_digest, requested_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
};

const findById = {
  name: 'consent_confirmation_by_id',
  text: `SELECT ${COLUMNS} FROM consent_confirmation WHERE tenant_id = $1 AND id = $2`,
};

const findByDigest = {
  name: 'consent_confirmation_by_digest',
  text: `SELECT ${COLUMNS} FROM consent_confirmation WHERE tenant_id = $1 AND token_digest = $2`,
};

const confirm = {
  name: 'consent_confirmation_confirm',
  text: 'UPDATE consent_confirmation SET confirmed_at = $3, entry_id = $4 WHERE tenant_id = $1 AND id = $2 AND confirmed_at IS NULL',
};

/** Consents that people were asked to confirm. */
export class ConfirmationRepository {
  async create(tx: Tx, tenantId: string, asked: Omit<Confirmation, 'confirmedAt' | 'entryId'>, digest: Buffer): Promise<void> {
    const {
      id,
      leadId,
      channel,
      purpose,
      sender,
      wording,
      textVersion,
      source,
      form,
      language,
      consentDays,
      addressHash,
      requestedAt,
      expiresAt,
    } = asked;
    const what = [sender, wording, textVersion, source, form, language, consentDays, addressHash];
    await tx.execute(create, [tenantId, id, leadId, channel, purpose, ...what, digest, requestedAt, expiresAt]);
  }

  findById(tx: Tx, tenantId: string, id: string): Promise<Confirmation | undefined> {
    return tx.queryOne<Confirmation>(findById, [tenantId, id]);
  }

  /** @param digest of the token in its link */
  findByDigest(tx: Tx, tenantId: string, digest: Buffer): Promise<Confirmation | undefined> {
    return tx.queryOne<Confirmation>(findByDigest, [tenantId, digest]);
  }

  /** @param entryId the line that it became in the ledger */
  async confirm(tx: Tx, tenantId: string, id: string, confirmedAt: Date, entryId: string): Promise<void> {
    await tx.execute(confirm, [tenantId, id, confirmedAt, entryId]);
  }
}
