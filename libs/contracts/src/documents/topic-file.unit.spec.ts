import { describe, expect, it } from '@jest/globals';
import { defineTopic } from '../define-topic.js';
import { defineGroup } from '../groups.js';
import { topicFile } from './topic-file.js';

const topic = defineTopic({ name: 'crm.lead.v1', partitions: 6, retentionDays: 2, description: '' });
const group = defineGroup({ name: 'compliance.lead-projection', topics: [topic], description: '' });

describe('topicFile', () => {
  it('lists the domain topics with their settings', () => {
    expect(topicFile([topic], [])).toEqual({
      topics: [
        {
          name: 'crm.lead.v1',
          partitions: 6,
          config: { 'cleanup.policy': 'delete', 'retention.ms': '172800000', 'max.message.bytes': '1048576' },
        },
      ],
    });
  });

  it('gives each group a dead-letter topic that holds any record of the topic and its reason', () => {
    const [, deadLetters] = topicFile([topic], [group]).topics;
    expect(deadLetters?.name).toBe('crm.lead.v1.compliance.lead-projection.dlq');
    expect(Number(deadLetters?.config['max.message.bytes'])).toBeGreaterThan(1_048_576);
  });

  it.each([
    [8, 365],
    [7, 7],
    [1, 7],
  ])('keeps dead letters of a topic of %i days for %i days: what may lie there unsealed must not outlive its week', (days, kept) => {
    const short = defineTopic({ ...topic, retentionDays: days });
    const [, deadLetters] = topicFile([short], [defineGroup({ ...group, topics: [short] })]).topics;
    expect(deadLetters?.config['retention.ms']).toBe(String(kept * 86_400_000));
  });
});
