import {
  cancelPolicyRehearsal,
  listPolicyRehearsalChanges,
  listPolicyRehearsals,
  readPolicyRehearsal,
  startPolicyRehearsal,
} from '@leadstream/contracts';
import { Input, type InputOf, reply, Route } from '@leadstream/http';
import { Controller } from '@nestjs/common';
import { RehearsalService } from './rehearsal.service.js';

@Controller()
export class RehearsalController {
  constructor(private readonly rehearsals: RehearsalService) {}

  @Route(startPolicyRehearsal)
  async start(@Input() { params, body }: InputOf<typeof startPolicyRehearsal>) {
    const rehearsal = await this.rehearsals.start(params.id, body);
    return reply(rehearsal, { location: `/v1/policies/${params.id}/rehearsals/${rehearsal.id}` });
  }

  @Route(listPolicyRehearsals)
  list(@Input() { params, query }: InputOf<typeof listPolicyRehearsals>) {
    return this.rehearsals.list(params.id, query);
  }

  @Route(readPolicyRehearsal)
  read(@Input() { params }: InputOf<typeof readPolicyRehearsal>) {
    return this.rehearsals.read(params.id, params.rehearsalId);
  }

  @Route(listPolicyRehearsalChanges)
  changes(@Input() { params, query }: InputOf<typeof listPolicyRehearsalChanges>) {
    return this.rehearsals.listChanges(params.id, params.rehearsalId, query);
  }

  @Route(cancelPolicyRehearsal)
  cancel(@Input() { params }: InputOf<typeof cancelPolicyRehearsal>) {
    return this.rehearsals.cancel(params.id, params.rehearsalId);
  }
}
