import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@leadstream/testing';
import { type MessagingConfig, readFreshness } from '../index.js';
import { GROUP, noteAddedV1, noteRecord, recordEffects, Stage } from './stage.spec.js';

/** The whole way of an event, through one adapter. */
export function describeDelivery(adapter: MessagingConfig['KAFKA_ADAPTER']): void {
  describe(`an event on its way through ${adapter}`, () => {
    let stage: Stage;
    const tenantId = randomUUID();
    beforeAll(async () => {
      stage = await Stage.open(2, adapter);
    });
    afterAll(() => stage.close());

    it('goes from the outbox through the topic to the handler, once', async () => {
      stage.relay();
      const member = await stage.join(recordEffects);
      const noteId = randomUUID();
      await stage.database.inTenant(tenantId, (tx) => stage.outbox.add(tx, noteAddedV1, { data: { noteId, n: 1 }, sequence: 1 }));
      await eventually(async () => expect((await stage.effects()).filter((effect) => effect.note_id === noteId)).toHaveLength(1));
      expect(member.strategy.health()).toEqual([expect.objectContaining({ group: GROUP, ready: true, reasons: [] })]);
    });

    it('that was rolled back never leaves', async () => {
      const noteId = randomUUID();
      const failing = stage.database.inTenant(tenantId, async (tx) => {
        await stage.outbox.add(tx, noteAddedV1, { data: { noteId, n: 1 }, sequence: 1 });
        throw new Error('changed my mind');
      });
      await expect(failing).rejects.toThrow('changed my mind');
      const after = randomUUID();
      await stage.database.inTenant(tenantId, (tx) => stage.outbox.add(tx, noteAddedV1, { data: { noteId: after, n: 2 }, sequence: 1 }));
      await eventually(async () => expect((await stage.effects()).map((effect) => effect.note_id)).toContain(after));
      expect((await stage.effects()).map((effect) => effect.note_id)).not.toContain(noteId);
    });

    it('that comes ten times has one effect', async () => {
      const record = noteRecord({ tenantId, n: 7 });
      await stage.send(Array.from({ length: 10 }, () => record));
      const last = noteRecord({ tenantId, noteId: randomUUID() });
      await stage.send([record, last]);
      await eventually(async () =>
        expect((await stage.effects()).map((effect) => effect.event_id)).toEqual(expect.arrayContaining([record.id, last.id])),
      );
      expect((await stage.effects()).filter((effect) => effect.event_id === record.id)).toHaveLength(1);
    });

    it('makes the group fresh, also when only foreign events follow', async () => {
      const foreign = noteRecord({ tenantId });
      await stage.send([{ ...foreign, headers: { ...foreign.headers, ce_type: 'note.renamed' } }]);
      const sent = new Date();
      const freshness = await eventually(async () => {
        const found = await stage.database.withoutTenant((tx) => readFreshness(tx, GROUP));
        expect(found.caughtUp).toBe(true);
        expect(found.asOf?.getTime()).toBeGreaterThan(sent.getTime());
        return found;
      });
      expect(freshness.lagSeconds).toBeLessThan(60);
    });
  });
}
