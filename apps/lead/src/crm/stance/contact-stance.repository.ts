import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { ContactStance, LeadStance, StanceSubject } from './contact-stance.rules.js';

// What was stated later counts, in whichever order it is told.
const SAVE: Statement = {
  name: 'contact-stance-save',
  text: `INSERT INTO contact_stance AS known (tenant_id, subject, source, forbids, stated_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (tenant_id, subject, source) DO UPDATE
         SET forbids = excluded.forbids, stated_at = excluded.stated_at, expires_at = excluded.expires_at
         WHERE excluded.stated_at >= known.stated_at`,
};

// What was said of a lead that went into another one is said of that one.
const FIND: Statement = {
  name: 'contact-stance-find',
  text: `WITH RECURSIVE family AS (
           SELECT "leadId" AS root, "leadId" AS member FROM jsonb_to_recordset($2::jsonb) AS asked ("leadId" uuid) WHERE $1::uuid IS NOT NULL
           UNION
           SELECT f.root, l.lead_id FROM family f JOIN lead l ON l.tenant_id = $1 AND l.merged_into = f.member),
         asked AS (
           SELECT "leadId", kind, subject FROM jsonb_to_recordset($2::jsonb) AS asked ("leadId" uuid, kind text, subject text)
           UNION
           SELECT root, NULL, 'lead:' || member FROM family)
         SELECT asked."leadId", asked.kind, s.source, s.forbids
         FROM asked JOIN contact_stance s ON s.tenant_id = $1 AND s.subject = asked.subject
         WHERE s.expires_at IS NULL OR s.expires_at > $3`,
};

const DELETE = 'DELETE FROM contact_stance WHERE tenant_id = $1 AND source = $2';

/** What compliance says of writing to people: taken from its topic, so that a peer is never told of somebody for want of an answer. */
@Injectable()
export class ContactStanceRepository {
  async save(tx: Tx, tenantId: Uuid, { subject, source, forbids, statedAt, expiresAt }: ContactStance): Promise<void> {
    await tx.execute(SAVE, [tenantId, subject, source, forbids, statedAt, expiresAt]);
  }

  async delete(tx: Tx, tenantId: Uuid, source: string): Promise<void> {
    await tx.execute(DELETE, [tenantId, source]);
  }

  find(tx: Tx, tenantId: Uuid, subjects: readonly StanceSubject[], now: Date): Promise<LeadStance[]> {
    return tx.query<LeadStance>(FIND, [tenantId, JSON.stringify(subjects), now]);
  }
}
