import { Controller } from '@nestjs/common';
import { addLeadIdentity, identifyVisitor, listLeadIdentities } from '@leadstream/contracts';
import { Input, type InputOf, Route } from '@leadstream/http';
import { IdentifyService } from './identify.service.js';
import { IdentityService } from './identity.service.js';

@Controller()
export class IdentityController {
  constructor(
    private readonly identities: IdentityService,
    private readonly identifying: IdentifyService,
  ) {}

  @Route(identifyVisitor)
  identify(@Input() { body }: InputOf<typeof identifyVisitor>) {
    return this.identifying.identify(body);
  }

  @Route(addLeadIdentity)
  add(@Input() { params, body }: InputOf<typeof addLeadIdentity>) {
    return this.identities.add(params.id, body);
  }

  @Route(listLeadIdentities)
  list(@Input() { params }: InputOf<typeof listLeadIdentities>) {
    return this.identities.list(params.id);
  }
}
