import {
  type CreatedPreferenceLink,
  type CreatePreferenceLinkBody,
  type PreferenceLink,
  preferenceLinkCreatedV1,
  preferenceLinkRevokedV1,
} from '@leadstream/contracts';
import type { Clock, IdSource } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { complianceErrors } from '../../compliance.errors.js';
import { CLOCK, IDS } from '../../tokens.js';
import { newLinkToken } from '../link/link-token.js';
import { isGone } from '../person/person.rules.js';
import { PersonService } from '../person/person.service.js';
import { PreferenceLinkRepository, type StoredLink } from './preference-link.repository.js';

const DAY_MS = 86_400_000;

/** Versions under which a link is told. */
const CREATED = 1;
const REVOKED = 2;

/** Gives out the links to preference centres, and closes them; both are told, and the address to nobody but who asked. */
@Injectable()
export class PreferenceLinkService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly repository: PreferenceLinkRepository,
    private readonly persons: PersonService,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** @throws DomainError `COMPLIANCE.LEAD_NOT_FOUND` for a lead that is not known here, or not any more */
  create({ leadId, sender, language, expiresInDays }: CreatePreferenceLinkBody): Promise<CreatedPreferenceLink> {
    return this.database.write(async (tx) => {
      const { family } = await this.persons.find(tx, leadId);
      if (family.lead === undefined || isGone(family)) throw complianceErrors.LEAD_NOT_FOUND();
      const createdAt = this.clock.now();
      const expiresAt = new Date(createdAt.getTime() + expiresInDays * DAY_MS);
      const link = { id: this.ids.next(), leadId, sender, language: language ?? null, createdAt, expiresAt };
      const { token, digest } = newLinkToken(tx.tenantId);
      await this.repository.create(tx, tx.tenantId, link, digest);
      const data = { linkId: link.id, leadId, createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() };
      await this.outbox.add(tx, preferenceLinkCreatedV1, { data, sequence: CREATED, time: createdAt });
      return { ...toldOf({ ...link, revokedAt: null }), path: `/v1/preference-centre/${token}` };
    });
  }

  get(id: string): Promise<PreferenceLink> {
    return this.database.read(async (tx) => {
      const link = await this.repository.findById(tx, tx.tenantId, id);
      if (!link) throw complianceErrors.PREFERENCE_LINK_NOT_FOUND();
      return toldOf(link);
    });
  }

  /** A link that is closed keeps its instant. @throws DomainError `COMPLIANCE.PREFERENCE_LINK_NOT_FOUND` */
  revoke(id: string): Promise<void> {
    return this.database.write(async (tx) => {
      const at = this.clock.now();
      const link = await this.repository.updateToRevoked(tx, tx.tenantId, id, at);
      if (!link) return this.demand(tx, id);
      const data = { linkId: id, leadId: link.leadId, revokedAt: (link.revokedAt ?? at).toISOString() };
      await this.outbox.add(tx, preferenceLinkRevokedV1, { data, sequence: REVOKED, time: at });
    });
  }

  private async demand(tx: Tx, id: string): Promise<void> {
    if (!(await this.repository.findById(tx, tx.tenantId, id))) throw complianceErrors.PREFERENCE_LINK_NOT_FOUND();
  }
}

function toldOf({ createdAt, expiresAt, revokedAt, ...link }: StoredLink): PreferenceLink {
  return {
    ...link,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    revokedAt: revokedAt?.toISOString() ?? null,
  };
}
