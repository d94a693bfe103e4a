import { changePreferences, createPreferenceLink, getPreferenceLink, readPreferences, revokePreferenceLink } from '@leadstream/contracts';
import { ClientIp, Input, type InputOf, reply, RequestId, Route } from '@leadstream/http';
import { Controller, Headers } from '@nestjs/common';
import { askedPage, type RequestHeaders } from '../page/asked-page.rules.js';
import { PageService } from '../page/page.service.js';
import { PreferenceCentreService } from './preference-centre.service.js';
import { PreferenceLinkService } from './preference-link.service.js';
import { preferencePage } from './preference-page.rules.js';

@Controller()
export class PreferenceController {
  constructor(
    private readonly links: PreferenceLinkService,
    private readonly centre: PreferenceCentreService,
    private readonly pages: PageService,
  ) {}

  @Route(createPreferenceLink)
  async create(@Input() { body }: InputOf<typeof createPreferenceLink>) {
    const link = await this.links.create(body);
    return reply(link, { location: `/v1/preference-links/${link.id}` });
  }

  @Route(getPreferenceLink)
  get(@Input() { params }: InputOf<typeof getPreferenceLink>) {
    return this.links.get(params.id);
  }

  @Route(revokePreferenceLink)
  revoke(@Input() { params }: InputOf<typeof revokePreferenceLink>) {
    return this.links.revoke(params.id);
  }

  @Route(readPreferences)
  read(
    @Input() { params, query }: InputOf<typeof readPreferences>,
    @RequestId() requestId: string,
    @ClientIp() clientIp: string,
    @Headers() headers: RequestHeaders,
  ) {
    const asked = askedPage(headers, query.lang);
    return this.pages.answer(asked, () => this.centre.read({ token: params.token, requestId, clientIp, asked }), preferencePage);
  }

  @Route(changePreferences)
  change(
    @Input() { params, query, body }: InputOf<typeof changePreferences>,
    @RequestId() requestId: string,
    @ClientIp() clientIp: string,
    @Headers() headers: RequestHeaders,
  ) {
    const asked = askedPage(headers, query.lang);
    const visitor = { token: params.token, requestId, clientIp, asked };
    return this.pages.answerChange(asked, () => this.centre.change(visitor, body), preferencePage);
  }
}
