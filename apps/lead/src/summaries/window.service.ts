import { Inject, Injectable } from '@nestjs/common';
import type { SummaryQuery } from '@leadstream/contracts';
import type { Clock } from '@leadstream/kernel';
import { CLOCK } from '../tokens.js';
import { summaryErrors } from './summary.errors.js';
import type { SummaryWindow } from './summary-window.js';
import { readWindow } from './summary-window.rules.js';

/** The moment of a summary and the days it is about. */
export interface SummaryTime {
  readonly now: Date;
  readonly window: SummaryWindow;
}

@Injectable()
export class WindowService {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  /** @throws DomainError `LEAD.SUMMARY_INVALID` */
  read(query: SummaryQuery): SummaryTime {
    const now = this.clock.now();
    const read = readWindow(query, now);
    if (read.ok) return { now, window: read.value };
    const { path = '', code, message } = read;
    throw summaryErrors.SUMMARY_INVALID({ errors: [{ path, code, message }] });
  }
}
