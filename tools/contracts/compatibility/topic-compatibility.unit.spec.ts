import { describe, expect, it } from '@jest/globals';
import type { TopicFile, TopicSpec } from '@leadstream/contracts';
import { topicBreaks } from './topic-compatibility.ts';

const topic = (changes: { partitions?: number; maxBytes?: string; retentionMs?: string; name?: string } = {}): TopicSpec => ({
  name: changes.name ?? 'crm.lead.v1',
  partitions: changes.partitions ?? 6,
  config: { 'cleanup.policy': 'delete', 'retention.ms': changes.retentionMs ?? '1000', 'max.message.bytes': changes.maxBytes ?? '1000' },
});
const file = (...topics: TopicSpec[]): TopicFile => ({ topics });

describe('topicBreaks', () => {
  it('lets new topics and another retention pass', () => {
    expect(topicBreaks(file(topic()), file(topic({ retentionMs: '500' }), topic({ name: 'crm.deal.v1' })))).toEqual([]);
  });

  it.each([
    ['a topic that is gone', file(), /was removed/],
    ['another number of partitions', file(topic({ partitions: 12 })), /partitions went from 6 to 12/],
    ['a smaller record size', file(topic({ maxBytes: '999' })), /max\.message\.bytes went down/],
  ])('reports %s', (_name, current, expected) => {
    expect(topicBreaks(file(topic()), current)).toEqual([expect.stringMatching(expected)]);
  });
});
