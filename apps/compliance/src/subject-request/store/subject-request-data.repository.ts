import type { Clock } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import { type DataSubject, type Erased, type PersonalRecord, type PersonalStore, referenceText } from '@leadstream/privacy';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK } from '../../tokens.js';
import { presentRequest } from '../steps/present.rules.js';
import { REQUEST_COLUMNS, requestOf, type SubjectRequestRow } from './subject-request-row.js';

/* Of its leads, and what it asked by one of its addresses. */
const THEIRS = (request: string) => `(${request}.lead_id = ANY ($2::uuid[])
            OR ${request}.id IN (SELECT a.request_id FROM subject_request_address a WHERE a.tenant_id = $1 AND a.address = ANY ($3::text[])))`;

const OF_PERSON: Statement = {
  name: 'subject_request_of_person',
  text: `SELECT ${REQUEST_COLUMNS} FROM subject_request WHERE tenant_id = $1 AND ${THEIRS('subject_request')} ORDER BY id`,
};

const DELETE_PARTS: Statement = {
  name: 'subject_export_part_delete_of_person',
  text: `DELETE FROM subject_export_part p USING subject_request r
          WHERE p.tenant_id = $1 AND r.tenant_id = $1 AND r.id = p.request_id AND ${THEIRS('r')}`,
};

const DELETE_LOCATIONS: Statement = {
  name: 'subject_export_location_delete_of_person',
  text: `DELETE FROM subject_export_location l USING subject_request r
          WHERE l.tenant_id = $1 AND r.tenant_id = $1 AND r.id = l.request_id AND ${THEIRS('r')}`,
};

/** Its key is destroyed, and what comes meanwhile deleted, by the job that takes expired copies away. */
const EXPIRE: Statement = {
  name: 'subject_export_expire_of_person',
  text: `UPDATE subject_export e SET expires_at = greatest($4, e.started_at + interval '1 second'), look_at = $4
           FROM subject_request r
          WHERE e.tenant_id = $1 AND e.removed_at IS NULL AND r.tenant_id = $1 AND r.id = e.request_id AND ${THEIRS('r')}`,
};

const BLANK_NOTES: Statement = {
  name: 'subject_request_blank_notes_of_person',
  text: `UPDATE subject_request SET note = NULL WHERE tenant_id = $1 AND ${THEIRS('subject_request')} AND note IS NOT NULL`,
};

const COUNT: Statement = {
  name: 'subject_request_count_of_person',
  text: `SELECT count(*)::int AS count FROM subject_request WHERE tenant_id = $1 AND ${THEIRS('subject_request')}`,
};

/* By them the requests are found, so those of an erasure that is under way go with its certificate. */
const DELETE_ADDRESSES: Statement = {
  name: 'subject_request_address_delete_of_person',
  text: `DELETE FROM subject_request_address s WHERE s.tenant_id = $1 AND s.address = ANY ($2::text[])
            AND NOT EXISTS (SELECT FROM erasure_address a WHERE a.tenant_id = $1 AND a.address = s.address)`,
};

/** What the person asked before, as a lead or by an address. A copy that was gathered for it is no record of its own. */
@Injectable()
export class SubjectRequestData implements PersonalStore {
  readonly name = 'subject-requests';
  readonly kind = 'table';
  readonly tables = [
    'subject_request',
    'subject_request_address',
    'subject_request_step',
    'subject_export',
    'subject_export_location',
    'subject_export_part',
  ];

  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  async *gather(tx: Tx, subject: DataSubject): AsyncGenerator<PersonalRecord> {
    const now = this.clock.now();
    for (const row of await tx.query<SubjectRequestRow>(OF_PERSON, valuesOf(subject))) yield presentRequest(requestOf(row), now);
  }

  references(): Promise<[]> {
    return Promise.resolve([]);
  }

  async erase(tx: Tx, subject: DataSubject): Promise<Erased> {
    const values = valuesOf(subject);
    const located = await tx.execute(DELETE_LOCATIONS, values);
    const parts = await tx.execute(DELETE_PARTS, values);
    await tx.execute(EXPIRE, [...values, this.clock.now()]);
    const blanked = await tx.execute(BLANK_NOTES, values);
    const row = await tx.queryOne<{ count: number }>(COUNT, values);
    const addresses = await tx.execute(DELETE_ADDRESSES, [subject.tenantId, namesOf(subject)]);
    const reason = 'shows that something was asked, and how it was answered (GDPR Art. 5(2) and 17(3)(b), (e))';
    return { removed: located + parts + addresses, blanked, kept: { count: (row?.count ?? 0) - blanked, reason } };
  }
}

const namesOf = ({ addresses }: DataSubject) => addresses.map(referenceText);

function valuesOf(subject: DataSubject): unknown[] {
  return [subject.tenantId, subject.leadIds, namesOf(subject)];
}
