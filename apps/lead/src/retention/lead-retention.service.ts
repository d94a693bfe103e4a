import type { Job } from '@leadstream/jobs';
import type { Clock } from '@leadstream/kernel';
import { retentionJob } from '@leadstream/retention';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK } from '../tokens.js';
import { RETAINED_TABLES } from './retained-tables.js';

/** Lets rows go whose time is over; none of them is archived. */
@Injectable()
export class LeadRetentionService {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  job(): Job {
    return retentionJob({ tables: RETAINED_TABLES, clock: this.clock });
  }
}
