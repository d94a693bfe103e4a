import { escapeHtml } from './html-value.rules.js';

/** Of pages without scripts: nothing is loaded, nothing runs, nobody frames them. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** Contrast 7:1 and more, lines that wrap at any width and text size, no meaning by colour alone. */
const STYLE = `body{font:1rem/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff;margin:0 auto;max-width:60rem;padding:1rem}
h1,h2,h3,h4{line-height:1.25}section{border-top:1px solid #595959;margin-top:2rem}article{border:1px solid #595959;margin:1rem 0;padding:.5rem 1rem}
dl{margin:.25rem 0}dt{font-weight:600}dd{margin:0 0 .5rem 1rem;overflow-wrap:anywhere}ul{margin:.25rem 0;padding-left:1.25rem}
.none{font-style:italic}.note{border:2px solid #1a1a1a;padding:.5rem 1rem}a{color:#003d99}@media print{body{max-width:none}}`;

/** A page up to the beginning of its content. */
export function pageStart(title: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><main>
`;
}

export function pageEnd(): string {
  return '</main></body></html>\n';
}
