import { Injectable } from '@nestjs/common';
import type { Channel, ConsentState, Temperature } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';

const FIND: Statement = {
  name: 'lead-standings',
  text: `SELECT lead_id AS "leadId", temperature, consents, prohibitions, ends FROM standings_of_leads($1, $2, $3)`,
};

/** What is known of a lead beside its row and what it did. */
export interface LeadStanding {
  readonly temperature: Temperature;
  /** By `<channel>.<purpose>`. */
  readonly consents: ReadonlyMap<string, ConsentState>;
  readonly doNotContact: ReadonlyMap<Channel, boolean>;
  /** When time may change a consent or prohibition next, in milliseconds since 1970: by the name of the field. */
  readonly ends: ReadonlyMap<string, number>;
}

interface Row {
  readonly leadId: Uuid;
  readonly temperature: Temperature;
  readonly consents: Readonly<Record<string, ConsentState>> | null;
  readonly prohibitions: Readonly<Record<Channel, boolean>> | null;
  readonly ends: Readonly<Record<string, number>> | null;
}

/** Of a lead of which nothing is known. */
export const NOTHING_KNOWN: LeadStanding = { temperature: 'cold', consents: new Map(), doNotContact: new Map(), ends: new Map() };

/** Temperature, consents and prohibitions of leads, those of leads that went into them included. */
@Injectable()
export class LeadFactsReadModel {
  /** @param now consents and prohibitions that were over by then do not count */
  async find(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[], now: Date): Promise<ReadonlyMap<Uuid, LeadStanding>> {
    const rows = await tx.query<Row>(FIND, [tenantId, leadIds, now]);
    return new Map(
      rows.map(({ leadId, temperature, consents, prohibitions, ends }) => [
        leadId,
        {
          temperature,
          consents: new Map(Object.entries(consents ?? {})),
          doNotContact: new Map(Object.entries(prohibitions ?? {}) as [Channel, boolean][]),
          ends: new Map(Object.entries(ends ?? {})),
        },
      ]),
    );
  }
}
