import { Injectable } from '@nestjs/common';
import type { Channel, ConsentState, Temperature } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';

const FIND: Statement = {
  name: 'lead-standings',
  text: `SELECT lead_id AS "leadId", temperature, consents, prohibitions FROM standings_of_leads($1, $2)`,
};

/** What is known of a lead beside its row and what it did. */
export interface LeadStanding {
  readonly temperature: Temperature;
  /** By `<channel>.<purpose>`. */
  readonly consents: ReadonlyMap<string, ConsentState>;
  readonly doNotContact: ReadonlyMap<Channel, boolean>;
}

interface Row {
  readonly leadId: Uuid;
  readonly temperature: Temperature;
  readonly consents: Readonly<Record<string, ConsentState>> | null;
  readonly prohibitions: Readonly<Record<Channel, boolean>> | null;
}

/** Of a lead of which nothing is known. */
export const NOTHING_KNOWN: LeadStanding = { temperature: 'cold', consents: new Map(), doNotContact: new Map() };

/** Temperature, consents and prohibitions of leads, those of leads that went into them included. */
@Injectable()
export class LeadFactsReadModel {
  async find(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[]): Promise<ReadonlyMap<Uuid, LeadStanding>> {
    const rows = await tx.query<Row>(FIND, [tenantId, leadIds]);
    return new Map(
      rows.map(({ leadId, temperature, consents, prohibitions }) => [
        leadId,
        {
          temperature,
          consents: new Map(Object.entries(consents ?? {})),
          doNotContact: new Map(Object.entries(prohibitions ?? {}) as [Channel, boolean][]),
        },
      ]),
    );
  }
}
