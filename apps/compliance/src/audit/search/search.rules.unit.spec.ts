import { expect, it } from '@jest/globals';
import { leadCapturedV1, memberAddedV1 } from '@leadstream/contracts';
import { maySeePersonal } from './present-entry.rules.js';
import { conditionsOf } from './trail-filter.rules.js';

it('asks for what was stated, and for nothing else', () => {
  expect(conditionsOf({}, undefined)).toEqual({ name: 'audit_trail', text: 'tenant_id = $1', values: [] });
  expect(conditionsOf({ type: 'lead.captured', until: '2026-11-01T12:00:00Z' }, 9)).toEqual({
    name: 'audit_trail_type_until_before',
    text: 'tenant_id = $1 AND type = $2::text AND recorded_at < $3::timestamptz AND sequence < $4::bigint',
    values: ['lead.captured', '2026-11-01T12:00:00Z', 9],
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
