import { expect, it } from '@jest/globals';
import type { Actor, RequestContext } from '@leadstream/kernel';
import { actorOf } from './event-actor.js';

const by = (kind: Actor['kind'], initiator?: string): RequestContext => ({
  tenantId: 't',
  actor: { kind, id: 'ada' },
  scopes: [],
  requestId: 'r',
  ...(initiator !== undefined && { initiator }),
});

it('names whoever asked, or the job or group that works by itself', () => {
  expect(actorOf('lead', by('member'), undefined)).toBe('member:ada');
  expect(actorOf('lead', by('api-key'), undefined)).toBe('api-key:ada');
  expect(actorOf('lead', by('service'), undefined)).toBe('system:ada');
  expect(actorOf('lead', undefined, undefined)).toBe('system:lead');
});

it('passes on who is behind the cause, of the very event where a batch handles many', () => {
  expect(actorOf('lead', by('service', 'member:bob'), undefined)).toBe('member:bob');
  expect(actorOf('lead', by('service', 'member:bob'), { actor: 'api-key:eve' })).toBe('api-key:eve');
  expect(actorOf('lead', by('service', 'member:bob'), { actor: undefined })).toBe('system:ada');
});
