import type { Channel, Purpose } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import type { FormerHolder } from '../../former-address/former-address.js';
import { FormerAddressReadModel } from '../../former-address/former-address.read-model.js';
import type { LeadFamily } from '../../known-lead/known-lead.js';
import { KnownLeadReadModel, NOBODY } from '../../known-lead/known-lead.read-model.js';
import { familyIds } from '../../known-lead/known-lead.rules.js';
import { ConsentReadModel, type LedgerStatement } from '../consent.read-model.js';
import type { Person } from './person.js';
import { addressKey, heldAddresses } from './held-address.rules.js';
import type { PersonLedger } from './person-ledger.js';
import { personLedger } from './person-ledger.rules.js';

/** What narrows a look into the ledger. */
export interface LedgerLook {
  readonly only?: { readonly channel: Channel; readonly purpose: Purpose };
  /** What was stated or lost later is left out. */
  readonly until?: Date | undefined;
}

/** Reads what decides where consent of persons stands. */
@Injectable()
export class PersonLedgerService {
  constructor(
    private readonly consents: ConsentReadModel,
    private readonly knownLeads: KnownLeadReadModel,
    private readonly formerAddresses: FormerAddressReadModel,
  ) {}

  async read(tx: Tx, person: Person, look: LedgerLook = {}): Promise<PersonLedger<LedgerStatement>> {
    return (await this.readAll(tx, [person], look)).get(person.leadId) ?? NOTHING;
  }

  /** @returns by lead that is asked about */
  async readAll(tx: Tx, persons: readonly Person[], look: LedgerLook = {}): Promise<Map<string, PersonLedger<LedgerStatement>>> {
    const { only, until } = look;
    const ids = [...new Set(persons.flatMap(({ leadId, family }) => familyIds(leadId, family)))];
    const addresses = new Map(persons.flatMap(({ family }) => heldAddresses(family)).map((one) => [addressKey(one), one]));
    const [own, found] = await Promise.all([
      this.consents.findLatest(tx, tx.tenantId, ids, only, until),
      this.formerAddresses.find(tx, [...addresses.values()]),
    ]);
    const known = until === undefined ? found : found.filter(({ lostAt }) => lostAt <= until);
    const { families, others } = known.length === 0 ? NOBODY_ELSE : await this.readHolders(tx, known, ids, look);
    const read = {
      lines: Map.groupBy([...own, ...others], ({ leadId }) => leadId),
      holders: Map.groupBy(known, addressKey),
      families,
    };
    return new Map(persons.map((person) => [person.leadId, personLedger(person, read)]));
  }

  private async readHolders(tx: Tx, holders: readonly FormerHolder[], read: readonly string[], { only, until }: LedgerLook) {
    const roots = [...new Set(holders.map(({ rootId }) => rootId))];
    const families = await this.knownLeads.findFamilies(tx, tx.tenantId, roots);
    const ids = new Set(roots.flatMap((rootId) => familyIds(rootId, families.get(rootId) ?? NOBODY)));
    for (const id of read) ids.delete(id);
    return { families, others: await this.consents.findLatest(tx, tx.tenantId, [...ids], only, until) };
  }
}

const NOTHING: PersonLedger<LedgerStatement> = { own: [], earlier: [] };
const NOBODY_ELSE: { readonly families: Map<string, LeadFamily>; readonly others: LedgerStatement[] } = { families: new Map(), others: [] };
