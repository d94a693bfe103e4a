import type { EmailProvider, MessageState } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';
import type { MessageFold } from './message.js';
import { rankOf } from './message.rules.js';

interface MessageRow {
  message_id: string;
  version: number;
  provider_message_id: string;
  email: string;
  state: MessageState;
  state_at: Date;
  first_event_at: Date;
}

const lockOrInsert = {
  name: 'email_message_lock_or_insert',
  text: `INSERT INTO email_message AS m (tenant_id, message_id, version, provider, provider_message_id, email, state, state_rank, state_at,
                                         first_event_at)
         SELECT $1, n.message_id, 1, $2, n.provider_message_id, n.email, n.state, n.state_rank, n.state_at, n.first_event_at
           FROM jsonb_to_recordset($3::jsonb)
             AS n (message_id uuid, provider_message_id text, email text, state text, state_rank smallint, state_at timestamptz,
                   first_event_at timestamptz)
          ORDER BY n.provider_message_id, n.email
             ON CONFLICT (tenant_id, provider, provider_message_id, email) DO UPDATE SET version = m.version
         RETURNING message_id, version, provider_message_id, email, state, state_at, first_event_at`,
};

const saveFolds = {
  name: 'email_message_save',
  text: `UPDATE email_message AS m
            SET version = f.version, state = f.state, state_rank = f.state_rank, state_at = f.state_at, first_event_at = f.first_event_at
           FROM jsonb_to_recordset($2::jsonb)
             AS f (message_id uuid, version integer, state text, state_rank smallint, state_at timestamptz, first_event_at timestamptz)
          WHERE m.tenant_id = $1 AND m.message_id = f.message_id`,
};

/** Messages and the fold of their events. */
export class MessageRepository {
  /**
   * Inserts the messages that are new with the fold given, and locks those that exist; rows are locked in the order of their keys.
   * @returns every message as it stands in the database, by its key; new ones carry the id that was offered
   */
  async lockOrInsert(tx: Tx, tenantId: string, provider: EmailProvider, offered: readonly MessageFold[]): Promise<MessageFold[]> {
    const rows = await tx.query<MessageRow>(lockOrInsert, [tenantId, provider, JSON.stringify(offered.map(toRow))]);
    return rows.map((row) => ({
      messageId: row.message_id,
      version: row.version,
      providerMessageId: row.provider_message_id,
      email: row.email,
      current: { state: row.state, at: row.state_at },
      firstEventAt: row.first_event_at,
    }));
  }

  async save(tx: Tx, tenantId: string, folds: readonly MessageFold[]): Promise<void> {
    if (folds.length > 0) await tx.execute(saveFolds, [tenantId, JSON.stringify(folds.map(toRow))]);
  }
}

function toRow(fold: MessageFold): Record<string, unknown> {
  return {
    message_id: fold.messageId,
    version: fold.version,
    provider_message_id: fold.providerMessageId,
    email: fold.email,
    state: fold.current.state,
    state_rank: rankOf(fold.current.state),
    state_at: fold.current.at,
    first_event_at: fold.firstEventAt,
  };
}
