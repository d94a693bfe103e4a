import { PAGE_LANGUAGES } from '@leadstream/contracts';
import { type Html, type HtmlValue, markup, trusted } from './markup.rules.js';
import { WORDS } from './languages/all-words.js';
import type { PageWords, Trouble } from './languages/page-words.js';
import { STYLE } from './style.js';

/** What every page has around it. */
export interface PageFrame {
  readonly words: PageWords;
  /** What happened stands in front of it: a screen reader reads the title first. */
  readonly title: string;
  /** Who speaks; nobody where the link is not known. */
  readonly sender: string | null;
}

const style = trusted(STYLE);

/** A whole document: no script, nothing loaded from elsewhere, no address of the page in it. */
export function documentOf({ words, title, sender }: PageFrame, main: HtmlValue): string {
  const page = markup`<!DOCTYPE html>
<html lang="${words.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<title>${title}${sender !== null && ` – ${sender}`}</title>
<style>${style}</style>
</head>
<body>
${sender !== null && markup`<header><p>${sender}</p></header>`}
<main>
${main}
</main>
<footer>${languageLinks(words)}</footer>
</body>
</html>
`;
  return String(page);
}

/** Where a form is sent: the page itself, in the same language, read on from what it answers. */
export function formTarget({ language }: PageWords): string {
  return `?lang=${language}#result`;
}

/** What was done, at the place to which the answer to a form leads. */
export function notice(title: string, says: string): Html {
  return markup`<section id="result" class="notice" aria-labelledby="result-title" tabindex="-1">
<h2 id="result-title">${title}</h2>
<p>${says}</p>
</section>
`;
}

/** What went wrong and where to go from here. */
export function troublePage(words: PageWords, trouble: Trouble): string {
  const { title, says, back } = words.trouble;
  const canReturn = trouble === 'unclear' || trouble === 'crossSite';
  return documentOf(
    { words, title, sender: null },
    markup`<h1>${title}</h1>
<div id="result" class="trouble" role="alert" tabindex="-1">
<p>${says[trouble]}</p>
${canReturn && markup`<p><a href="?lang=${words.language}">${back}</a></p>`}
</div>`,
  );
}

/** A day as people write it, of the calendar in UTC. */
export function day(words: PageWords, instant: string): Html {
  const shown = new Intl.DateTimeFormat(words.language, { dateStyle: 'long', timeZone: 'UTC' }).format(Date.parse(instant));
  return markup`<time datetime="${instant}">${shown}</time>`;
}

function languageLinks({ language, languages }: PageWords): Html {
  const others = PAGE_LANGUAGES.filter((one) => one !== language);
  const links = others.map((one) => markup`<li><a href="?lang=${one}" lang="${one}" hreflang="${one}">${WORDS[one].name}</a></li>`);
  return markup`<nav aria-label="${languages}"><ul>${links}</ul></nav>`;
}
