import {
  createProcessingActivity,
  endProcessingActivity,
  listProcessingActivities,
  listProcessingActivityVersions,
  patchProcessingActivity,
  readProcessingActivity,
  readProcessingTemplate,
} from '@leadstream/contracts';
import { created, Input, type InputOf, reply, Route } from '@leadstream/http';
import { Controller } from '@nestjs/common';
import { RegisterService } from './register.service.js';
import { PROCESSING_TEMPLATE } from './template/processing-template.js';

@Controller()
export class RegisterController {
  constructor(private readonly register: RegisterService) {}

  @Route(createProcessingActivity)
  async create(@Input() { body }: InputOf<typeof createProcessingActivity>) {
    const activity = await this.register.create(body);
    return created(`/v1/processing-register/${activity.id}`, activity.version, activity);
  }

  @Route(listProcessingActivities)
  list(@Input() { query }: InputOf<typeof listProcessingActivities>) {
    return this.register.list(query);
  }

  @Route(readProcessingTemplate)
  template() {
    return { items: [...PROCESSING_TEMPLATE] };
  }

  @Route(readProcessingActivity)
  async read(@Input() { params }: InputOf<typeof readProcessingActivity>) {
    const activity = await this.register.read(params.id);
    return reply(activity, { version: activity.version });
  }

  @Route(patchProcessingActivity)
  async patch(@Input() { params, body, ifMatch }: InputOf<typeof patchProcessingActivity>) {
    const activity = await this.register.patch(params.id, ifMatch, body);
    return reply(activity, { version: activity.version });
  }

  @Route(endProcessingActivity)
  end(@Input() { params, ifMatch }: InputOf<typeof endProcessingActivity>) {
    return this.register.end(params.id, ifMatch);
  }

  @Route(listProcessingActivityVersions)
  versions(@Input() { params }: InputOf<typeof listProcessingActivityVersions>) {
    return this.register.versions(params.id);
  }
}
