import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import { addressHash } from './member-address.rules.js';
import type { NamedMembers } from './named-members.js';

// Of two who have had one address the one who came last.
const FIND_NAMED: Statement = {
  name: 'member-find-named',
  text: `SELECT member_id AS "memberId", address_hash AS "addressHash" FROM member
         WHERE tenant_id = $1 AND (member_id = ANY ($2::uuid[]) OR address_hash = ANY ($3::bytea[])) ORDER BY added_at, member_id`,
};

/** Who is meant by the ids and addresses of members that somebody states. */
@Injectable()
export class NamedMemberReadModel {
  /** @param emails normalised */
  async find(tx: Tx, tenantId: Uuid, ids: readonly Uuid[], emails: readonly string[]): Promise<NamedMembers> {
    if (ids.length + emails.length === 0) return NOBODY;
    const hashes = [...new Set(emails)].map((email) => ({ email, hash: addressHash(tenantId, email) }));
    const rows = await tx.query<{ memberId: Uuid; addressHash: Buffer | null }>(FIND_NAMED, [
      tenantId,
      [...new Set(ids)],
      hashes.map(({ hash }) => hash),
    ]);
    const byHash = new Map(rows.map((row) => [row.addressHash?.toString('hex'), row.memberId]));
    return {
      ids: new Set(rows.map(({ memberId }) => memberId)),
      byEmail: new Map(
        hashes.flatMap(({ email, hash }) => {
          const memberId = byHash.get(hash.toString('hex'));
          return memberId === undefined ? [] : [[email, memberId] as const];
        }),
      ),
    };
  }
}

const NOBODY: NamedMembers = { ids: new Set(), byEmail: new Map() };
