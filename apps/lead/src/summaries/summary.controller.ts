import { Controller } from '@nestjs/common';
import { readActivitySummary, readContactSummary, readPipelineSummary } from '@leadstream/contracts';
import { Input, type InputOf, Route } from '@leadstream/http';
import { ActivitySummaryService } from './activity/activity-summary.service.js';
import { ContactSummaryService } from './contacts/contact-summary.service.js';
import { PipelineSummaryService } from './pipeline/pipeline-summary.service.js';

@Controller()
export class SummaryController {
  constructor(
    private readonly contacts: ContactSummaryService,
    private readonly pipelines: PipelineSummaryService,
    private readonly activities: ActivitySummaryService,
  ) {}

  @Route(readContactSummary)
  readContacts(@Input() { query }: InputOf<typeof readContactSummary>) {
    return this.contacts.read(query);
  }

  @Route(readPipelineSummary)
  readPipeline(@Input() { query: { pipeline, ...window } }: InputOf<typeof readPipelineSummary>) {
    return this.pipelines.read(pipeline, window);
  }

  @Route(readActivitySummary)
  readActivity(@Input() { query }: InputOf<typeof readActivitySummary>) {
    return this.activities.read(query);
  }
}
