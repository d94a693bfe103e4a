import { describe, expect, it } from '@jest/globals';
import { judgeItem } from './batch-item.js';
import { failedItem } from './interaction.rules.js';

const now = new Date('2026-11-20T12:00:00Z');
const item = {
  clientEventId: 'click-1',
  leadId: '0199f3a0-0000-7000-8000-000000000001',
  kind: 'page_view',
  occurredAt: '2026-11-20T11:59:00Z',
};

describe('judgeItem', () => {
  it('passes a good item on', () => {
    expect(judgeItem(item, now)).toEqual({ body: item });
  });

  it.each<[string, unknown, string]>([
    ['no object', 7, ''],
    ['null', null, ''],
    ['an unknown field', { ...item, tenantId: 'x' }, 'tenantId'],
    ['a missing field', { ...item, kind: undefined }, 'kind'],
    ['a wrong type', { ...item, value: '12' }, 'value'],
    ['a negative value', { ...item, value: -1 }, 'value'],
    ['an instant without zone', { ...item, occurredAt: '2026-11-20T11:59:00' }, 'occurredAt'],
    ['a kind with blanks', { ...item, kind: 'Page View' }, 'kind'],
    ['a foreign protocol', { ...item, content: { id: 'a', url: 'javascript:alert(1)' } }, 'content.url'],
  ])('names the field of %s', (_, wrong, path) => {
    const judged = judgeItem(wrong, now);
    expect('problem' in judged && failedItem(judged.problem)).toMatchObject({
      status: 'failed',
      error: { code: 'ENGAGEMENT.INVALID_INTERACTION', errors: [expect.objectContaining({ path })] },
    });
  });
});
