import {
  type Channel,
  CHANNELS,
  type DncEntry,
  type PageLanguage,
  PREFERENCE_SOURCE,
  type PreferenceAction,
  type PreferenceMatter,
  type Preferences,
  PURPOSES,
} from '@leadstream/contracts';
import { addressFor } from '../../decision/judgement/decision.rules.js';
import { addressesOf } from '../../known-lead/known-lead.rules.js';
import type { PreferenceRecord } from './preference-record.js';
import { maskedEmail, maskedPhone, type Matter } from './preference.rules.js';

/** Where a matter stands; `none` when nothing was ever stated. */
export function stateIn({ stated }: PreferenceRecord): (matter: Matter) => PreferenceMatter['state'] {
  return (matter) => stated.find(isSame(matter))?.state ?? 'none';
}

/** Entries by which the person stopped all contact. */
export function stopsOf({ listed }: PreferenceRecord): DncEntry[] {
  return listed.filter(({ source, channels }) => source === PREFERENCE_SOURCE && channels.length === 0);
}

interface Shown {
  readonly sender: string;
  readonly language: PageLanguage;
  readonly done: PreferenceAction | null;
}

/** What the person is shown: the ways by which it can be reached, and those of which something was stated. */
export function preferencesOf(record: PreferenceRecord, { sender, language, done }: Shown): Preferences {
  const { lead } = record.person.family;
  const stops = stopsOf(record).map(({ addedAt }) => addedAt);
  return {
    sender,
    language,
    email: lead?.email ? maskedEmail(lead.email) : null,
    phone: lead?.phone ? maskedPhone(lead.phone) : null,
    stoppedAt: stops.sort()[0] ?? null,
    matters: mattersOf(record),
    done,
  };
}

function mattersOf({ person, listed, stated }: PreferenceRecord): PreferenceMatter[] {
  const reachable = (channel: Channel): boolean => addressesOf(person.family).some((lead) => addressFor(channel, lead) !== null);
  const isBlocked = (channel: Channel): boolean => listed.some(({ channels }) => channels.length === 0 || channels.includes(channel));
  return PURPOSES.flatMap((purpose) =>
    CHANNELS.flatMap((channel) => {
      const found = stated.find(isSame({ purpose, channel }));
      if (!found && !reachable(channel)) return [];
      return [{ purpose, channel, state: found?.state ?? 'none', since: found?.since ?? null, isBlocked: isBlocked(channel) }];
    }),
  );
}

function isSame({ purpose, channel }: Matter): (other: Matter) => boolean {
  return (other) => other.purpose === purpose && other.channel === channel;
}
