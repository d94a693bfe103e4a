import type { ConfirmationStatus, ConfirmationView } from '@leadstream/contracts';
import { type Html, markup } from '../page/markup.rules.js';
import { WORDS } from '../page/languages/all-words.js';
import type { PageWords } from '../page/languages/page-words.js';
import { day, documentOf, formTarget } from '../page/layout.rules.js';

/** What a person sees that is asked to confirm a consent. */
export function confirmationPage(view: ConfirmationView): string {
  const words = WORDS[view.language];
  const title = titleOf(view.status, words);
  const content = view.status === 'pending' ? question(view, words) : markup`<div id="result" tabindex="-1">${answer(view, words)}</div>`;
  return documentOf(
    { words, sender: view.sender, title },
    markup`<h1>${title}</h1>
${content}`,
  );
}

function titleOf(status: ConfirmationStatus, { confirmation, trouble }: PageWords): string {
  if (status === 'pending') return confirmation.title;
  return status === 'confirmed' ? confirmation.confirmedTitle : trouble.title;
}

function question(view: ConfirmationView, words: PageWords): Html {
  const { sender, purpose, channel, expiresAt } = view;
  const { confirmation, purposes, channels } = words;
  return markup`<p>${confirmation.asks(sender, purposes[purpose].title, channels[channel])}</p>
${subject(view, words)}
<p>${confirmation.nothingYet}</p>
<form method="post" action="${formTarget(words)}">
<input type="hidden" name="confirm" value="yes">
<button type="submit">${confirmation.button}</button>
</form>
<p>${confirmation.until} ${day(words, expiresAt)} (UTC). ${confirmation.withdraw}</p>`;
}

/** The wording, or what the purpose is about. */
function subject({ wording, purpose }: ConfirmationView, { confirmation, purposes }: PageWords): Html {
  if (wording === null) return markup`<p>${purposes[purpose].says}</p>`;
  return markup`<h2>${confirmation.wording}</h2>
<blockquote class="wording">${wording}</blockquote>`;
}

function answer({ status, sender, purpose, channel }: ConfirmationView, { confirmation, purposes, channels, trouble }: PageWords): Html {
  if (status !== 'confirmed') return markup`<p>${trouble.says[status === 'pending' ? 'void' : status]}</p>`;
  return markup`<p>${confirmation.confirmed(sender, purposes[purpose].title, channels[channel])}</p>
<p>${confirmation.withdraw}</p>`;
}
