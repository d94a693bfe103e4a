import { Controller, Req } from '@nestjs/common';
import { dryRunRetention, type RetentionDryRun } from '@leadstream/contracts';
import { Input, type InputOf, Route } from '@leadstream/http';
import type { FastifyRequest } from 'fastify';
import { RetentionDryRunService } from './retention-dry-run.service.js';

@Controller()
export class RetentionDryRunController {
  constructor(private readonly dryRuns: RetentionDryRunService) {}

  @Route(dryRunRetention)
  count(@Input() { body }: InputOf<typeof dryRunRetention>, @Req() { edge }: FastifyRequest): Promise<RetentionDryRun> {
    return this.dryRuns.count(body.rules, edge);
  }
}
