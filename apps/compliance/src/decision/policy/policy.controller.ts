import { activatePolicy, createPolicy, listPolicies, patchPolicy, readPolicy } from '@leadstream/contracts';
import { created, Input, type InputOf, reply, Route } from '@leadstream/http';
import { Controller } from '@nestjs/common';
import { PolicyService } from './policy.service.js';

@Controller()
export class PolicyController {
  constructor(private readonly policies: PolicyService) {}

  @Route(createPolicy)
  async create(@Input() { body }: InputOf<typeof createPolicy>) {
    const policy = await this.policies.create(body);
    return created(`/v1/policies/${policy.id}`, policy.version, policy);
  }

  @Route(listPolicies)
  list(@Input() { query }: InputOf<typeof listPolicies>) {
    return this.policies.list(query);
  }

  @Route(readPolicy)
  async read(@Input() { params }: InputOf<typeof readPolicy>) {
    const policy = await this.policies.read(params.id);
    return reply(policy, { version: policy.version });
  }

  @Route(patchPolicy)
  async patch(@Input() { params, body, ifMatch }: InputOf<typeof patchPolicy>) {
    const policy = await this.policies.patch(params.id, ifMatch, body);
    return reply(policy, { version: policy.version });
  }

  @Route(activatePolicy)
  async activate(@Input() { params, ifMatch }: InputOf<typeof activatePolicy>) {
    const policy = await this.policies.activate(params.id, ifMatch);
    return reply(policy, { version: policy.version });
  }
}
