import { expect, it } from '@jest/globals';
import { connectionUrl, passwordsFrom, sliceUrl } from './connection-url.js';

it('replaces database and login, and keeps the rest', () => {
  const url = connectionUrl('postgres://admin:secret@db.example:6543/postgres?sslmode=require', 'lead stream', {
    role: 'lead_owner',
    password: 'p@ss/word',
  });
  expect(url).toBe('postgres://lead_owner:p%40ss%2Fword@db.example:6543/lead%20stream?sslmode=require');
});

it('takes the password of one role before the password of all', () => {
  const passwordOf = passwordsFrom({ LEAD_OWNER_PASSWORD: 'one', DATABASE_ROLE_PASSWORD: 'all' });
  expect(sliceUrl('postgres://h/d', 'lead', 'owner', passwordOf)).toBe('postgres://lead_owner:one@h/d');
  expect(sliceUrl('postgres://h/d', 'email_events', 'relay', passwordOf)).toBe('postgres://email_events_relay:all@h/d');
});

it('has a default in development and none in production', () => {
  expect(passwordsFrom({})('lead_owner')).toBe('leadstream');
  expect(() => passwordsFrom({ NODE_ENV: 'production' })('lead_owner')).toThrow('LEAD_OWNER_PASSWORD');
});
