import { describe, expect, it } from '@jest/globals';
import { DocumentLinks } from './document-link.js';

const place = { tenantId: '01920000-0000-7000-8000-0000000000aa', documentId: '01920000-0000-7000-8000-0000000000bb' };
const links = new DocumentLinks({ secret: 'a-secret-of-at-least-thirty-two-characters', lifeSeconds: 300 });
const noon = new Date('2026-11-01T12:00:00.900Z');
const after = (seconds: number) => new Date(Date.parse('2026-11-01T12:00:00Z') + seconds * 1_000);

describe('a link', () => {
  it('opens its document until it expires', () => {
    const { token, expiresAt } = links.sign(place, noon);
    expect(expiresAt).toEqual(after(300));
    expect(token).toMatch(/^[A-Za-z0-9_-]{91}$/);
    expect([links.read(token, noon), links.read(token, after(299.999)), links.read(token, after(300))]).toEqual([place, place, undefined]);
  });

  it('opens nothing once a single character is another', () => {
    const { token } = links.sign(place, noon);
    for (let at = 0; at < token.length; at += 1) {
      const forged = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
      expect([at, links.read(forged, noon)]).toEqual([at, undefined]);
    }
  });

  it.each(['', 'x', 'A'.repeat(91), `${'A'.repeat(91)}=`])('is not %j', (token) => {
    expect(links.read(token, noon)).toBeUndefined();
  });

  it('of another installation opens nothing', () => {
    const other = new DocumentLinks({ secret: 'another-secret-of-thirty-two-characters-', lifeSeconds: 300 });
    expect(links.read(other.sign(place, noon).token, noon)).toBeUndefined();
  });
});
