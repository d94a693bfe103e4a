import type { EmailMessage, MessageState } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';

/** Position in the list, newest state first. */
export interface MessagePosition {
  readonly stateAt: string;
  readonly messageId: string;
}

export interface MessageFilter {
  readonly leadId: string | undefined;
  readonly email: string | undefined;
  readonly state: MessageState | undefined;
  readonly after: MessagePosition | undefined;
  readonly limit: number;
}

interface MessageRow {
  message_id: string;
  provider: EmailMessage['provider'];
  provider_message_id: string;
  email: string;
  lead_id: string | null;
  state: EmailMessage['state'];
  state_at: Date;
  first_event_at: Date;
}

/** Messages joined with the lead that has the address now. */
export class MessageReadModel {
  /** Newest state first. A lead that is unknown or deleted has no messages here. */
  async findPage(tx: Tx, tenantId: string, filter: MessageFilter): Promise<EmailMessage[]> {
    const rows = await tx.query<MessageRow>(
      {
        name: 'email_message_page',
        text: `SELECT m.message_id, m.provider, m.provider_message_id, m.email, m.state, m.state_at, m.first_event_at,
                      (SELECT k.lead_id FROM known_lead k
                        WHERE k.tenant_id = $1 AND k.email = m.email AND NOT k.deleted ORDER BY k.lead_id LIMIT 1) AS lead_id
                 FROM email_message m
                WHERE m.tenant_id = $1
                  AND ($2::uuid IS NULL OR m.email = (SELECT k.email FROM known_lead k
                                                       WHERE k.tenant_id = $1 AND k.lead_id = $2 AND NOT k.deleted))
                  AND ($3::text IS NULL OR m.email = $3)
                  AND ($4::text IS NULL OR m.state = $4)
                  AND ($5::timestamptz IS NULL OR (m.state_at, m.message_id) < ($5, $6::uuid))
                ORDER BY m.state_at DESC, m.message_id DESC LIMIT $7`,
      },
      [
        tenantId,
        filter.leadId ?? null,
        filter.email ?? null,
        filter.state ?? null,
        filter.after?.stateAt ?? null,
        filter.after?.messageId ?? null,
        filter.limit,
      ],
    );
    return rows.map((row) => ({
      id: row.message_id,
      provider: row.provider,
      providerMessageId: row.provider_message_id,
      email: row.email,
      leadId: row.lead_id,
      state: row.state,
      stateAt: row.state_at.toISOString(),
      firstEventAt: row.first_event_at.toISOString(),
    }));
  }
}
