import { putRetention, readRetention } from '@leadstream/contracts';
import { Input, type InputOf, reply, Route } from '@leadstream/http';
import { Controller } from '@nestjs/common';
import { RetentionPolicyService } from './retention-policy.service.js';

@Controller()
export class RetentionController {
  constructor(private readonly policies: RetentionPolicyService) {}

  @Route(readRetention)
  async read() {
    const policy = await this.policies.read();
    return reply(policy, { version: policy.version });
  }

  @Route(putRetention)
  async put(@Input() { body, ifMatch }: InputOf<typeof putRetention>) {
    const policy = await this.policies.put(ifMatch, body.rules);
    return reply(policy, { version: policy.version });
  }
}
