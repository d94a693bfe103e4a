import { Inject, Injectable } from '@nestjs/common';
import {
  type CrmConnection,
  crmConnectionChangedV1,
  type CrmConnectionTest,
  type CrmProvider,
  type PatchCrmConnection,
  type PutCrmConnection,
} from '@leadstream/contracts';
import { type Clock, DomainError, type IdSource, type Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { currentTenantId } from '../../current-tenant.js';
import { CLOCK, IDS } from '../../tokens.js';
import { CustomFieldsService } from '../../custom-fields/store/custom-fields.service.js';
import { crmErrors } from '../crm.errors.js';
import { PeerDoorService } from '../peer/peer-door.service.js';
import { settingsProblems } from './stating/accept-connection.rules.js';
import { AccountService } from './account.service.js';
import { ConnectionRepository } from './connection.repository.js';
import type { ConnectionRecord } from './crm-connection.js';
import { demandCurrent } from './current-version.rules.js';
import { presentConnection } from './present-connection.rules.js';
import { changedSettings, demandObject, statedConnection } from './stating/stated-connection.rules.js';
import { type ConnectionChange, toldConnection } from './told-connection.rules.js';

/** What people decide about connections with other CRMs, each decision told with who made it. */
@Injectable()
export class ConnectionService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly connections: ConnectionRepository,
    private readonly door: PeerDoorService,
    private readonly accounts: AccountService,
    private readonly customFields: CustomFieldsService,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /**
   * The peer is asked whose account the credentials open where that is the connection's already; one that does not answer finds out later.
   * @param version that the caller believes to be the present one, 0 where there is no connection; whatever it is when left out
   * @throws DomainError `LEAD.CRM_CONNECTION_STALE`, `LEAD.CRM_CONNECTION_INVALID`, `LEAD.CRM_CONNECTION_OBJECT_FIXED`, `LEAD.CRM_PEER_OTHER_ACCOUNT`
   */
  async put(provider: CrmProvider, version: number | undefined, body: PutCrmConnection): Promise<CrmConnection> {
    const present = await this.database.read((tx) => this.connections.find(tx, tx.tenantId, provider));
    const credentials = present?.accountId != null ? await this.confirmed(present, version, body) : body.credentials;
    return this.database.write(async (tx) => {
      await this.connections.hold(tx, tx.tenantId, provider);
      const now = this.clock.now();
      const before = await this.connections.findForUpdate(tx, tx.tenantId, provider);
      demandCurrent(before, version);
      const custom = await this.customFields.find(tx);
      const stated = statedConnection(provider, before, body, custom, this.door.allowsPrivate);
      const known = before ?? newConnection(this.ids.next(), provider, now);
      const after = { ...known, ...stated, version: (before?.version ?? 0) + 1, nextSyncAt: now, updatedAt: now };
      if (credentials) await this.connections.create(tx, tx.tenantId, after, credentials);
      else await this.connections.update(tx, tx.tenantId, after);
      const action = before ? 'updated' : 'created';
      await this.tell(tx, { action, before, after, keys: custom, hasCredentials: credentials !== undefined, at: now });
      return presentConnection(after, custom, now);
    });
  }

  /** Judged before anybody is asked. @returns the credentials as they are to be kept */
  private async confirmed(
    present: ConnectionRecord,
    version: number | undefined,
    body: PutCrmConnection,
  ): Promise<PutCrmConnection['credentials']> {
    demandCurrent(present, version);
    if (!body.credentials) return undefined;
    const custom = await this.database.read((tx) => this.customFields.find(tx));
    const stated = statedConnection(present.provider, present, body, custom, this.door.allowsPrivate);
    return this.accounts.confirmStated({ ...present, ...stated }, body.credentials);
  }

  /** @throws DomainError `LEAD.CRM_CONNECTION_NOT_FOUND` */
  async read(provider: CrmProvider): Promise<CrmConnection> {
    return this.database.read(async (tx) => {
      const [found, keys] = await Promise.all([this.demand(tx, provider), this.customFields.keys(tx)]);
      return presentConnection(found, keys, this.clock.now());
    });
  }

  /** @throws DomainError `LEAD.CRM_CONNECTION_NOT_FOUND` */
  async demand(tx: Tx, provider: CrmProvider): Promise<ConnectionRecord> {
    const found = await this.connections.find(tx, tx.tenantId, provider);
    if (!found) throw crmErrors.CRM_CONNECTION_NOT_FOUND();
    return found;
  }

  /** @throws DomainError `LEAD.CRM_CONNECTION_NOT_FOUND`, `LEAD.CRM_CONNECTION_STALE`, `LEAD.CRM_CONNECTION_INVALID`, `LEAD.CRM_CONNECTION_OBJECT_FIXED` */
  patch(provider: CrmProvider, version: number, { isPaused, ...stated }: PatchCrmConnection): Promise<CrmConnection> {
    return this.database.write(async (tx) => {
      const before = await this.connections.findForUpdate(tx, tx.tenantId, provider);
      if (!before) throw crmErrors.CRM_CONNECTION_NOT_FOUND();
      demandCurrent(before, version);
      const custom = await this.customFields.find(tx);
      const settings = changedSettings(before.settings, stated, custom);
      const isRemapped = stated.mapping !== undefined || stated.object !== undefined;
      const errors = isRemapped ? settingsProblems(provider, settings, custom) : [];
      if (errors.length > 0) throw crmErrors.CRM_CONNECTION_INVALID({ errors });
      demandObject(before, settings);
      const now = this.clock.now();
      const goesOn = before.isPaused && isPaused === false;
      const nextSyncAt = goesOn ? now : before.nextSyncAt;
      const after = { ...before, settings, isPaused: isPaused ?? before.isPaused, version: version + 1, nextSyncAt, updatedAt: now };
      await this.connections.update(tx, tx.tenantId, after);
      await this.tell(tx, { action: 'updated', before, after, keys: custom, hasCredentials: false, at: now });
      return presentConnection(after, custom, now);
    });
  }

  /** Asks the peer now. @throws DomainError `LEAD.CRM_CONNECTION_NOT_FOUND` */
  async test(provider: CrmProvider): Promise<CrmConnectionTest> {
    const tenantId = currentTenantId();
    const connection = await this.database.read((tx) => this.demand(tx, provider));
    try {
      const peer = await this.door.open(tenantId, connection);
      await this.accounts.confirm(tenantId, connection, peer);
      await peer.check();
      await this.keepState(provider, null);
      return { isWorking: true, errorCode: null, detail: null };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      await this.keepState(provider, error.code);
      return { isWorking: false, errorCode: error.code, detail: error.detail ?? null };
    }
  }

  private tell(tx: Tx, change: ConnectionChange): Promise<void> {
    const event = { data: toldConnection(change), sequence: change.after.version, time: change.at };
    return this.outbox.add(tx, crmConnectionChangedV1, event);
  }

  private async keepState(provider: CrmProvider, errorCode: string | null): Promise<void> {
    const state = { wasReached: errorCode === null, errorCode, limitedUntil: null };
    await this.database.inTenant(currentTenantId(), (tx) => this.connections.updateState(tx, tx.tenantId, provider, state));
  }
}

function newConnection(
  connectionId: Uuid,
  provider: CrmProvider,
  now: Date,
): Omit<ConnectionRecord, 'baseUrl' | 'credentialsKind' | 'settings'> {
  const unknown = { accountId: null, wasReached: false, errorCode: null, limitedUntil: null, pulledUpTo: null, syncedAt: null };
  return { connectionId, provider, version: 0, isPaused: false, ...unknown, nextSyncAt: now, createdAt: now, updatedAt: now };
}
