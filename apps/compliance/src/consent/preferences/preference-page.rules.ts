import { type PreferenceMatter, type Preferences, PURPOSES } from '@leadstream/contracts';
import { type Html, markup } from '../page/markup.rules.js';
import { WORDS } from '../page/languages/all-words.js';
import type { PageWords } from '../page/languages/page-words.js';
import { day, documentOf, formTarget, notice } from '../page/layout.rules.js';
import { nameOf } from './preference.rules.js';

/** The preference centre as a person sees it: plain forms, nothing that a keyboard or a screen reader could not use. */
export function preferencePage(view: Preferences): string {
  const words = WORDS[view.language];
  const { preferences } = words;
  const { sender, done, stoppedAt } = view;
  const title = done === null ? preferences.title : `${preferences.done[done]} ${preferences.title}`;
  return documentOf(
    { words, title, sender },
    markup`<h1>${preferences.title}</h1>
${done !== null && notice(preferences.doneTitle, preferences.done[done])}<p>${preferences.about(sender)}</p>
${addresses(view, words)}${stoppedAt === null ? [choices(view, words), stopping(words)] : stopped(stoppedAt, words)}`,
  );
}

function addresses({ email, phone }: Preferences, { preferences }: PageWords): Html | false {
  const known = [email, phone].filter((address) => address !== null);
  return (
    known.length > 0 &&
    markup`<p>${preferences.addresses}: ${known.join(', ')}</p>
`
  );
}

function choices({ matters }: Preferences, words: PageWords): Html {
  const { preferences } = words;
  const groups = PURPOSES.map((purpose) => matters.filter((matter) => matter.purpose === purpose)).filter((group) => group.length > 0);
  return markup`<form method="post" action="${formTarget(words)}">
<p>${preferences.choose} ${preferences.unticked}</p>
${groups.map((group) => fieldset(group, words))}<button type="submit" name="action" value="save">${preferences.save}</button>
</form>
`;
}

function fieldset(group: readonly PreferenceMatter[], words: PageWords): Html | false {
  const [first] = group;
  if (first === undefined) return false;
  const { title, says } = words.purposes[first.purpose];
  const id = `${first.purpose}-says`;
  return markup`<fieldset aria-describedby="${id}">
<legend>${title}</legend>
<p id="${id}">${says}</p>
${group.map((matter) => choice(matter, words))}</fieldset>
`;
}

function choice(matter: PreferenceMatter, words: PageWords): Html {
  const { preferences, channels } = words;
  const { purpose, channel, state, since, isBlocked } = matter;
  const [id, name, isOn] = [`${purpose}-${channel}`, nameOf(matter), state === 'given'];
  const sinceThen = since !== null && markup` ${preferences.since} ${day(words, since)}.`;
  return markup`<div class="choice">
<input type="checkbox" id="${id}" name="agree" value="${name}" aria-describedby="${id}-state"${isOn && markup` checked`}>
<label for="${id}">${channels[channel]}</label>
<p id="${id}-state">${preferences.state[state]}${sinceThen}${isBlocked && ` ${preferences.blocked}`}</p>
<input type="hidden" name="shown" value="${name}.${isOn ? 'on' : 'off'}">
</div>
`;
}

function stopping(words: PageWords): Html {
  const { preferences } = words;
  return markup`<section aria-labelledby="stop-title">
<h2 id="stop-title">${preferences.stopTitle}</h2>
<p>${preferences.stopSays}</p>
${oneButton('stop', preferences.stop, words)}
</section>`;
}

function stopped(stoppedAt: string, words: PageWords): Html {
  const { preferences } = words;
  return markup`<section aria-labelledby="stopped-title">
<h2 id="stopped-title">${preferences.stoppedTitle}</h2>
<p>${preferences.stoppedSince} ${day(words, stoppedAt)}.</p>
<p>${preferences.resumeSays}</p>
${oneButton('resume', preferences.resume, words)}
</section>`;
}

function oneButton(action: 'stop' | 'resume', label: string, words: PageWords): Html {
  return markup`<form method="post" action="${formTarget(words)}">
<button type="submit" name="action" value="${action}"${action === 'stop' && markup` class="stop"`}>${label}</button>
</form>`;
}
