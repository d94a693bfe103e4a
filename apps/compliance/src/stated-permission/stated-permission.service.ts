import type { ConsentState } from '@leadstream/contracts';
import type { Clock, IdSource } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { erasedAmong } from '@leadstream/privacy';
import { Inject, Injectable } from '@nestjs/common';
import { ConsentLedgerService } from '../consent/consent-ledger.service.js';
import { KnownLinesService } from '../consent/lifting/known-lines.service.js';
import { liftingNothing } from '../consent/lifting/lifting.rules.js';
import { PersonService } from '../consent/person/person.service.js';
import { SharedWithdrawalService } from '../consent/person/shared-withdrawal.service.js';
import { allLeadsOf } from '../consent/person/withdrawal.rules.js';
import { DncService } from '../dnc/dnc.service.js';
import { CLOCK, IDS } from '../tokens.js';
import { DncOriginRepository } from './dnc-origin.repository.js';
import {
  type AddressPermissionsStated,
  type PermissionsStated,
  prohibitedBy,
  statedConsents,
  statedProhibitions,
} from './stated-permission.rules.js';

/** An event that forbids, by its id. */
interface Prohibiting {
  readonly id: string;
  readonly data: Parameters<typeof statedProhibitions>[0];
}

/** Takes over what was said of how leads may be contacted and how not. */
@Injectable()
export class StatedPermissionService {
  constructor(
    private readonly ledger: ConsentLedgerService,
    private readonly knownLines: KnownLinesService,
    private readonly persons: PersonService,
    private readonly sharedWithdrawals: SharedWithdrawalService,
    private readonly origins: DncOriginRepository,
    private readonly dnc: DncService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** @param told may have come before: then they add nothing; nor do those of leads that were erased */
  async take(tx: Tx, tenantId: string, told: readonly PermissionsStated[]): Promise<void> {
    const erased = await erasedAmong(tx, [...new Set(told.map(({ data }) => data.leadId))]);
    const events = told.filter(({ data }) => !erased.has(data.leadId));
    if (events.length === 0) return;
    const now = this.clock.now();
    const stated = events.flatMap((event) => statedConsents(event, now, this.ids).map((entry) => ({ entry, causedBy: event })));
    const leadsOf = (state: ConsentState) => stated.flatMap(({ entry }) => (entry.state === state ? [entry.leadId] : []));
    const persons = await this.persons.findAll(tx, leadsOf('withdrawn'));
    const sequences = await this.ledger.lock(tx, tenantId, [...stated.map(({ entry }) => entry.leadId), ...allLeadsOf(persons)]);
    const numbered = stated.map((line, index) => ({ ...line, sequence: sequences[index] ?? 0 }));
    const added = await this.ledger.append(tx, tenantId, liftingNothing(numbered, await this.knownLines.read(tx, leadsOf('given'))));
    await this.sharedWithdrawals.append(tx, added, persons, now);
    await this.prohibit(tx, tenantId, events, now);
  }

  /** @param told of addresses without a lead; may have come before: then they add nothing; nor do those that were erased */
  async takeAddresses(tx: Tx, tenantId: string, told: readonly AddressPermissionsStated[]): Promise<void> {
    const said = told.map(({ id, data }) => ({ id, data: prohibitedBy(data) }));
    await this.prohibit(tx, tenantId, said, this.clock.now());
  }

  private async prohibit(tx: Tx, tenantId: string, said: readonly Prohibiting[], now: Date): Promise<void> {
    const forbidding = said.filter(({ data }) => data.doNotContact.length > 0);
    if (forbidding.length === 0) return;
    const isNew = await this.origins.note(
      tx,
      tenantId,
      forbidding.map(({ id }) => id),
    );
    const entries = forbidding.filter(({ id }) => isNew.has(id)).flatMap(({ data }) => statedProhibitions(data, now, this.ids));
    for (const entry of entries) await this.dnc.put(tx, entry, now);
  }
}
