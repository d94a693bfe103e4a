import type { EmailMessage, MessageState } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';

/** Position in the list, newest state first. */
export interface MessagePosition {
  readonly stateAt: string;
  readonly messageId: string;
}

export interface MessageFilter {
  /** Any of them; all addresses when undefined. */
  readonly emails: readonly string[] | undefined;
  readonly state: MessageState | undefined;
  readonly after: MessagePosition | undefined;
  readonly limit: number;
}

interface MessageRow {
  message_id: string;
  provider: EmailMessage['provider'];
  provider_message_id: string;
  email: string;
  state: EmailMessage['state'];
  state_at: Date;
  first_event_at: Date;
}

/** A message, but for whose it is: that follows from who has the address now. */
export type StoredMessage = Omit<EmailMessage, 'leadId'>;

/** Messages as providers told of them. */
export class MessageReadModel {
  /** Newest state first. */
  async findPage(tx: Tx, tenantId: string, filter: MessageFilter): Promise<StoredMessage[]> {
    const rows = await tx.query<MessageRow>(
      {
        name: 'email_message_page',
        text: `SELECT m.message_id, m.provider, m.provider_message_id, m.email, m.state, m.state_at, m.first_event_at
                 FROM email_message m
                WHERE m.tenant_id = $1
                  AND ($2::text[] IS NULL OR m.email = ANY ($2))
                  AND ($3::text IS NULL OR m.state = $3)
                  AND ($4::timestamptz IS NULL OR (m.state_at, m.message_id) < ($4, $5::uuid))
                ORDER BY m.state_at DESC, m.message_id DESC LIMIT $6`,
      },
      [tenantId, filter.emails ?? null, filter.state ?? null, filter.after?.stateAt ?? null, filter.after?.messageId ?? null, filter.limit],
    );
    return rows.map((row) => ({
      id: row.message_id,
      provider: row.provider,
      providerMessageId: row.provider_message_id,
      email: row.email,
      state: row.state,
      stateAt: row.state_at.toISOString(),
      firstEventAt: row.first_event_at.toISOString(),
    }));
  }
}
