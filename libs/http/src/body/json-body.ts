import { isUtf8 } from 'node:buffer';
import type { DomainError } from '@leadstream/kernel';
import { httpErrors } from '../http.errors.js';

/** Deeper bodies serve nobody, and recursion over them would not end well. */
const MAX_DEPTH = 64;

/**
 * Parses a JSON body, refusing what would do harm further in: keys that reach for prototypes, U+0000 and lone surrogates
 * (which Postgres cannot store), invalid UTF-8, and bottomless nesting.
 */
export function parseJsonBody(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw httpErrors.MALFORMED_JSON({ detail: 'The body is not UTF-8.' });
  if (isDeeperThan(MAX_DEPTH, bytes)) throw httpErrors.TOO_DEEP({ detail: `More than ${MAX_DEPTH} levels.` });
  const text = bytes.toString('utf8');
  const value = parse(text);
  // Only a text with one of these can hold anything to refuse; nearly all bodies stop here.
  if (text.includes('\\u') || text.includes('__proto__') || text.includes('constructor')) refuseHarm(value, []);
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw httpErrors.MALFORMED_JSON({ cause });
  }
}

function refuseHarm(value: unknown, path: readonly string[]): void {
  if (typeof value === 'string') refuseText(value, path);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    const inner = [...path, key];
    if (key === '__proto__' || (key === 'constructor' && isPrototypeHolder(member))) {
      throw httpErrors.FORBIDDEN_KEY({
        errors: [{ path: inner.join('.'), code: 'forbidden_key', message: 'is never accepted as a field name' }],
      });
    }
    refuseText(key, inner);
    refuseHarm(member, inner);
  }
}

function refuseText(text: string, path: readonly string[]): void {
  if (text.includes('\u0000')) throw forbidden(path, 'nul_character', 'holds the character U+0000');
  if (!text.isWellFormed()) throw forbidden(path, 'lone_surrogate', 'holds half of a surrogate pair');
}

function forbidden(path: readonly string[], code: string, message: string): DomainError {
  return httpErrors.FORBIDDEN_CHARACTER({
    errors: [{ path: path.join('.').replaceAll('\u0000', '\\u0000').toWellFormed(), code, message }],
  });
}

function isPrototypeHolder(member: unknown): boolean {
  return typeof member === 'object' && member !== null && Object.hasOwn(member, 'prototype');
}

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [...'"\\[]{}'].map((character) => character.charCodeAt(0));

function isDeeperThan(limit: number, bytes: Buffer): boolean {
  if (bytes.length <= 2 * limit) return false;
  let depth = 0;
  let inText = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (inText) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inText = false;
    } else if (byte === QUOTE) inText = true;
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      depth += 1;
      if (depth > limit) return true;
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth -= 1;
  }
  return false;
}
