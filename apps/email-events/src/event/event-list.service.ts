import { Injectable } from '@nestjs/common';
import type { EmailEvent, listEmailEvents } from '@leadstream/contracts';
import { decodeCursor, encodeCursor, type InputOf } from '@leadstream/http';
import { TenantDatabase } from '@leadstream/persistence';
import { z } from 'zod';
import { EventStoreRepository } from '../event-store/event-store.repository.js';

const position = z.strictObject({ receivedAt: z.iso.datetime(), eventId: z.uuid() });

/** Lists provider events, newest first. */
@Injectable()
export class EventListService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly events: EventStoreRepository,
  ) {}

  async page({
    cursor,
    limit,
    messageId,
  }: InputOf<typeof listEmailEvents>['query']): Promise<{ items: EmailEvent[]; nextCursor: string | null }> {
    const after = cursor === undefined ? undefined : decodeCursor(position, cursor);
    const found = await this.database.read((tx) => this.events.findPage(tx, tx.tenantId, { messageId, after, limit: limit + 1 }));
    const items = found.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: found.length > limit && last ? encodeCursor({ receivedAt: last.receivedAt, eventId: last.id }) : null };
  }
}
