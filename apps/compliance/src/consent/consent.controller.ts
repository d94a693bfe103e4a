import { getConsent, getConsentState, listConsents, recordConsent } from '@leadstream/contracts';
import { Input, type InputOf, reply, Route } from '@leadstream/http';
import { Controller } from '@nestjs/common';
import { ConsentService } from './consent.service.js';
import { ConsentStateService } from './person/consent-state.service.js';

/** A line of the ledger never changes. */
const ONLY_VERSION = 1;

@Controller()
export class ConsentController {
  constructor(
    private readonly consents: ConsentService,
    private readonly states: ConsentStateService,
  ) {}

  @Route(recordConsent)
  async record(@Input() { body }: InputOf<typeof recordConsent>) {
    const entry = await this.consents.record(body);
    return reply(entry, { location: `/v1/consents/${entry.id}`, version: ONLY_VERSION });
  }

  @Route(listConsents)
  list(@Input() { query }: InputOf<typeof listConsents>) {
    return this.consents.list(query);
  }

  @Route(getConsentState)
  state(@Input() { query }: InputOf<typeof getConsentState>) {
    return this.states.read(query);
  }

  @Route(getConsent)
  async get(@Input() { params }: InputOf<typeof getConsent>) {
    return reply(await this.consents.get(params.id), { version: ONLY_VERSION });
  }
}
