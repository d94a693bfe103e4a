import { NICKNAME_LIST } from './nicknames.js';

const formalByNickname = new Map<string, Set<string>>();

for (const entry of NICKNAME_LIST.split(';')) {
  const [formal = '', nicknames = ''] = entry.trim().split(':');
  for (const nickname of nicknames.split(' ')) {
    const known = formalByNickname.get(nickname) ?? new Set<string>();
    for (const name of formal.split(' ')) known.add(name);
    formalByNickname.set(nickname, known);
  }
}

const NONE: ReadonlySet<string> = new Set();

/** Names that `name` may stand for: `bob` for `robert`; none for a name that is nobody's nickname. */
export function formalNamesOf(name: string): ReadonlySet<string> {
  return formalByNickname.get(name) ?? NONE;
}

/** Whether one is a nickname of the other, or both are of a third: `bob`, `robert`, `rob`. */
export function shareFormalName(left: string, right: string): boolean {
  const [formalLeft, formalRight] = [formalNamesOf(left), formalNamesOf(right)];
  return formalLeft.has(right) || formalRight.has(left) || [...formalLeft].some((name) => formalRight.has(name));
}
