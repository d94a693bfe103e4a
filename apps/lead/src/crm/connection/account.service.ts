import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { crmErrors } from '../crm.errors.js';
import type { CrmPeer } from '../peer/crm-peer.js';
import { ConnectionRepository } from './connection.repository.js';
import type { ConnectionRecord } from './crm-connection.js';

/** Keeps a connection to the account that it was made with: ids of records mean somebody else in another one. */
@Injectable()
export class AccountService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly connections: ConnectionRepository,
  ) {}

  /**
   * Asks the peer whose account it is before anything else is asked or told. The first answer is the connection's for good.
   * @throws DomainError `LEAD.CRM_PEER_OTHER_ACCOUNT`, `LEAD.CRM_CONNECTION_NOT_FOUND`, others of `LEAD.CRM_PEER_*`
   */
  async confirm(tenantId: Uuid, { provider, accountId }: ConnectionRecord, peer: CrmPeer): Promise<void> {
    const asked = await peer.account();
    const own = accountId ?? (await this.database.inTenant(tenantId, (tx) => this.connections.keepAccount(tx, tenantId, provider, asked)));
    if (own === undefined) throw crmErrors.CRM_CONNECTION_NOT_FOUND();
    if (own !== asked) throw crmErrors.CRM_PEER_OTHER_ACCOUNT();
  }
}
