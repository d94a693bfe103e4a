import { expect, it } from '@jest/globals';
import type { Delivery } from './decode-records.js';
import { tenantPartsOf } from './tenant-parts.js';

const delivery = (tenantId: string, id: string): Delivery => ({ event: { tenantId, id } }) as Delivery;

it('sorts events by tenant, tenants by id and leaves the order within a tenant alone', () => {
  const parts = tenantPartsOf([delivery('b', '2'), delivery('a', '9'), delivery('b', '1'), delivery('a', '3')]);
  expect(parts.map(({ tenantId, deliveries }) => [tenantId, ...deliveries.map(({ event }) => event.id)])).toEqual([
    ['a', '9', '3'],
    ['b', '2', '1'],
  ]);
});

it('holds the first delivery of an event that came more than once', () => {
  const first = delivery('a', '1');
  const [part] = tenantPartsOf([first, delivery('a', '1'), delivery('a', '2')]);
  expect(part?.deliveries).toHaveLength(3);
  expect(part?.byId.get('1')).toBe(first);
  expect([...(part?.byId.keys() ?? [])]).toEqual(['1', '2']);
});
