import { Inject, Injectable } from '@nestjs/common';
import { crmConnectionBoundV1, type CrmCredentials, type CrmProvider } from '@leadstream/contracts';
import { type Clock, DomainError, type Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { CLOCK } from '../../tokens.js';
import { crmErrors } from '../crm.errors.js';
import type { CrmPeer } from '../peer/crm-peer.js';
import { PeerDoorService } from '../peer/peer-door.service.js';
import { ConnectionRepository } from './connection.repository.js';
import type { ConnectionRecord } from './crm-connection.js';

const OTHER_ACCOUNT = crmErrors.CRM_PEER_OTHER_ACCOUNT().code;

/** Keeps a connection to the account that it was made with: ids of records mean somebody else in another one. */
@Injectable()
export class AccountService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly connections: ConnectionRepository,
    private readonly door: PeerDoorService,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Asks the peer whose account it is before anything else is asked or told. The first answer is the connection's for good, and told.
   * @throws DomainError `LEAD.CRM_PEER_OTHER_ACCOUNT`, `LEAD.CRM_CONNECTION_NOT_FOUND`, others of `LEAD.CRM_PEER_*`
   */
  async confirm(tenantId: Uuid, { provider, accountId }: ConnectionRecord, peer: CrmPeer): Promise<void> {
    const asked = await peer.account();
    const own = accountId ?? (await this.database.inTenant(tenantId, (tx) => this.bind(tx, provider, asked)));
    if (own !== asked) throw crmErrors.CRM_PEER_OTHER_ACCOUNT();
  }

  /**
   * Asks the peer whose account stated credentials open, before they are kept: of a peer that does not answer, or does not know them, that is found
   * out by the next sync.
   * @returns the credentials, or those that the peer gave for them
   * @throws DomainError `LEAD.CRM_PEER_OTHER_ACCOUNT`
   */
  async confirmStated(connection: ConnectionRecord, credentials: CrmCredentials): Promise<CrmCredentials> {
    let kept = credentials;
    const keep = (renewed: CrmCredentials): Promise<void> => {
      kept = renewed;
      return Promise.resolve();
    };
    const peer = this.door.openWith(connection, credentials, keep);
    try {
      if ((await peer.account()) !== connection.accountId) throw crmErrors.CRM_PEER_OTHER_ACCOUNT();
    } catch (error) {
      if (!(error instanceof DomainError) || error.code === OTHER_ACCOUNT) throw error;
    }
    return kept;
  }

  /** @returns the account of the connection: another one was first, if it is not this one @throws DomainError `LEAD.CRM_CONNECTION_NOT_FOUND` */
  private async bind(tx: Tx, provider: CrmProvider, asked: string): Promise<string> {
    const found = await this.connections.findForUpdate(tx, tx.tenantId, provider);
    if (!found) throw crmErrors.CRM_CONNECTION_NOT_FOUND();
    const { connectionId, accountId, version: sequence } = found;
    if (accountId !== null) return accountId;
    await this.connections.keepAccount(tx, tx.tenantId, provider, asked);
    const time = this.clock.now();
    const data = { connectionId, provider, accountId: asked, boundAt: time.toISOString() };
    await this.outbox.add(tx, crmConnectionBoundV1, { data, sequence, time });
    return asked;
  }
}
