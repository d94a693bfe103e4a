/** Names of members recur in everything that is written: each is quoted once. */
const quoted = new Map<string, string>();
const MAX_QUOTED = 1_000;

/**
 * JSON as RFC 8785 writes it: members in the order of their names (UTF-16), no blanks. Members without value are left out.
 * @param value text, whole numbers, booleans, null, and lists and objects of them
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null || typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = value as Readonly<Record<string, unknown>>;
  let text = '';
  for (const name of inOrder(Object.keys(members))) {
    const member = members[name];
    if (member !== undefined) text += `${text === '' ? '' : ','}${quotedName(name)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

/** By insertion: of the few names that an object has, in half the time that a sort takes. */
function inOrder(names: string[]): string[] {
  for (let next = 1; next < names.length; next += 1) {
    const name = names[next] as string;
    let place = next;
    for (; place > 0 && (names[place - 1] as string) > name; place -= 1) names[place] = names[place - 1] as string;
    names[place] = name;
  }
  return names;
}

function quotedName(name: string): string {
  const known = quoted.get(name);
  if (known !== undefined) return known;
  if (quoted.size >= MAX_QUOTED) quoted.clear();
  const written = JSON.stringify(name);
  quoted.set(name, written);
  return written;
}
