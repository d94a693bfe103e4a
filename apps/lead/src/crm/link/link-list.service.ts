import { Injectable } from '@nestjs/common';
import type { CrmLink, CrmProvider } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import { TenantDatabase } from '@leadstream/persistence';
import { z } from 'zod';
import { ConnectionService } from '../connection/connection.service.js';
import type { LinkRecord } from './crm-link.js';
import { type LinkQuery, LinkRepository } from './link.repository.js';

const position = z.strictObject({ leadId: z.uuid() });
const FIRST_LEAD = '00000000-0000-0000-0000-000000000000';

/** Which record of a peer is which lead, for people to see. */
@Injectable()
export class LinkListService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly connections: ConnectionService,
    private readonly links: LinkRepository,
  ) {}

  /** @throws DomainError `LEAD.CRM_CONNECTION_NOT_FOUND` */
  list(
    provider: CrmProvider,
    { limit, cursor, ...query }: LinkQuery & { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<{ items: CrmLink[]; nextCursor: string | null }> {
    const after = cursor === undefined ? FIRST_LEAD : decodeCursor(position, cursor).leadId;
    return this.database.read(async (tx) => {
      await this.connections.demand(tx, provider);
      const found = await this.links.findPage(tx, tx.tenantId, provider, after, query, limit + 1);
      const items = found.slice(0, limit).map(presentLink);
      const last = found.length > limit ? items.at(-1) : undefined;
      return { items, nextCursor: last ? encodeCursor({ leadId: last.leadId }) : null };
    });
  }
}

function presentLink({ leadId, peerId, state, reason, optedOut, optedOutElsewhere, linkedAt, changedAt }: LinkRecord): CrmLink {
  const times = { linkedAt: linkedAt.toISOString(), changedAt: changedAt.toISOString() };
  return { leadId, peerId, state, reason, optedOut: [...new Set([...optedOut, ...optedOutElsewhere])], ...times };
}
