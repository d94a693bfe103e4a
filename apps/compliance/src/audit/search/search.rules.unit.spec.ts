import { expect, it } from '@jest/globals';
import { leadCapturedV1, memberAddedV1 } from '@leadstream/contracts';
import { maySeePersonal } from './present-entry.rules.js';
import { conditionsOf } from './trail-filter.rules.js';

it('asks for what was stated, and for nothing else', () => {
  expect(conditionsOf({}, undefined)).toMatchObject({ name: 'audit_trail', text: 'tenant_id = $1', values: [] });
  expect(conditionsOf({ type: 'lead.captured', until: '2026-11-01T12:00:00Z' }, undefined)).toEqual({
    name: 'audit_trail_type_until',
    text: 'tenant_id = $1 AND type = $2::text AND recorded_at < $3::timestamptz',
    order: 'sequence DESC',
    values: ['lead.captured', '2026-11-01T12:00:00Z'],
  });
});

it('goes on behind a page, in the order of time where nothing else is asked for', () => {
  expect(conditionsOf({}, { before: 9, notAfter: '2026-11-01T12:00:00.000Z' })).toMatchObject({
    text: 'tenant_id = $1 AND sequence < $2::bigint AND recorded_at <= $3::timestamptz',
    order: 'recorded_at DESC, sequence DESC',
    values: [9, '2026-11-01T12:00:00.000Z'],
  });
});

it('shows persons to those who may see them elsewhere', () => {
  expect(maySeePersonal(leadCapturedV1, ['audit:read', 'leads:read'])).toBe(true);
  expect(maySeePersonal(leadCapturedV1, ['audit:read'])).toBe(false);
  expect(maySeePersonal(memberAddedV1, ['leads:read'])).toBe(false);
  expect(maySeePersonal(memberAddedV1, ['members:read'])).toBe(true);
  expect(maySeePersonal({ type: 'moon.risen', version: 1 }, ['leads:read'])).toBe(false);
  expect(maySeePersonal({ type: 'moon.risen', version: 1 }, ['leads:read', 'members:read'])).toBe(true);
});
