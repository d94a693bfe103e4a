import { Controller } from '@nestjs/common';
import { deleteLead, listLeads, patchLead, readLead, restoreLead } from '@leadstream/contracts';
import { Input, type InputOf, reply, Route } from '@leadstream/http';
import { LeadReadingService } from './lead-reading.service.js';
import { ProfileService } from './profile.service.js';

@Controller()
export class ProfileController {
  constructor(
    private readonly profiles: ProfileService,
    private readonly readings: LeadReadingService,
  ) {}

  @Route(listLeads)
  list(@Input() { query }: InputOf<typeof listLeads>) {
    return this.readings.list(query);
  }

  @Route(readLead)
  async read(@Input() { params, query }: InputOf<typeof readLead>) {
    const lead = await this.readings.read(params.id, query);
    return reply(lead, { version: lead.version });
  }

  @Route(patchLead)
  async patch(@Input() { params, body, ifMatch }: InputOf<typeof patchLead>) {
    const lead = await this.profiles.patch(params.id, ifMatch, body);
    return reply(lead, { version: lead.version });
  }

  @Route(deleteLead)
  delete(@Input() { params, ifMatch }: InputOf<typeof deleteLead>) {
    return this.profiles.delete(params.id, ifMatch);
  }

  @Route(restoreLead)
  async restore(@Input() { params }: InputOf<typeof restoreLead>) {
    const lead = await this.profiles.restore(params.id);
    return reply(lead, { version: lead.version });
  }
}
