import { expect, it } from '@jest/globals';
import { Ledger } from '../ledger.ts';
import { Random } from '../random.ts';
import type { GatewayDoor, Reply } from './gateway-call.ts';
import { OperationPlanner } from './operation-planner.ts';

const made = (id: string): Extract<Reply, { kind: 'answer' }> => ({
  kind: 'answer',
  status: 201,
  etag: undefined,
  body: { id, path: '/v1/hooks/1' },
});

it('says from the beginning which entry is withdrawn, so that it is known where the client gave up', async () => {
  const door = { send: async () => made('endpoint') } as unknown as GatewayDoor;
  const planner = await OperationPlanner.prepare({ apiKey: 'k', random: new Random(1), door });
  const ledger = new Ledger('tenant');
  const addition = planner.plan('dnc-add');
  if (!addition) throw new Error('nothing planned');
  addition.answered(ledger.open(addition), made('entry'));
  const removal = planner.plan('dnc-remove');
  if (!removal) throw new Error('nothing planned');
  expect(ledger.open(removal)).toMatchObject({ kind: 'dnc-remove', standing: 'unknown', effectId: 'entry' });
});
