import { Controller } from '@nestjs/common';
import { listLeadSettingsChanges, patchLeadSettings, readLeadSettings } from '@leadstream/contracts';
import { Input, type InputOf, reply, Route } from '@leadstream/http';
import { SettingsService } from './settings.service.js';

@Controller()
export class SettingsController {
  constructor(private readonly settings: SettingsService) {}

  @Route(readLeadSettings)
  async read() {
    const settings = await this.settings.read();
    return reply(settings, { version: settings.version });
  }

  @Route(patchLeadSettings)
  async patch(@Input() { body, ifMatch }: InputOf<typeof patchLeadSettings>) {
    const settings = await this.settings.patch(ifMatch, body);
    return reply(settings, { version: settings.version });
  }

  @Route(listLeadSettingsChanges)
  history(@Input() { query }: InputOf<typeof listLeadSettingsChanges>) {
    return this.settings.history(query);
  }
}
