import { expect, it } from '@jest/globals';
import type { EventOf, personDataRequestedV1 } from '@leadstream/contracts';
import type { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { type DataSubject, parseReference, referenceText, type SubjectReference } from './data-subject.js';
import { PersonDataAnswers } from './person-data-answers.js';

const tenantId = 'acme';
const tx = { tenantId, execute: () => Promise.resolve(1) } as unknown as Tx;
const outbox = { add: () => Promise.resolve() } as unknown as Outbox;
/** Stands for a vault: hashes are the tenant and the name. */
const hashOf = (name: string) => Buffer.from(`${tenantId} ${name}`);
const vault = { hashesOf: (_: string, names: readonly string[]) => Promise.resolve(names.map(hashOf)) };

/** @returns which addresses a slice that was brought back is to erase, when it knows these of the person again */
async function erasedAgain(known: readonly string[], destroyed: readonly string[]): Promise<string[]> {
  const asked: DataSubject[] = [];
  const store = {
    name: 'contacts',
    kind: 'table' as const,
    tables: ['contact'],
    gather: () => [],
    references: () => Promise.resolve(known.map((text) => parseReference(text) as SubjectReference)),
    erase: (_: Tx, subject: DataSubject) => {
      asked.push(subject);
      return Promise.resolve({ removed: 0, blanked: 0 });
    },
  };
  const addressHashes = destroyed.map((name) => hashOf(name).toString('base64'));
  const data = { requestId: 'r', purpose: 'restore', step: 'erase', round: 1, leadIds: ['l'], addresses: [], addressHashes };
  const event = { tenantId, data } as unknown as EventOf<typeof personDataRequestedV1>;
  await new PersonDataAnswers({ service: 'lead', stores: [store], outbox, vault }).answer(event, tx);
  return asked.flatMap(({ addresses }) => addresses.map(referenceText));
}

it('erases once more what the person had whose keys went, and no address that was left to somebody else', async () => {
  const [own, ofAnother] = ['email:ada@example.com', 'email:bob@example.com'];
  expect(await erasedAgain(['lead:l', own, ofAnother], [own, 'phone:+14155552671'])).toEqual([own]);
  expect(await erasedAgain([ofAnother], [own])).toEqual([]);
});
