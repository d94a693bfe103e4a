import type { EmailProvider, MessageState } from '@leadstream/contracts';
import { instantArray, integerArray, textArray, type Tx, uuidArray } from '@leadstream/persistence';
import type { MessageFold, MessageStep } from './message.js';
import { rankOf } from './message.rules.js';

interface MessageRow {
  message_id: string;
  version: number;
  provider_message_id: string;
  email: string;
  state: MessageState;
  state_at: Date;
  first_event_at: Date;
  state_before: MessageState | null;
}

/** The rule of `foldState`, on the rows themselves: each is locked, judged and written at one go. */
const foldIn = {
  name: 'email_message_fold',
  text: `INSERT INTO email_message AS m (tenant_id, provider, version, message_id, provider_message_id, email, state, state_rank, state_at,
                                         first_event_at)
         SELECT $1, $2, 1, n.*
           FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::integer[], $8::timestamptz[], $9::timestamptz[])
             AS n (message_id, provider_message_id, email, state, state_rank, state_at, first_event_at)
          ORDER BY n.provider_message_id, n.email
             ON CONFLICT (tenant_id, provider, provider_message_id, email) DO UPDATE
            SET version = m.version + (excluded.state_rank > m.state_rank)::int,
                state = CASE WHEN excluded.state_rank > m.state_rank THEN excluded.state ELSE m.state END,
                state_rank = greatest(excluded.state_rank, m.state_rank),
                state_at = CASE WHEN excluded.state_rank > m.state_rank THEN excluded.state_at
                                WHEN excluded.state_rank = m.state_rank THEN least(excluded.state_at, m.state_at)
                                ELSE m.state_at END,
                first_event_at = least(excluded.first_event_at, m.first_event_at)
         RETURNING message_id, version, provider_message_id, email, state, state_at, first_event_at, old.state AS state_before`,
};

/** Messages and the fold of their events. */
export class MessageRepository {
  /**
   * Folds what was offered into the messages that exist, and inserts those that do not; rows are locked in the order of their keys.
   * @param offered each message once
   * @returns every message as it stands now, and what it was before; new ones carry the id that was offered
   */
  async fold(tx: Tx, tenantId: string, provider: EmailProvider, offered: readonly MessageFold[]): Promise<MessageStep[]> {
    const rows = await tx.query<MessageRow>(foldIn, [
      tenantId,
      provider,
      uuidArray(offered.map(({ messageId }) => messageId)),
      textArray(offered.map(({ providerMessageId }) => providerMessageId)),
      textArray(offered.map(({ email }) => email)),
      textArray(offered.map(({ current }) => current.state)),
      integerArray(offered.map(({ current }) => rankOf(current.state))),
      instantArray(offered.map(({ current }) => current.at)),
      instantArray(offered.map(({ firstEventAt }) => firstEventAt)),
    ]);
    return rows.map((row) => ({
      messageId: row.message_id,
      version: row.version,
      providerMessageId: row.provider_message_id,
      email: row.email,
      current: { state: row.state, at: row.state_at },
      firstEventAt: row.first_event_at,
      from: row.state_before,
    }));
  }
}
