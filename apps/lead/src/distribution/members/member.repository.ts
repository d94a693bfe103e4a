import { Injectable } from '@nestjs/common';
import type { DistributionProfile } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { DistributionMemberRecord } from '../decision/candidate.js';

const COLUMNS = `member_id AS "memberId", role, version, updated_at AS "updatedAt", skills, territories, languages, time_zone AS "timeZone",
  working_hours AS "workingHours", max_open_leads AS "maxOpenLeads", daily_quota AS "dailyQuota", absences`;
const OF_TENANT = `SELECT ${COLUMNS} FROM member WHERE tenant_id = $1`;

const FIND_MANY: Statement = { name: 'member-find', text: `${OF_TENANT} AND member_id = ANY ($2::uuid[])` };
const FIND_PAGE: Statement = { name: 'member-page', text: `${OF_TENANT} AND member_id > $2 ORDER BY member_id LIMIT $3` };

// A redelivered event changes nothing, but for the address of a member who was known before addresses were.
const INSERT: Statement = {
  name: 'member-insert',
  text: `INSERT INTO member (tenant_id, member_id, role, address_hash, added_at, updated_at) VALUES ($1, $2, $3, $4, $5, $5)
         ON CONFLICT (tenant_id, member_id) DO UPDATE SET address_hash = excluded.address_hash
           WHERE member.address_hash IS NULL AND excluded.address_hash IS NOT NULL`,
};

const UPDATE: Statement = {
  name: 'member-update',
  text: `UPDATE member SET version = $3, skills = $4, territories = $5, languages = $6, time_zone = $7, working_hours = $8, max_open_leads = $9,
           daily_quota = $10, absences = $11, updated_at = $12
         WHERE tenant_id = $1 AND member_id = $2`,
};

type Row = Omit<DistributionMemberRecord, 'profile'> & DistributionProfile;

/** Members of a tenant, in the order of their ids, which is that of their arrival. */
@Injectable()
export class MemberRepository {
  /** Those of the given ones that are known. */
  async findMany(tx: Tx, tenantId: Uuid, memberIds: readonly Uuid[]): Promise<DistributionMemberRecord[]> {
    return (await tx.query<Row>(FIND_MANY, [tenantId, memberIds])).map(memberOf);
  }

  async findPage(tx: Tx, tenantId: Uuid, after: Uuid, limit: number): Promise<DistributionMemberRecord[]> {
    return (await tx.query<Row>(FIND_PAGE, [tenantId, after, limit])).map(memberOf);
  }

  /** @returns whether it was not known before */
  async create(tx: Tx, tenantId: Uuid, memberId: Uuid, role: string, address: Buffer | null, addedAt: Date): Promise<boolean> {
    return (await tx.execute(INSERT, [tenantId, memberId, role, address, addedAt])) > 0;
  }

  async update(tx: Tx, tenantId: Uuid, { memberId, version, profile, updatedAt }: DistributionMemberRecord): Promise<void> {
    const { skills, territories, languages, timeZone, workingHours, maxOpenLeads, dailyQuota, absences } = profile;
    const hours = workingHours === null ? null : JSON.stringify(workingHours);
    const said = [skills, territories, languages, timeZone, hours, maxOpenLeads, dailyQuota, JSON.stringify(absences)];
    await tx.execute(UPDATE, [tenantId, memberId, version, ...said, updatedAt]);
  }
}

function memberOf({ memberId, role, version, updatedAt, ...profile }: Row): DistributionMemberRecord {
  return { memberId, role, version, updatedAt, profile };
}
