import { Controller } from '@nestjs/common';
import {
  cancelDuplicateRun,
  dismissDuplicate,
  listDuplicates,
  listLeadDuplicates,
  readDuplicateFacts,
  readDuplicateRun,
  replaceDuplicateFacts,
  startDuplicateRun,
} from '@leadstream/contracts';
import { Input, type InputOf, reply, Route } from '@leadstream/http';
import { FactService } from './facts/fact.service.js';
import { LeadDuplicatesService } from './lookup/lead-duplicates.service.js';
import { PairService } from './pairs/pair.service.js';
import { RunService } from './run/run.service.js';

@Controller()
export class DuplicateController {
  constructor(
    private readonly duplicates: LeadDuplicatesService,
    private readonly runs: RunService,
    private readonly pairs: PairService,
    private readonly facts: FactService,
  ) {}

  @Route(listLeadDuplicates)
  async ofLead(@Input() { params, query }: InputOf<typeof listLeadDuplicates>) {
    return { items: await this.duplicates.list(params.id, query), nextCursor: null };
  }

  @Route(startDuplicateRun)
  async start(@Input() { body }: InputOf<typeof startDuplicateRun>) {
    const run = await this.runs.start(body.minScore);
    return reply(run, { location: `/v1/duplicates/runs/${run.id}` });
  }

  @Route(readDuplicateRun)
  read(@Input() { params }: InputOf<typeof readDuplicateRun>) {
    return this.runs.read(params.id);
  }

  @Route(cancelDuplicateRun)
  cancel(@Input() { params }: InputOf<typeof cancelDuplicateRun>) {
    return this.runs.cancel(params.id);
  }

  @Route(listDuplicates)
  list(@Input() { query }: InputOf<typeof listDuplicates>) {
    return this.pairs.list(query);
  }

  @Route(dismissDuplicate)
  dismiss(@Input() { params, body }: InputOf<typeof dismissDuplicate>) {
    return this.pairs.dismiss(params.id, body.reason);
  }

  @Route(readDuplicateFacts)
  readFacts() {
    return this.facts.read();
  }

  @Route(replaceDuplicateFacts)
  replaceFacts(@Input() { body }: InputOf<typeof replaceDuplicateFacts>) {
    return this.facts.replace(body);
  }
}
