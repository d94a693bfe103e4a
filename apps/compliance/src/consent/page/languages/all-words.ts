import type { PageLanguage } from '@leadstream/contracts';
import { english } from './english.js';
import { french } from './french.js';
import { german } from './german.js';
import type { PageWords } from './page-words.js';
import { spanish } from './spanish.js';

/** What the pages say, by language. */
export const WORDS: Readonly<Record<PageLanguage, PageWords>> = { en: english, de: german, es: spanish, fr: french };
