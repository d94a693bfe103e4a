import type { CheckDncBatchBody, CheckDncBody, Channel, DncBatchCheck, DncCheck, DncEntry } from '@leadstream/contracts';
import type { Clock } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { currentTenantId } from '../../current-tenant.js';
import { CLOCK } from '../../tokens.js';
import { blocks } from '../dnc.rules.js';
import { normaliseDncValue } from '../dnc-value.rules.js';
import { entryKey, entryNamesOf } from '../domain.rules.js';
import { DncReadModel } from '../dnc.read-model.js';
import { type AskedList, AskedListsService } from '../lists/asked-lists.service.js';
import { concernsLists } from '../lists/list-state.rules.js';
import { ListReadModel } from '../lists/list.read-model.js';
import { nationalNumberOf } from '../registry/national-number.rules.js';
import { type AskedAddress, askedAddress } from './asked-address.rules.js';
import { blockReasons } from './block-reasons.rules.js';

/** What answers rest on. */
interface Facts {
  readonly listVersion: number;
  /** Of all addresses, newest first. */
  readonly entries: readonly DncEntry[];
  readonly lists: readonly AskedList[];
  readonly now: Date;
}

/** Tells whether addresses may not be contacted: by the tenant's own list, and by lists of numbers that were loaded. */
@Injectable()
export class DncCheckService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly readModel: DncReadModel,
    private readonly listReadModel: ListReadModel,
    private readonly lists: AskedListsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `COMPLIANCE.BAD_PHONE`, `COMPLIANCE.BAD_EMAIL` */
  async check({ phone, phoneRegion, email, channel }: CheckDncBody): Promise<DncCheck> {
    const asked: AskedAddress[] = [];
    if (phone !== undefined) asked.push({ kind: 'phone', value: normaliseDncValue('phone', phone, phoneRegion, 'phone') });
    if (email !== undefined) asked.push({ kind: 'email', value: normaliseDncValue('email', email, undefined, 'email') });
    const { listVersion, entries, lists, now } = await this.#facts(asked, channel, undefined);
    const byName = Map.groupBy(entries, entryKey);
    const reasons = asked.flatMap((one) => blockReasons(one, entriesOf(one, byName), lists, channel, now));
    return {
      blocked: reasons.length > 0,
      entries: entries.filter((entry) => blocks(entry, channel, now)),
      reasons,
      lists: lists.map(({ state }) => state),
      listVersion,
      answeredAt: now.toISOString(),
    };
  }

  async checkBatch({ addresses, phoneRegion, channel, sources }: CheckDncBatchBody): Promise<DncBatchCheck> {
    const asked = addresses.map((address) => askedAddress(address, phoneRegion));
    const { listVersion, entries, lists, now } = await this.#facts(asked, channel, sources);
    const byName = Map.groupBy(entries, entryKey);
    const items = asked.map((one) => {
      const reasons = blockReasons(one, entriesOf(one, byName), lists, channel, now);
      return { blocked: reasons.length > 0, reasons };
    });
    return { items, lists: lists.map(({ state }) => state), listVersion, answeredAt: now.toISOString() };
  }

  async #facts(asked: readonly AskedAddress[], channel: Channel | undefined, sources: readonly string[] | undefined): Promise<Facts> {
    const tenantId = currentTenantId();
    const now = this.clock.now();
    const [{ listVersion, entries }, stored] = await this.database.read((tx) =>
      Promise.all([this.readModel.findListedAmong(tx, tenantId, asked), this.listReadModel.findAll(tx, tenantId)]),
    );
    const isAnyNumber = asked.some(({ kind, value }) => kind === 'phone' && value !== undefined && nationalNumberOf(value) !== undefined);
    const lists = isAnyNumber && concernsLists(channel) ? await this.lists.ask(tenantId, sources, stored, now) : [];
    return { listVersion, entries, lists, now };
  }
}

/** Those that name the address, itself or a domain of it. */
function entriesOf({ kind, value }: AskedAddress, byName: ReadonlyMap<string, readonly DncEntry[]>): DncEntry[] {
  return value === undefined ? [] : entryNamesOf({ kind, value }).flatMap((name) => byName.get(entryKey(name)) ?? []);
}
