import type { Phrase } from './phrase.js';

const TOKEN = /<[a-z]+>|[()[\]|]|[^\s<>()[\]|]+|\S/gu;
const WORD = /^[\p{L}\p{N}]+$/u;

/**
 * Reads a phrase: words, `(a|b c)` one of several, `[x]` perhaps, `<name>` a set of that name.
 * @throws RangeError when it is not written so, or a set is missing
 */
export function readPhrase(text: string, sets: Readonly<Record<string, string>>): Phrase {
  const tokens = text.match(TOKEN) ?? [];
  const reader = { tokens, at: 0, sets, text };
  const phrase = readChoice(reader);
  if (reader.at < tokens.length) throw malformed(text);
  return phrase;
}

interface Reader {
  readonly tokens: readonly string[];
  readonly sets: Readonly<Record<string, string>>;
  readonly text: string;
  at: number;
}

function readChoice(reader: Reader): Phrase {
  const parts = [readSequence(reader)];
  while (reader.tokens[reader.at] === '|') {
    reader.at += 1;
    parts.push(readSequence(reader));
  }
  return parts.length === 1 ? (parts[0] as Phrase) : { kind: 'choice', parts };
}

function readSequence(reader: Reader): Phrase {
  const parts: Phrase[] = [];
  for (let token = reader.tokens[reader.at]; token !== undefined && !'|)]'.includes(token); token = reader.tokens[reader.at]) {
    reader.at += 1;
    parts.push(readPart(reader, token));
  }
  if (parts.length === 0) throw malformed(reader.text);
  return { kind: 'sequence', parts };
}

function readPart(reader: Reader, token: string): Phrase {
  if (token === '(') return closed(reader, readChoice(reader), ')');
  if (token === '[') return { kind: 'optional', part: closed(reader, readChoice(reader), ']') };
  if (WORD.test(token)) return { kind: 'word', word: token };
  const set = token.startsWith('<') ? reader.sets[token.slice(1, -1)] : undefined;
  if (set === undefined) throw malformed(reader.text);
  return readPhrase(set, reader.sets);
}

function closed(reader: Reader, phrase: Phrase, bracket: string): Phrase {
  if (reader.tokens[reader.at] !== bracket) throw malformed(reader.text);
  reader.at += 1;
  return phrase;
}

function malformed(text: string): RangeError {
  return new RangeError(`not a phrase: ${text}`);
}
