import type { ChangePreferencesBody, PreferenceAction, Preferences } from '@leadstream/contracts';
import type { Clock } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { complianceErrors } from '../../compliance.errors.js';
import { familyIds } from '../../known-lead/known-lead.rules.js';
import { LeadStreamService } from '../../lead-stream/lead-stream.service.js';
import { CLOCK } from '../../tokens.js';
import { LinkDoorService } from '../link/link-door.service.js';
import type { Visitor } from '../link/visitor.js';
import { WORDS } from '../page/languages/all-words.js';
import { pageLanguageOf } from '../page/negotiation.rules.js';
import type { Person } from '../person/person.js';
import { isGone } from '../person/person.rules.js';
import { PersonService } from '../person/person.service.js';
import { PreferenceActionService } from './preference-action.service.js';
import { PreferenceLinkRepository, type StoredLink } from './preference-link.repository.js';
import { PreferenceRecordService } from './preference-record.service.js';
import { preferencesOf } from './preference-view.rules.js';
import { type AskedChange, readChange } from './preference.rules.js';

const DOOR = 'preference-centre';

interface Opened {
  readonly link: StoredLink;
  readonly person: Person;
}

/** Lets people see and change what they agreed to. What they change holds with the commit: every decision afterwards sees it. */
@Injectable()
export class PreferenceCentreService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly door: LinkDoorService,
    private readonly links: PreferenceLinkRepository,
    private readonly persons: PersonService,
    private readonly records: PreferenceRecordService,
    private readonly actions: PreferenceActionService,
    private readonly leadStream: LeadStreamService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Changes nothing: programs that look through mail open every link. */
  async read(visitor: Visitor): Promise<Preferences> {
    return this.enter(visitor, (digest) => this.database.read(async (tx) => this.view(tx, await this.open(tx, digest), visitor, null)));
  }

  /** @throws DomainError `COMPLIANCE.PREFERENCES_UNKNOWN`, `COMPLIANCE.PREFERENCES_UNCLEAR` */
  async change(visitor: Visitor, body: ChangePreferencesBody): Promise<Preferences> {
    return this.enter(visitor, (digest) =>
      this.database.write(async (tx) => {
        const opened = await this.open(tx, digest);
        const change = readChange(body);
        if (!change) throw complianceErrors.PREFERENCES_UNCLEAR();
        await this.apply(tx, opened, visitor, change);
        return this.view(tx, opened, visitor, change.action);
      }),
    );
  }

  private async apply(tx: Tx, { link, person }: Opened, { clientIp, asked }: Visitor, change: AskedChange): Promise<void> {
    // Whoever decides meanwhile waits, or was before this.
    await this.leadStream.take(tx, tx.tenantId, familyIds(person.leadId, person.family));
    const now = this.clock.now();
    const record = await this.records.read(tx, person, now);
    const { version: textVersion } = WORDS[languageOf(link, asked)];
    const userAgent = asked.userAgent === undefined ? {} : { userAgent: asked.userAgent };
    await this.actions.apply(tx, change, record, { textVersion, proof: { preferenceLinkId: link.id, clientIp, ...userAgent } }, now);
  }

  private async view(tx: Tx, { link, person }: Opened, { asked }: Visitor, done: PreferenceAction | null): Promise<Preferences> {
    const record = await this.records.read(tx, person, this.clock.now());
    return preferencesOf(record, { sender: link.sender, language: languageOf(link, asked), done });
  }

  private async enter<T>(visitor: Visitor, work: (digest: Buffer) => Promise<T>): Promise<T> {
    const found = await this.door.enter(visitor, DOOR, work);
    if (found === undefined) throw complianceErrors.PREFERENCES_UNKNOWN();
    return found;
  }

  /** One refusal for a link that never was, is over or was revoked, and for a lead that is gone: nobody learns which. */
  private async open(tx: Tx, digest: Buffer): Promise<Opened> {
    const link = await this.links.findByDigest(tx, tx.tenantId, digest);
    if (!link || link.revokedAt !== null || link.expiresAt <= this.clock.now()) throw complianceErrors.PREFERENCES_UNKNOWN();
    const person = await this.persons.find(tx, link.leadId);
    if (isGone(person.family)) throw complianceErrors.PREFERENCES_UNKNOWN();
    return { link, person };
  }
}

function languageOf({ language }: StoredLink, { lang, accepted }: Visitor['asked']) {
  return pageLanguageOf([lang, language, ...accepted]);
}
