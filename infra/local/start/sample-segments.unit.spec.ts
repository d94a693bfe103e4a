import { expect, it } from '@jest/globals';
import { changeSegmentMembersBody, createSegmentBody, LEAD_STATUSES } from '@leadstream/contracts';
import type { GatewayClient } from './gateway-client.ts';
import { SCENARIOS } from './sample-scenarios.ts';
import { addSampleSegments, SAMPLE_DYNAMIC_SEGMENT, SAMPLE_GUESTS, SAMPLE_STATIC_SEGMENT } from './sample-segments.ts';

const id = (number: number): string => `01920000-0000-7000-8000-${String(number).padStart(12, '0')}`;

/** Adds them to a system that has some segments already. @returns what was posted */
async function add(known: readonly { readonly name: string }[]): Promise<{ path: string; body: object }[]> {
  const posted: { path: string; body: object }[] = [];
  const client = {
    get: () => Promise.resolve({ items: known.map(({ name }, index) => ({ id: id(index), name })) }),
    post: (path: string, body: object) => {
      posted.push({ path, body });
      return Promise.resolve({ id: id(100) });
    },
  };
  const find = (externalId: string) => Promise.resolve(id(200 + SCENARIOS.findIndex(({ lead }) => lead.externalId === externalId)));
  await addSampleSegments(client as unknown as GatewayClient, find);
  return posted;
}

it('makes a dynamic and a static segment, as the API takes them', async () => {
  const [dynamic, list, members] = await add([]);
  for (const made of [dynamic, list]) expect(createSegmentBody.safeParse(made?.body).error).toBeUndefined();
  expect(members?.path).toBe(`/v1/segments/${id(100)}/members`);
  expect(changeSegmentMembersBody.safeParse(members?.body).error).toBeUndefined();
});

it('names statuses and leads that there are', () => {
  const [{ value: statuses }] = SAMPLE_DYNAMIC_SEGMENT.filter.and;
  expect(LEAD_STATUSES).toEqual(expect.arrayContaining([...statuses]));
  expect(SCENARIOS.map(({ lead }) => lead.externalId)).toEqual(expect.arrayContaining([...SAMPLE_GUESTS]));
});

it('makes nothing twice', async () => {
  const posted = await add([SAMPLE_STATIC_SEGMENT, SAMPLE_DYNAMIC_SEGMENT]);
  expect(posted.map(({ path }) => path)).toEqual([`/v1/segments/${id(0)}/members`]);
});
