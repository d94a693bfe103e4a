import { describe, expect, it } from '@jest/globals';
import type { JsonSchema } from '@leadstream/contracts';
import { eventBreaks } from './event-compatibility.ts';

const event = {
  'x-topic': 'crm.lead.v1',
  'x-producer': 'lead',
  'x-key': 'tenantId:leadId',
  type: 'object',
  properties: { leadId: { type: 'string', format: 'uuid' }, note: { type: 'string' } },
  required: ['leadId'],
};
const breaks = (after: JsonSchema): string[] => eventBreaks(new Map([['lead.captured.v1', event]]), new Map([['lead.captured.v1', after]]));

describe('eventBreaks', () => {
  it('lets a new optional field, a new version and a new event pass', () => {
    const wider = { ...event, properties: { ...event.properties, extra: { type: 'string' } } };
    const current = new Map([
      ['lead.captured.v1', wider],
      ['lead.captured.v2', event],
      ['lead.scored.v1', event],
    ]);
    expect(eventBreaks(new Map([['lead.captured.v1', event]]), current)).toEqual([]);
  });

  it.each<[string, JsonSchema, RegExp]>([
    [
      'a removed field',
      { ...event, properties: { leadId: event.properties.leadId } },
      /^lead\.captured\.v1 note: was removed; declare lead\.captured\.v2/,
    ],
    [
      'a new required field',
      { ...event, properties: { ...event.properties, extra: {} }, required: ['leadId', 'extra'] },
      /extra: is a new field that is required/,
    ],
    [
      'a narrowed type',
      { ...event, properties: { ...event.properties, note: { type: 'string', enum: ['a'] } } },
      /note: is now limited to "a"/,
    ],
    [
      'a widened type, which older readers refuse',
      { ...event, properties: { ...event.properties, leadId: { type: 'string' } } },
      /leadId: format went/,
    ],
    ['another topic', { ...event, 'x-topic': 'crm.leads.v1' }, /topic went from crm\.lead\.v1 to crm\.leads\.v1/],
    ['another key', { ...event, 'x-key': 'tenantId:note' }, /record key went/],
    ['another producer', { ...event, 'x-producer': 'gateway' }, /producer went/],
  ])('reports %s', (_name, after, expected) => {
    expect(breaks(after)).toEqual([expect.stringMatching(expected)]);
  });

  it('reports an event that is gone', () => {
    expect(eventBreaks(new Map([['lead.captured.v1', event]]), new Map())).toEqual([expect.stringContaining('was removed')]);
  });
});
