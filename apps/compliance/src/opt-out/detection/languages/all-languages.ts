import { dutch } from './dutch.js';
import { english } from './english.js';
import { french } from './french.js';
import { german } from './german.js';
import { italian } from './italian.js';
import type { LanguagePhrases } from './language-phrases.js';
import { polish } from './polish.js';
import { portuguese } from './portuguese.js';
import { romanian } from './romanian.js';
import { spanish } from './spanish.js';

/** Names the phrases and weights below; a change to what they find gets a new name. */
export const PHRASES_VERSION = 'phrases-2';

/** All are looked for in every text: nobody says in which language they answer. */
export const allLanguages: readonly LanguagePhrases[] = [english, german, french, spanish, portuguese, italian, dutch, polish, romanian];
