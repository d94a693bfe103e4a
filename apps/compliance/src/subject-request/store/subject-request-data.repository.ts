import type { Clock } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { DataSubject, Erased, PersonalRecord, PersonalStore } from '@leadstream/privacy';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK } from '../../tokens.js';
import { presentRequest } from '../steps/present.rules.js';
import { REQUEST_COLUMNS, requestOf, type SubjectRequestRow } from './subject-request-row.js';

const OF_PERSON: Statement = {
  name: 'subject_request_of_person',
  text: `SELECT ${REQUEST_COLUMNS} FROM subject_request WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) ORDER BY id`,
};

const DELETE_PARTS: Statement = {
  name: 'subject_export_part_delete_of_person',
  text: `DELETE FROM subject_export_part p USING subject_request r
          WHERE p.tenant_id = $1 AND r.tenant_id = $1 AND r.id = p.request_id AND r.lead_id = ANY ($2::uuid[])`,
};

const DELETE_LOCATIONS: Statement = {
  name: 'subject_export_location_delete_of_person',
  text: `DELETE FROM subject_export_location l USING subject_request r
          WHERE l.tenant_id = $1 AND r.tenant_id = $1 AND r.id = l.request_id AND r.lead_id = ANY ($2::uuid[])`,
};

/** Its key is destroyed, and what comes meanwhile deleted, by the job that takes expired copies away. */
const EXPIRE: Statement = {
  name: 'subject_export_expire_of_person',
  text: `UPDATE subject_export e SET expires_at = greatest($3, e.started_at + interval '1 second'), look_at = $3
           FROM subject_request r
          WHERE e.tenant_id = $1 AND e.removed_at IS NULL AND r.tenant_id = $1 AND r.id = e.request_id AND r.lead_id = ANY ($2::uuid[])`,
};

const BLANK_NOTES: Statement = {
  name: 'subject_request_blank_notes_of_person',
  text: 'UPDATE subject_request SET note = NULL WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) AND note IS NOT NULL',
};

const COUNT: Statement = {
  name: 'subject_request_count_of_person',
  text: 'SELECT count(*)::int AS count FROM subject_request WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[])',
};

/** What the person asked before. A copy that was gathered for it is no record of its own. */
@Injectable()
export class SubjectRequestData implements PersonalStore {
  readonly name = 'subject-requests';
  readonly kind = 'table';
  readonly tables = ['subject_request', 'subject_request_step', 'subject_export', 'subject_export_location', 'subject_export_part'];

  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  async *gather(tx: Tx, { tenantId, leadIds }: DataSubject): AsyncGenerator<PersonalRecord> {
    const now = this.clock.now();
    for (const row of await tx.query<SubjectRequestRow>(OF_PERSON, [tenantId, leadIds])) yield presentRequest(requestOf(row), now);
  }

  references(): Promise<[]> {
    return Promise.resolve([]);
  }

  async erase(tx: Tx, { tenantId, leadIds }: DataSubject): Promise<Erased> {
    const located = await tx.execute(DELETE_LOCATIONS, [tenantId, leadIds]);
    const removed = located + (await tx.execute(DELETE_PARTS, [tenantId, leadIds]));
    await tx.execute(EXPIRE, [tenantId, leadIds, this.clock.now()]);
    const blanked = await tx.execute(BLANK_NOTES, [tenantId, leadIds]);
    const row = await tx.queryOne<{ count: number }>(COUNT, [tenantId, leadIds]);
    const reason = 'shows that something was asked, and how it was answered (GDPR Art. 5(2) and 17(3)(b), (e))';
    return { removed, blanked, kept: { count: (row?.count ?? 0) - blanked, reason } };
  }
}
