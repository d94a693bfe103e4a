import { Injectable } from '@nestjs/common';
import type { EmailMessage, listEmailMessages } from '@leadstream/contracts';
import { decodeCursor, encodeCursor, type InputOf } from '@leadstream/http';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { z } from 'zod';
import { KnownLeadService } from '../known-lead/known-lead.service.js';
import { MessageReadModel } from './message.read-model.js';

const position = z.strictObject({ stateAt: z.iso.datetime(), messageId: z.uuid() });

/** Lists messages, newest state first. */
@Injectable()
export class MessageListService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly messages: MessageReadModel,
    private readonly leads: KnownLeadService,
  ) {}

  async page({
    cursor,
    limit,
    leadId,
    email,
    state,
  }: InputOf<typeof listEmailMessages>['query']): Promise<{ items: EmailMessage[]; nextCursor: string | null }> {
    const after = cursor === undefined ? undefined : decodeCursor(position, cursor);
    return this.database.read(async (tx) => {
      const emails = await this.emailsAsked(tx, leadId, email);
      const found = await this.messages.findPage(tx, tx.tenantId, { emails, state, after, limit: limit + 1 });
      const page = found.slice(0, limit);
      const owners = await this.leads.findIdsByEmail(tx, tx.tenantId, [...new Set(page.map((message) => message.email))]);
      const items = page.map((message) => ({ ...message, leadId: owners.get(message.email) ?? null }));
      const last = items.at(-1);
      return { items, nextCursor: found.length > limit && last ? encodeCursor({ stateAt: last.stateAt, messageId: last.id }) : null };
    });
  }

  /** A lead that is unknown, deleted or merged has no messages. */
  private async emailsAsked(tx: Tx, leadId: string | undefined, email: string | undefined): Promise<string[] | undefined> {
    if (leadId === undefined) return email === undefined ? undefined : [email];
    const emails = await this.leads.findEmailsOf(tx, tx.tenantId, leadId);
    return email === undefined ? emails : emails.filter((one) => one === email);
  }
}
