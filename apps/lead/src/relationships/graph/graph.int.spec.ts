import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LeadApp, startLeadApp } from '../../../test/lead-app.js';
import { merge, read, undo } from '../../../test/merges.js';
import { crowd, drawn, graphOf, groupOf, pathBetween, people, relate, relationsOf } from '../../../test/relationships.js';
import { ifMatch, type Problem } from '../../../test/tenant-client.js';

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp();
});
afterAll(() => app.stop());

/** A ring A-B-C-D-A of colleagues, F hanging at C, and G apart. */
async function ring() {
  const tenant = app.as();
  const known = await people(tenant, ['A', 'B', 'C', 'D', 'F', 'G']);
  for (const [one, other] of ['AB', 'BC', 'CD', 'DA'].map((pair) => [...pair] as ['A', 'B']))
    await relate(tenant, known[one], 'colleague', known[other]);
  await relate(tenant, known.F, 'referred-by', known.C);
  return { tenant, known };
}

describe('the graph of a lead', () => {
  it('holds each lead within reach once, by the shortest way, and all they are to each other', async () => {
    const { tenant, known } = await ring();
    expect(drawn(await graphOf(tenant, known.A), known)).toEqual({ nodes: ['A0', 'B1', 'D1'], edges: ['A-colleague-B', 'A-colleague-D'] });
    const whole = {
      nodes: ['A0', 'B1', 'C2', 'D1', 'F3'],
      edges: ['A-colleague-B', 'A-colleague-D', 'B-colleague-C', 'C-colleague-D', 'C-referred-F'],
    };
    expect(drawn(await graphOf(tenant, known.A, 'depth=3'), known)).toEqual(whole);
    expect(drawn(await graphOf(tenant, known.A, 'depth=4'), known)).toEqual(whole);
    expect(drawn(await graphOf(tenant, known.A, 'depth=4&types=colleague'), known).nodes).toEqual(['A0', 'B1', 'C2', 'D1']);
    expect(drawn(await graphOf(tenant, known.C, 'types=referred-by'), known)).toEqual({ nodes: ['C0', 'F1'], edges: ['C-referred-F'] });
    expect(await graphOf(tenant, known.G, 'depth=4')).toMatchObject({
      nodes: [{ id: known.G.id, firstName: 'G', status: 'new', hops: 0 }],
      edges: [],
    });
  });

  it('says when there is more than it shows, and shows the nearest', async () => {
    const { tenant, known } = await ring();
    const cut = await graphOf(tenant, known.A, 'depth=3&limit=3');
    expect([cut.truncated, drawn(cut, known).nodes]).toEqual([true, ['A0', 'B1', 'D1']]);
    const all = await graphOf(tenant, known.A, 'depth=3&limit=5');
    expect([all.truncated, all.nodes.length]).toEqual([false, 5]);
  });

  it.each(['depth=0', 'depth=5', 'depth=x', 'limit=0', 'limit=1001', 'speed=3'])('is refused with %s', async (query) => {
    const { tenant, known } = await ring();
    expect((await tenant.get<Problem>(`/v1/leads/${known.A.id}/graph?${query}`)).body.code).toBe('HTTP.INVALID_QUERY');
  });

  it('is no other tenant’s, and none of a lead that is gone or a kind that nobody knows', async () => {
    const { tenant, known } = await ring();
    const codeOf = async (client: typeof tenant, path: string) => (await client.get<Problem>(`/v1/leads/${known.A.id}/${path}`)).body.code;
    for (const path of ['graph', 'graph/group', `graph/path?to=${known.B.id}`, 'relationships'])
      expect(await codeOf(app.as(), path)).toBe('LEAD.NOT_FOUND');
    for (const path of ['graph?types=enemy', 'graph/group?types=enemy', `graph/path?to=${known.B.id}&types=enemy`])
      expect(await codeOf(tenant, path)).toBe('LEAD.RELATIONSHIP_TYPE_UNKNOWN');
    const stranger = (await people(app.as(), ['X'])).X;
    expect(await codeOf(tenant, `graph/path?to=${stranger.id}`)).toBe('LEAD.NOT_FOUND');
    expect(await codeOf(tenant, `graph/path?to=${known.A.id}`)).toBe('LEAD.RELATIONSHIP_TO_ITSELF');
    await tenant.delete(`/v1/leads/${known.A.id}`, ifMatch(1));
    expect(await codeOf(tenant, 'graph')).toBe('LEAD.NOT_FOUND');
  });
});

describe('a way between two leads', () => {
  it('is a shortest one, with what those on it are to each other', async () => {
    const { tenant, known } = await ring();
    const way = await pathBetween(tenant, known.A, known.F);
    const names = way.nodes.map(({ firstName, hops }) => `${firstName}${hops}`);
    expect([way.hops, names[0], names[2], names[3]]).toEqual([3, 'A0', 'C2', 'F3']);
    expect(['B1', 'D1']).toContain(names[1]);
    expect(way.edges.map(({ type }) => type)).toEqual(['colleague', 'colleague', 'referred']);
    expect(await pathBetween(tenant, known.A, known.D)).toMatchObject({ hops: 1 });
  });

  it('is none between those that do not hang together, by the kinds that were asked for', async () => {
    const { tenant, known } = await ring();
    expect(await pathBetween(tenant, known.A, known.G)).toMatchObject({ hops: null, nodes: [], edges: [] });
    expect((await pathBetween(tenant, known.A, known.F, 'types=colleague')).hops).toBeNull();
  });

  it('is told to be too long where it is one of more than 20', async () => {
    const tenant = app.as();
    const known = await people(tenant, ['A', 'X']);
    const ids = await crowd(app, tenant, known.A, 22, ['n - 1']);
    const at = (place: number) => ({ id: ids[place] ?? '' });
    expect(await pathBetween(tenant, known.A, at(20))).toMatchObject({ hops: 20, beyondLimit: false });
    expect(await pathBetween(tenant, known.A, at(21))).toMatchObject({ hops: null, beyondLimit: true, nodes: [] });
    expect(await pathBetween(tenant, at(21), known.A)).toMatchObject({ hops: null, beyondLimit: true });
    expect(await pathBetween(tenant, known.A, known.X)).toMatchObject({ hops: null, beyondLimit: false });
    expect(await pathBetween(tenant, { id: known.A.id.toUpperCase() }, at(2))).toMatchObject({ from: known.A.id, hops: 2 });
  });

  it('leads around a lead that is deleted', async () => {
    const { tenant, known } = await ring();
    await tenant.delete(`/v1/leads/${known.B.id}`, ifMatch(1));
    expect((await pathBetween(tenant, known.A, known.C)).nodes.map(({ firstName }) => firstName)).toEqual(['A', 'D', 'C']);
    await tenant.delete(`/v1/leads/${known.D.id}`, ifMatch(1));
    expect((await pathBetween(tenant, known.A, known.C)).hops).toBeNull();
  });
});

describe('the group of a lead', () => {
  it('is told whole of more than 10,000 leads, with the exact size', async () => {
    const tenant = app.as();
    const { A: root } = await people(tenant, ['A']);
    const ids = await crowd(app, tenant, root, 12_000, ['n / 2', 'n * 7919 % 12000']);
    const group = await groupOf(tenant, root, 'limit=3');
    expect([group.size, group.leaders.length, group.leaders[0]?.rank]).toEqual([ids.length, 3, 1]);
  });

  it('is all that hangs together, by influence', async () => {
    const { tenant, known } = await ring();
    const group = await groupOf(tenant, known.F);
    expect(group.size).toBe(5);
    expect(group.leaders.reduce((sum, { influence01 }) => sum + influence01, 0)).toBeCloseTo(1, 6);
    const byName = Object.fromEntries(group.leaders.map(({ firstName, influence01, rank }) => [firstName, { influence01, rank }]));
    // Nobody speaks for F, who speaks for C; A, B and D have two neighbours each, B and D on a level.
    expect([byName['C']?.rank, byName['F']?.rank]).toEqual([1, 5]);
    expect(byName['B']).toEqual(byName['D']);
    expect(byName['F']?.influence01).toBeCloseTo(0.15 / 5, 6);
    expect([group.influence01, group.rank]).toEqual([byName['F']?.influence01, 5]);
    expect(await groupOf(tenant, known.G)).toMatchObject({ size: 1, influence01: 1, rank: 1 });
    expect(await groupOf(tenant, known.F, 'types=colleague')).toMatchObject({ size: 1 });
    expect((await groupOf(tenant, known.F, 'limit=2')).leaders).toHaveLength(2);
  });
});

describe('leads that turn out to be one', () => {
  it('have the relationships of both, none to itself and none twice, until it is undone', async () => {
    const tenant = app.as();
    const known = await people(tenant, ['A', 'B', 'C', 'D']);
    for (const [one, type, other] of [
      ['A', 'spouse', 'B'],
      ['A', 'colleague', 'C'],
      ['B', 'colleague', 'C'],
      ['B', 'referred', 'D'],
    ] as const)
      await relate(tenant, known[one], type, known[other]);
    const before = await Promise.all(Object.values(known).map((lead) => relationsOf(tenant, lead, known)));
    const { body: made } = await merge(tenant, await read(tenant, known.A), await read(tenant, known.B));
    expect(await relationsOf(tenant, known.A, known)).toEqual(['colleague C', 'referred D']);
    expect(await relationsOf(tenant, known.C, known)).toEqual(['colleague A']);
    expect(await relationsOf(tenant, known.D, known)).toEqual(['referred-by A']);
    expect(drawn(await graphOf(tenant, known.D, 'depth=4'), known)).toEqual({
      nodes: ['A1', 'C2', 'D0'],
      edges: ['A-colleague-C', 'A-referred-D'],
    });
    expect((await groupOf(tenant, known.D)).size).toBe(3);
    expect((await pathBetween(tenant, known.C, known.D)).hops).toBe(2);
    expect((await relate(tenant, known.D, 'referred-by', known.A)).body.code).toBe('LEAD.RELATIONSHIP_EXISTS');
    expect(await tenant.get(`/v1/leads/${known.B.id}/graph`)).toMatchObject({ status: 404, body: { mergedInto: known.A.id } });
    await undo(tenant, made);
    expect(await Promise.all(Object.values(known).map((lead) => relationsOf(tenant, lead, known)))).toEqual(before);
  });

  it('stay so in a chain, with the survivor deleted and restored', async () => {
    const tenant = app.as();
    const known = await people(tenant, ['A', 'B', 'C', 'D']);
    await relate(tenant, known.C, 'referred', known.D);
    const { body: first } = await merge(tenant, await read(tenant, known.B), await read(tenant, known.C));
    const { body: second } = await merge(tenant, await read(tenant, known.A), await read(tenant, known.B));
    expect(await relationsOf(tenant, known.D, known)).toEqual(['referred-by A']);
    const survivor = await read(tenant, known.A);
    await tenant.delete(`/v1/leads/${survivor.id}`, ifMatch(survivor.version));
    expect(await relationsOf(tenant, known.D, known)).toEqual([]);
    await tenant.post(`/v1/leads/${survivor.id}/restore`, {});
    expect(await relationsOf(tenant, known.D, known)).toEqual(['referred-by A']);
    await undo(tenant, second);
    expect(await relationsOf(tenant, known.D, known)).toEqual(['referred-by B']);
    await undo(tenant, first);
    expect(await relationsOf(tenant, known.D, known)).toEqual(['referred-by C']);
  });

  it('lose together what they were seen to be', async () => {
    const tenant = app.as();
    const known = await people(tenant, ['A', 'B', 'C']);
    for (const lead of [known.A, known.B]) await relate(tenant, lead, 'colleague', known.C);
    const { body: made } = await merge(tenant, await read(tenant, known.A), await read(tenant, known.B));
    const { body } = await tenant.get<{ items: { id: string }[] }>(`/v1/leads/${known.C.id}/relationships`);
    expect((await tenant.delete(`/v1/leads/${known.C.id}/relationships/${body.items[0]?.id}`)).status).toBe(204);
    expect(await relationsOf(tenant, known.C, known)).toEqual([]);
    await undo(tenant, made);
    expect(await relationsOf(tenant, known.C, known)).toEqual([]);
  });
});
