import { Injectable } from '@nestjs/common';
import type { EmailMessage, listEmailMessages } from '@leadstream/contracts';
import { decodeCursor, encodeCursor, type InputOf } from '@leadstream/http';
import { TenantDatabase } from '@leadstream/persistence';
import { z } from 'zod';
import { MessageReadModel } from './message.read-model.js';

const position = z.strictObject({ stateAt: z.iso.datetime(), messageId: z.uuid() });

/** Lists messages, newest state first. */
@Injectable()
export class MessageListService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly messages: MessageReadModel,
  ) {}

  async page({
    cursor,
    limit,
    leadId,
    email,
    state,
  }: InputOf<typeof listEmailMessages>['query']): Promise<{ items: EmailMessage[]; nextCursor: string | null }> {
    const after = cursor === undefined ? undefined : decodeCursor(position, cursor);
    const found = await this.database.read((tx) =>
      this.messages.findPage(tx, tx.tenantId, { leadId, email, state, after, limit: limit + 1 }),
    );
    const items = found.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: found.length > limit && last ? encodeCursor({ stateAt: last.stateAt, messageId: last.id }) : null };
  }
}
