import { listContactRules, putContactPolicy, readContactPolicy } from '@leadstream/contracts';
import { Input, type InputOf, reply, Route } from '@leadstream/http';
import { Controller } from '@nestjs/common';
import { ContactPolicyService } from './contact-policy.service.js';

@Controller()
export class ContactPolicyController {
  constructor(private readonly policies: ContactPolicyService) {}

  @Route(readContactPolicy)
  async read() {
    const policy = await this.policies.read();
    return reply(policy, { version: policy.version });
  }

  @Route(putContactPolicy)
  async put(@Input() { body, ifMatch }: InputOf<typeof putContactPolicy>) {
    const policy = await this.policies.put(ifMatch, body);
    return reply(policy, { version: policy.version });
  }

  @Route(listContactRules)
  rules(@Input() { query }: InputOf<typeof listContactRules>) {
    return this.policies.rules(query.ruleSetVersion);
  }
}
