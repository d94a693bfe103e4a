import {
  type Channel,
  CHANNELS,
  type ChangePreferencesBody,
  type PreferenceAction,
  preferenceAction,
  type PreferenceMatter,
  type Purpose,
  PURPOSES,
} from '@leadstream/contracts';

/** A purpose and a channel. */
export interface Matter {
  readonly purpose: Purpose;
  readonly channel: Channel;
}

/** As forms name it. */
export function nameOf({ purpose, channel }: Matter): string {
  return `${purpose}.${channel}`;
}

/** What a person chose for one matter, and how it was shown. */
export interface Choice extends Matter {
  readonly isTicked: boolean;
  readonly wasTicked: boolean;
}

/** A change that was asked for. */
export interface AskedChange {
  readonly action: PreferenceAction;
  /** What was shown; nothing unless it is to be saved. */
  readonly choices: readonly Choice[];
}

const BY_NAME = new Map(PURPOSES.flatMap((purpose) => CHANNELS.map((channel) => [nameOf({ purpose, channel }), { purpose, channel }])));

/** @returns undefined when it is not clear what is asked: then nothing may be changed */
export function readChange({ action: stated, shown, agree }: ChangePreferencesBody): AskedChange | undefined {
  const action = preferenceAction.safeParse(stated);
  if (!action.success) return undefined;
  if (action.data !== 'save') return { action: action.data, choices: [] };
  const ticked = new Set(listOf(agree));
  const choices = listOf(shown).map((one) => choiceOf(one, ticked));
  const names = new Set(choices.map((choice) => choice && nameOf(choice)));
  const isClear = choices.length > 0 && names.size === choices.length && [...ticked].every((name) => names.has(name));
  const known = choices.filter((choice) => choice !== undefined);
  return isClear && known.length === choices.length ? { action: action.data, choices: known } : undefined;
}

function choiceOf(shown: string, ticked: ReadonlySet<string>): Choice | undefined {
  const [, name = '', was] = /^(.+)\.(on|off)$/.exec(shown) ?? [];
  const matter = BY_NAME.get(name);
  return matter && { ...matter, isTicked: ticked.has(name), wasTicked: was === 'on' };
}

function listOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

/** A statement that a choice amounts to. */
export interface Stated extends Matter {
  readonly state: 'given' | 'withdrawn';
}

/**
 * What the choices say: a tick that the person set is a consent, a box without one is a no, also where that is so already: it may be so by another lead
 * that the person is today, or by whoever had its address. A tick that was there when the page was shown says nothing: it may have been withdrawn since.
 * @param stateOf where each matter stands now
 */
export function statementsOf(choices: readonly Choice[], stateOf: (matter: Matter) => PreferenceMatter['state']): Stated[] {
  return choices.flatMap(({ purpose, channel, isTicked, wasTicked }): Stated[] => {
    if (!isTicked) return [{ purpose, channel, state: 'withdrawn' }];
    return wasTicked || stateOf({ purpose, channel }) === 'given' ? [] : [{ purpose, channel, state: 'given' }];
  });
}

/** What a person says who wants no contact at all: no to every purpose by every channel. */
export function noToEverything(): Stated[] {
  return [...BY_NAME.values()].map((matter) => ({ ...matter, state: 'withdrawn' as const }));
}

/** `a…@e….com`: enough for its owner to know it again, too little for anybody to write to it. */
export function maskedEmail(email: string): string {
  const at = email.lastIndexOf('@');
  const domain = email.slice(at + 1);
  const dot = domain.lastIndexOf('.');
  return `${firstOf(email)}…@${firstOf(domain)}…${dot > 0 ? domain.slice(dot) : ''}`;
}

/** The last two digits. */
export function maskedPhone(phone: string): string {
  return `… ${phone.slice(-2)}`;
}

function firstOf(text: string): string {
  return [...text][0] ?? '';
}
