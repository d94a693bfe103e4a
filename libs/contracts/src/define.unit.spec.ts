import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { defineEvent } from './define-event.js';
import { defineTopic } from './define-topic.js';
import { allGroups, deadLetterTopicOf, defineGroup } from './groups.js';
import { leadTopic } from './topics.js';

const event = {
  type: 'lead.captured',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'id',
  data: z.object({ id: z.uuid() }),
} as const;

describe('declarations', () => {
  it.each(['captured', 'Lead.captured', 'lead.was captured', 'lead.captured.v1'])('refuse the event type %s', (type) => {
    expect(() => defineEvent({ ...event, type })).toThrow(RangeError);
  });

  it.each([0, 1.5, -1])('refuse the version %d', (version) => {
    expect(() => defineEvent({ ...event, version })).toThrow(RangeError);
  });

  it.each([
    { name: 'lead.v1', partitions: 1, retentionDays: 1 },
    { name: 'crm.lead', partitions: 1, retentionDays: 1 },
    { name: 'crm.lead.v1', partitions: 0, retentionDays: 1 },
    { name: 'crm.lead.v1', partitions: 1, retentionDays: 0 },
  ])('refuse the topic %p', (topic) => {
    expect(() => defineTopic({ ...topic, description: '' })).toThrow(RangeError);
  });

  it('refuse a group name without purpose', () => {
    expect(() => defineGroup({ name: 'lead.', topics: [leadTopic], description: '' })).toThrow(RangeError);
  });

  it('give each group a name of its own', () => {
    expect(new Set(allGroups.map((group) => group.name)).size).toBe(allGroups.length);
    expect(deadLetterTopicOf('crm.lead.v1', 'compliance.lead-projection')).toBe('crm.lead.v1.compliance.lead-projection.dlq');
  });
});
