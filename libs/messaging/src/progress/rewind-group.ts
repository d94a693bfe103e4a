import type { GroupContract } from '@leadstream/contracts';
import type { TenantDatabase } from '@leadstream/persistence';
import type { TopicPartition } from '../kafka-client.js';

/** A partition that a group will read again. */
export interface RewoundPartition extends TopicPartition {
  /** How far the group had come: the records below it come again. */
  readonly from: number;
}

/** A greater token shuts out whoever works on the partition, so that nobody moves its progress on from where it was. */
const REWIND = {
  name: 'progress-rewind',
  text: `UPDATE consumer_progress SET fencing_token = fencing_token + 1, high_water = 0, last_record_at = NULL
         WHERE consumer_group = $1 RETURNING topic, partition, old.high_water::float8 AS "from"`,
};

/**
 * Makes a group read its topics from the first record that they still hold, whatever the broker knows of its offsets. May be done
 * while members run: they lose their leases, take new ones within seconds, and go back. Events that are in the group's inbox change
 * nothing; what was dead-lettered is so again.
 * @param database of the slice that the group belongs to, with its service role
 * @returns the partitions that the group had ever held, in order
 */
export async function rewindGroup(database: TenantDatabase, group: GroupContract): Promise<RewoundPartition[]> {
  const rewound = await database.withoutTenant((tx) => tx.query<RewoundPartition>(REWIND, [group.name]));
  return rewound.sort((one, other) => one.topic.localeCompare(other.topic) || one.partition - other.partition);
}
