import { Inject, Injectable } from '@nestjs/common';
import type { CrmCredentials } from '@leadstream/contracts';
import type { Clock, Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import type { LeadConfig } from '../../config.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import { ConnectionRepository } from '../connection/connection.repository.js';
import type { ConnectionRecord } from '../connection/crm-connection.js';
import { crmErrors } from '../crm.errors.js';
import type { CrmPeer } from './crm-peer.js';
import { HubspotPeer } from './hubspot/hubspot-peer.js';
import { demandDayLeft as demandHubspotDayLeft, hubspotGapMs } from './hubspot/hubspot-pace.rules.js';
import { PeerAccess } from './peer-access.js';
import { PeerClient } from './peer-client.js';
import { PeerSession } from './peer-session.js';
import { demandDayLeft as demandSalesforceDayLeft, demandRoom } from './salesforce/salesforce-pace.rules.js';
import { SalesforcePeer } from './salesforce/salesforce-peer.js';

type DoorConfig = Pick<LeadConfig, 'CRM_PRIVATE_HOSTS' | 'CRM_SEARCH_GAP_MS'>;

/** Opens the way to the peer of a connection. */
@Injectable()
export class PeerDoorService {
  readonly #client: PeerClient;

  constructor(
    private readonly database: TenantDatabase,
    private readonly connections: ConnectionRepository,
    @Inject(CONFIG) private readonly config: DoorConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.#client = new PeerClient(this.allowsPrivate);
  }

  /** Whether peers of private networks are asked, too. */
  get allowsPrivate(): boolean {
    return this.config.CRM_PRIVATE_HOSTS === 'allow';
  }

  /** Outside of any transaction, for every call to the peer waits for it. @throws DomainError `LEAD.CRM_CONNECTION_NOT_FOUND` */
  async open(tenantId: Uuid, connection: ConnectionRecord): Promise<CrmPeer> {
    const { provider } = connection;
    const credentials = await this.database.readInTenant(tenantId, (tx) => this.connections.findCredentials(tx, tenantId, provider));
    if (!credentials) throw crmErrors.CRM_CONNECTION_NOT_FOUND();
    return this.openWith(connection, credentials, (renewed) =>
      this.database.inTenant(tenantId, (tx) => this.connections.updateCredentials(tx, tenantId, provider, renewed)),
    );
  }

  /** With credentials that are stated. @param keep takes those that replace them */
  openWith(
    { provider, baseUrl, settings }: ConnectionRecord,
    credentials: CrmCredentials,
    keep: (renewed: CrmCredentials) => Promise<void>,
  ): CrmPeer {
    const common = { client: this.#client, clock: this.clock };
    const access = new PeerAccess({ ...common, provider, baseUrl, credentials, keep });
    const mapped = settings.mapping.map(({ property }) => property);
    if (provider === 'hubspot') {
      const session = new PeerSession({ ...common, access, gapMs: hubspotGapMs, demandAllowed: demandHubspotDayLeft });
      return new HubspotPeer(session, settings.object, mapped, this.config.CRM_SEARCH_GAP_MS);
    }
    const session = new PeerSession({ ...common, access, gapMs: () => 0, demandAllowed: demandSalesforceDayLeft, demandRoom });
    return new SalesforcePeer(session, settings.object, mapped);
  }
}
