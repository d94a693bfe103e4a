import { Answer, reply, STATUS_OF_KIND } from '@leadstream/http';
import { DomainError } from '@leadstream/kernel';
import { Injectable } from '@nestjs/common';
import { complianceErrors } from '../../compliance.errors.js';
import type { AskedPage } from '../link/visitor.js';
import { WORDS } from './languages/all-words.js';
import type { Trouble } from './languages/page-words.js';
import { troublePage } from './layout.rules.js';
import { pageLanguageOf } from './negotiation.rules.js';
import { DATA_HEADERS, PAGE_HEADERS } from './page-headers.js';

const TROUBLES: Readonly<Record<string, Trouble>> = {
  'COMPLIANCE.CONFIRMATION_NOT_FOUND': 'unknown',
  'COMPLIANCE.PREFERENCES_UNKNOWN': 'unknown',
  'COMPLIANCE.CONFIRMATION_EXPIRED': 'expired',
  'COMPLIANCE.CONFIRMATION_USED': 'used',
  'COMPLIANCE.CONFIRMATION_VOID': 'void',
  'COMPLIANCE.CONFIRMATION_OUTDATED': 'outdated',
  'COMPLIANCE.PREFERENCES_UNCLEAR': 'unclear',
  'COMPLIANCE.CROSS_SITE': 'crossSite',
};

/** Answers people with pages and programs with the same as JSON. */
@Injectable()
export class PageService {
  /** @param page what a person sees of what `work` found */
  async answer<T>(asked: AskedPage, work: () => Promise<T>, page: (found: T) => string): Promise<Answer<T | string>> {
    if (!asked.wantsPage) return reply<T | string>(await work(), { headers: DATA_HEADERS });
    try {
      return reply<T | string>(page(await work()), { headers: PAGE_HEADERS });
    } catch (error) {
      const trouble = error instanceof DomainError ? TROUBLES[error.code] : undefined;
      if (!(error instanceof DomainError) || trouble === undefined) throw error;
      const text = troublePage(WORDS[pageLanguageOf([asked.lang, ...asked.accepted])], trouble);
      return reply<T | string>(text, { headers: PAGE_HEADERS, status: STATUS_OF_KIND[error.kind] });
    }
  }

  /** As {@link answer}, of what changes something: only for a form of the page itself, or for who is no browser. */
  answerChange<T>(asked: AskedPage, work: () => Promise<T>, page: (found: T) => string): Promise<Answer<T | string>> {
    const guarded = async (): Promise<T> => {
      if (asked.isCrossSite) throw complianceErrors.CROSS_SITE();
      return work();
    };
    return this.answer(asked, guarded, page);
  }
}
