import { uuidV7 } from '@leadstream/kernel';
import type { TenantDatabase } from '@leadstream/persistence';
import type { Person } from './lead-people.ts';

/** What is written down about a person. */
export interface PersonNote {
  readonly person: Person;
  readonly body: string;
  /** The word of it that fewest notes have, most likely. */
  readonly rareWord: string;
}

const APP = '../../../apps/lead/';
const BATCH = 1_000;
const WORDS_A_NOTE = 30;

/** As many words as people use; the first are these, the others are made up. */
const VOCABULARY = 30_000;
const COMMON_WORDS = (
  'the a to and wants for with called in on about has house garden is asked mortgage will not price at offer viewing again she he of ' +
  'school budget bank tomorrow week three bedrooms kitchen balcony near station prefers morning after evening sent brochure waits answer'
).split(' ');
const SYLLABLES = ['ba', 'den', 'ki', 'lor', 'mu', 'nes', 'po', 'rat', 'si', 'tun', 've', 'gil', 'ho', 'fer', 'cla', 'dri'];

/** Notes whose words are as uneven as those of a language (Zipf), the same for the same chance; each names its person. */
export function madeUpNotes(people: readonly Person[], chance: () => number): PersonNote[] {
  return people.map((person) => {
    const ranks = Array.from({ length: WORDS_A_NOTE }, () => Math.floor(VOCABULARY ** chance()));
    const body = `${person.firstName} ${person.lastName}: ${ranks.map(wordOf).join(' ')}.`;
    return { person, body, rareWord: wordOf(Math.max(...ranks)) };
  });
}

/** Stores notes as the service does, but many in a statement; those about people who were left out are left out. */
export async function fillWithNotes(database: TenantDatabase, tenantId: string, notes: readonly PersonNote[]): Promise<void> {
  const { attachmentKeys } = await import(new URL(`${APP}dist/lead/search/attachment-keys.rules.js`, import.meta.url).href);
  for (let from = 0; from < notes.length; from += BATCH) {
    const rows = notes.slice(from, from + BATCH).map(({ person, body }) => {
      return { id: uuidV7.next(), externalId: person.id, body, keys: attachmentKeys(body) as string[] };
    });
    await database.inTenant(tenantId, (tx) =>
      tx.execute(
        `INSERT INTO note (tenant_id, note_id, entity_kind, entity_id, version, body, author_kind, author_id, created_at, updated_at,
                           search_version, search_keys)
         SELECT $1, id, 'lead', lead_id, 1, body, 'service', 'bench', now(), now(), 1, keys
         FROM jsonb_to_recordset($2::jsonb) AS stated (id uuid, "externalId" text, body text, keys text[])
         JOIN lead ON lead.tenant_id = $1 AND lead.external_id = "externalId" AND deleted_at IS NULL`,
        [tenantId, JSON.stringify(rows)],
      ),
    );
  }
}

function wordOf(rank: number): string {
  const common = COMMON_WORDS[rank];
  if (common !== undefined) return common;
  let word = '';
  for (let rest = rank; rest > 0; rest = Math.floor(rest / SYLLABLES.length)) word += SYLLABLES[rest % SYLLABLES.length];
  return word;
}
