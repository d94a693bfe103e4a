import { createHash } from 'node:crypto';
import { defineEvent, defineTopic } from '@leadstream/contracts';
import { z } from 'zod';

export const accountTopic = defineTopic({
  name: 'crm.account.v1',
  partitions: 3,
  retentionDays: 1,
  description: 'Accounts of the oracle.',
});
export const statementTopic = defineTopic({ name: 'crm.statement.v1', partitions: 2, retentionDays: 1, description: 'Their statements.' });

const data = z.object({ accountId: z.uuid(), version: z.int(), text: z.string() });
const ofAccount = { version: 1, producer: 'lead', aggregate: 'accountId', data } as const;

/** Two types in one topic, and one in another. */
export const accountEvents = [
  defineEvent({ type: 'account.credited', topic: accountTopic, ...ofAccount }),
  defineEvent({ type: 'account.debited', topic: accountTopic, ...ofAccount }),
  defineEvent({ type: 'statement.posted', topic: statementTopic, ...ofAccount }),
] as const;
export type AccountEvent = (typeof accountEvents)[number];

/** Tells whether what arrived is what was committed, without keeping either. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
