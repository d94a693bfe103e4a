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
import { baseUrlProblem } from '../peer/public-address.js';
import { PeerDoorService } from '../peer/peer-door.service.js';
import { credentialsProblems, problem, settingsProblems } from './accept-connection.rules.js';
import { AccountService } from './account.service.js';
import { ConnectionRepository } from './connection.repository.js';
import type { ConnectionRecord, CrmSettings } from './crm-connection.js';
import { demandCurrent } from './current-version.rules.js';
import { BASE_URLS, defaultSettings } from './default-settings.js';
import { presentConnection } from './present-connection.rules.js';
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
   * @param version that the caller believes to be the present one, 0 where there is no connection; whatever it is when left out
   * @throws DomainError `LEAD.CRM_CONNECTION_STALE`, `LEAD.CRM_CONNECTION_INVALID`, `LEAD.CRM_CONNECTION_OBJECT_FIXED`
   */
  put(provider: CrmProvider, version: number | undefined, { credentials, baseUrl, ...stated }: PutCrmConnection): Promise<CrmConnection> {
    return this.database.write(async (tx) => {
      await this.connections.hold(tx, tx.tenantId, provider);
      const now = this.clock.now();
      const before = await this.connections.findForUpdate(tx, tx.tenantId, provider);
      demandCurrent(before, version);
      const present = before?.settings ?? defaultSettings(provider, stated.object);
      const settings = { ...present, ...stated } as CrmSettings;
      const address = baseUrl ?? before?.baseUrl ?? BASE_URLS[provider];
      const unfit = baseUrlProblem(address, this.door.allowsPrivate);
      // Credentials go where they were meant to go, and nowhere else.
      const isMissing = credentials === undefined && (before === undefined || before.baseUrl !== address);
      const errors = [
        ...settingsProblems(provider, settings, await this.customFields.find(tx)),
        ...(credentials ? credentialsProblems(provider, credentials) : []),
        ...(unfit
          ? [problem('baseUrl', unfit, 'An address of the public internet is needed, https and without anything but a path.')]
          : []),
        ...(isMissing ? [problem('credentials', 'credentials.missing', 'A new connection and a new address need credentials.')] : []),
      ];
      if (errors.length > 0) throw crmErrors.CRM_CONNECTION_INVALID({ errors });
      demandObject(before, settings);
      const kind = credentials?.kind ?? before?.credentialsKind ?? '';
      const known = before ?? newConnection(this.ids.next(), provider, now);
      const record: ConnectionRecord = { ...known, baseUrl: address, credentialsKind: kind, settings };
      const after = { ...record, version: (before?.version ?? 0) + 1, nextSyncAt: now, updatedAt: now };
      if (credentials) await this.connections.create(tx, tx.tenantId, after, credentials);
      else await this.connections.update(tx, tx.tenantId, after);
      const action = before ? 'updated' : 'created';
      await this.tell(tx, { action, before, after, hasCredentials: credentials !== undefined, at: now });
      return presentConnection(after, now);
    });
  }

  /** @throws DomainError `LEAD.CRM_CONNECTION_NOT_FOUND` */
  async read(provider: CrmProvider): Promise<CrmConnection> {
    return presentConnection(await this.database.read((tx) => this.demand(tx, provider)), this.clock.now());
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
      const settings = { ...before.settings, ...stated } as CrmSettings;
      const isRemapped = stated.mapping !== undefined || stated.object !== undefined;
      const errors = isRemapped ? settingsProblems(provider, settings, await this.customFields.find(tx)) : [];
      if (errors.length > 0) throw crmErrors.CRM_CONNECTION_INVALID({ errors });
      demandObject(before, settings);
      const now = this.clock.now();
      const goesOn = before.isPaused && isPaused === false;
      const nextSyncAt = goesOn ? now : before.nextSyncAt;
      const after = { ...before, settings, isPaused: isPaused ?? before.isPaused, version: version + 1, nextSyncAt, updatedAt: now };
      await this.connections.update(tx, tx.tenantId, after);
      await this.tell(tx, { action: 'updated', before, after, hasCredentials: false, at: now });
      return presentConnection(after, now);
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

/** Links, the place up to which changes were read and the mapping are all of one kind of records. */
function demandObject(before: ConnectionRecord | undefined, { object }: CrmSettings): void {
  if (before && before.settings.object !== object) throw crmErrors.CRM_CONNECTION_OBJECT_FIXED();
}

function newConnection(
  connectionId: Uuid,
  provider: CrmProvider,
  now: Date,
): Omit<ConnectionRecord, 'baseUrl' | 'credentialsKind' | 'settings'> {
  const unknown = { accountId: null, wasReached: false, errorCode: null, limitedUntil: null, pulledUpTo: null, syncedAt: null };
  return { connectionId, provider, version: 0, isPaused: false, ...unknown, nextSyncAt: now, createdAt: now, updatedAt: now };
}
