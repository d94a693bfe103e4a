import { Injectable } from '@nestjs/common';
import { defineJob, type Figures, type Job, type JobRun } from '@leadstream/jobs';
import { DOCUMENT_SWEEP } from './document-sweep.js';
import { DocumentBytesService } from '../storage/document-bytes.service.js';

/** Takes away what uploads left behind whose process died, or whose storage did not answer. */
@Injectable()
export class DocumentSweepService {
  constructor(private readonly bytes: DocumentBytesService) {}

  job(): Job {
    return defineJob({
      name: DOCUMENT_SWEEP,
      cadence: { everyMs: 15 * 60_000 },
      missed: 'skip',
      run: (run) => this.sweep(run),
    });
  }

  /** The storage is outside of every transaction: taking away twice does no harm, and what is left is found by the next run. */
  async sweep(run: Pick<JobRun, 'signal' | 'step'>): Promise<Figures> {
    const abandoned = await run.step((tx) => this.bytes.findAbandoned(tx));
    let discarded = 0;
    for (const place of abandoned) {
      if (run.signal.aborted) break;
      if (await this.bytes.discard(place)) discarded += 1;
    }
    return { discarded, left: abandoned.length - discarded };
  }
}
