import type { ExportQuery } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { TenantDatabase } from '@leadstream/persistence';
import type { LeadListReadModel, LeadPage } from '../profile/lead-list.read-model.js';
import type { LeadSelection } from './lead-export.js';

/** Leads that are read at a time. */
const PAGE = 1_000;

/**
 * The leads that a list gives, page by page: each is a short read of its own, so no transaction lasts as long as a download. A lead is
 * in it once, as it was when its page was read; those that come or go meanwhile may be in it or not. The next page is read while the
 * last is in use.
 */
export async function* listedLeads(database: TenantDatabase, list: LeadListReadModel, tenantId: Uuid, query: ExportQuery): LeadSelection {
  const read = (cursor?: string): Promise<LeadPage> =>
    database.readInTenant(tenantId, (tx) =>
      list.findPage(tx, tenantId, { ...query, limit: PAGE, ...(cursor !== undefined && { cursor }) }),
    );
  let next: Promise<LeadPage> | undefined = read();
  while (next !== undefined) {
    const { items, nextCursor }: LeadPage = await next;
    next = nextCursor === null ? undefined : read(nextCursor);
    // Its failure is thrown when its turn comes; until then it must not count as unhandled.
    next?.catch(() => undefined);
    yield items;
  }
}
