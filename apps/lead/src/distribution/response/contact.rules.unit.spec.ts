import { describe, expect, it } from '@jest/globals';
import { contactOf } from './contact.rules.js';

const AT = '2026-03-02T12:02:00.000Z';
const MEMBER = '0191d1a0-5b1e-7c3a-9f00-000000000001';
const LEAD = '0191d1a0-5b1e-7c3a-9f00-000000000002';

const told = (kind: string, actor?: string) =>
  contactOf({ actor, data: { leadId: LEAD, interactionId: 'one', clientEventId: 'one', kind, occurredAt: AT, recordedAt: AT } });
const by = (memberId: string | null) => ({ leadId: LEAD, memberId, at: new Date(AT) });

describe('an interaction', () => {
  it('is a member’s contact with the lead where that member reports a call, a meeting or something written', () => {
    for (const kind of ['call_placed', 'call_answered', 'meeting_held', 'email_sent', 'sms_sent'])
      expect(told(kind, `member:${MEMBER}`)).toEqual(by(MEMBER));
  });

  it('is somebody’s where a key reports a call or a meeting; mails are sent by campaigns as well', () => {
    expect(told('call_answered', 'api-key:one')).toEqual(by(null));
    expect(told('meeting_held')).toEqual(by(null));
    for (const kind of ['email_sent', 'message_sent', 'sms_sent', 'whatsapp_sent']) {
      expect([told(kind, 'api-key:one'), told(kind)]).toEqual([undefined, undefined]);
    }
  });

  it('is no contact where a job reports it, or where the lead did something', () => {
    expect(told('call_placed', 'system:engagement')).toBeUndefined();
    for (const kind of ['page_view', 'email_opened', 'form_view', 'call_missed', 'email_replied']) {
      expect([told(kind, `member:${MEMBER}`), told(kind, 'api-key:one')]).toEqual([undefined, undefined]);
    }
  });
});
