import { endianness } from 'node:os';
import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { DatedContribution } from './contribution.js';
import type { Contributions } from '../score/score.js';

const FIND: Statement = {
  name: 'scoring-contributions',
  text: 'SELECT lead_id AS "leadId", kind, instants FROM scoring_instants_of($1, $2, $3)',
};

// Ids under which something may be told of a lead, as in the function above.
const SUBJECTS = `WITH RECURSIVE family AS (
           SELECT $2::uuid AS lead_id
           UNION
           SELECT l.lead_id FROM family f JOIN lead l ON l.tenant_id = $1 AND l.merged_into = f.lead_id),
         subject AS (
           SELECT lead_id FROM family
           UNION
           SELECT i.value::uuid FROM family f JOIN lead_identity i ON i.tenant_id = $1 AND i.lead_id = f.lead_id AND i.kind = 'visitor')`;

const FIND_ALL: Statement = {
  name: 'scoring-contributions-all',
  text: `${SUBJECTS}
         SELECT c.kind, c.occurred_at AS "occurredAt", r.retracted_at AS "retractedAt",
           lead(c.occurred_at) OVER (PARTITION BY c.source_id, c.kind ORDER BY c.occurred_at) AS "againAt"
         FROM subject s JOIN scoring_contribution c ON c.tenant_id = $1 AND c.lead_id = s.lead_id
         LEFT JOIN scoring_retraction r ON r.tenant_id = $1 AND r.source_id = c.source_id`,
};

// Of what was done several times the first one.
const FIND_FIRST: Statement = {
  name: 'scoring-contributions-first',
  text: `WITH RECURSIVE family AS (
           SELECT root, root AS member FROM unnest($2::uuid[]) AS root
           UNION
           SELECT f.root, l.lead_id FROM family f JOIN lead l ON l.tenant_id = $1 AND l.merged_into = f.member),
         subject AS (
           SELECT root, member FROM family
           UNION
           SELECT f.root, i.value::uuid FROM family f JOIN lead_identity i ON i.tenant_id = $1 AND i.lead_id = f.member AND i.kind = 'visitor'),
         done AS (
           SELECT s.root, c.kind, min(c.occurred_at) AS first
           FROM subject s JOIN scoring_contribution c ON c.tenant_id = $1 AND c.lead_id = s.member
           LEFT JOIN scoring_retraction r ON r.tenant_id = $1 AND r.source_id = c.source_id
           WHERE r.retracted_at IS NULL OR r.retracted_at > $3
           GROUP BY s.root, c.kind, c.source_id)
         SELECT root AS "leadId", kind, string_agg(float8send(round(date_part('epoch', first) * 1000)), '') AS instants FROM done GROUP BY root, kind`,
};

interface Row {
  readonly leadId: Uuid;
  readonly kind: string;
  /** In milliseconds since 1970: doubles one behind the other, the high byte first. */
  readonly instants: Buffer;
}

/** What leads did, under whichever of their ids it was told. */
@Injectable()
export class ContributionReadModel {
  /**
   * Of each lead what was not taken back by an instant; what lies behind the instant is there, too. What was done several times with one source is there
   * by the latest time up to the instant, and by the next one behind it, from which on that one counts instead.
   */
  async find(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[], at: Date): Promise<(leadId: Uuid) => Contributions> {
    return byLead(await tx.query<Row>(FIND, [tenantId, leadIds, at]));
  }

  /** Of each lead what was not taken back by an instant; what was done several times with one source by the first of them. */
  async findFirst(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[], at: Date): Promise<(leadId: Uuid) => Contributions> {
    return byLead(await tx.query<Row>(FIND_FIRST, [tenantId, leadIds, at]));
  }

  findAll(tx: Tx, tenantId: Uuid, leadId: Uuid): Promise<DatedContribution[]> {
    return tx.query<DatedContribution>(FIND_ALL, [tenantId, leadId]);
  }
}

/** A kind may come in several rows: what stands in a digest and what came since. */
function byLead(rows: readonly Row[]): (leadId: Uuid) => Contributions {
  const found = new Map<Uuid, Map<string, number[]>>();
  for (const { leadId, kind, instants } of rows) {
    const ofLead = found.get(leadId) ?? new Map<string, number[]>();
    const before = ofLead.get(kind);
    const these = numbersOf(instants);
    found.set(leadId, ofLead.set(kind, before ? before.concat(these) : these));
  }
  return (leadId) => found.get(leadId) ?? new Map();
}

/** Turned round in one go: reading several hundred numbers one by one, or as text, takes longer than all the rest. */
function numbersOf(doubles: Buffer): number[] {
  const numbers = new Float64Array(doubles.length / Float64Array.BYTES_PER_ELEMENT);
  const bytes = Buffer.from(numbers.buffer);
  doubles.copy(bytes);
  if (endianness() === 'LE') bytes.swap64();
  return Array.from(numbers);
}
