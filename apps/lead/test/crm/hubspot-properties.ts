/** Whom records can be given to; `archived` ones have left. */
export interface HubspotOwner {
  readonly id: string;
  readonly email: string;
  readonly archived?: boolean;
}

const TEXTS = 'email phone firstname lastname company jobtitle address city state zip country member_since budget_currency'.split(' ');
const NUMBERS = ['age', 'budget_max', 'bedrooms'];
/** A property of checkboxes, with its options. */
const CHECKBOXES: Readonly<Record<string, readonly string[]>> = { interests: ['north', 'VIP', 'garden'] };
const OWNER = 'hubspot_owner_id';
const READ_ONLY = ['lastmodifieddate', 'createdate', 'hs_object_id', 'hs_merged_object_ids', 'hs_email_optout'];
const EMAIL = /^[^@\s]+@[^@\s]+\.[a-z]{2,}$/;

/** Why a value is refused, as HubSpot checks it; undefined where it is not. A blank one clears. @param unique names of properties that were made */
export function refusedValue(
  name: string,
  value: string,
  unique: ReadonlySet<string>,
  owners: readonly HubspotOwner[],
): string | undefined {
  if (READ_ONLY.includes(name)) return `${name} is read only`;
  const isKnown = [...TEXTS, ...NUMBERS, ...Object.keys(CHECKBOXES), OWNER].includes(name) || unique.has(name);
  if (!isKnown) return `no property ${name}`;
  if (value === '') return undefined;
  if (NUMBERS.includes(name) && !/^-?\d*(\.\d+)?$/.test(value)) return `${name} is a number`;
  if (name === 'email' && !EMAIL.test(value)) return 'INVALID_EMAIL';
  if (name === OWNER && !owners.some(({ id, archived }) => id === value && !archived)) return 'INVALID_OWNER_ID';
  const options = CHECKBOXES[name];
  return options && !value.split(';').every((chosen) => options.includes(chosen)) ? 'INVALID_OPTION' : undefined;
}

/** A page of those who have not left, as documented: 500 at most. */
export function ownerPage(owners: readonly HubspotOwner[], query: URLSearchParams): object | undefined {
  const [limit, after] = [Number(query.get('limit') ?? 100), Number(query.get('after') ?? 0)];
  if (limit > 500) return undefined;
  const present = owners.filter(({ archived }) => !archived);
  const page = present.slice(after, after + limit);
  const next = after + page.length < present.length ? { paging: { next: { after: String(after + page.length) } } } : {};
  return { results: page.map(({ id, email }) => ({ id, email, type: 'PERSON', archived: false })), ...next };
}
