import {
  createSubjectRequest,
  listSubjectRequests,
  listSubjectRequestSteps,
  patchSubjectRequest,
  readSubjectRequest,
} from '@leadstream/contracts';
import { created, Input, type InputOf, reply, Route } from '@leadstream/http';
import { Controller } from '@nestjs/common';
import { SubjectRequestChangeService } from './subject-request-change.service.js';
import { SubjectRequestService } from './subject-request.service.js';

@Controller()
export class SubjectRequestController {
  constructor(
    private readonly requests: SubjectRequestService,
    private readonly changes: SubjectRequestChangeService,
  ) {}

  @Route(createSubjectRequest)
  async create(@Input() { body }: InputOf<typeof createSubjectRequest>) {
    const request = await this.requests.receive(body);
    return created(`/v1/subject-requests/${request.id}`, request.version, request);
  }

  @Route(listSubjectRequests)
  list(@Input() { query }: InputOf<typeof listSubjectRequests>) {
    return this.requests.list(query);
  }

  @Route(readSubjectRequest)
  async read(@Input() { params }: InputOf<typeof readSubjectRequest>) {
    const request = await this.requests.read(params.id);
    return reply(request, { version: request.version });
  }

  @Route(patchSubjectRequest)
  async patch(@Input() { params, body, ifMatch }: InputOf<typeof patchSubjectRequest>) {
    const request = await this.changes.patch(params.id, ifMatch, body);
    return reply(request, { version: request.version });
  }

  @Route(listSubjectRequestSteps)
  history(@Input() { params }: InputOf<typeof listSubjectRequestSteps>) {
    return this.requests.history(params.id);
  }
}
