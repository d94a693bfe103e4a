import type { Channel, PageLanguage, PreferenceAction, Purpose } from '@leadstream/contracts';

/** What went wrong on a page, as far as it is told to a person. */
export type Trouble = 'unknown' | 'expired' | 'used' | 'void' | 'outdated' | 'unclear' | 'crossSite';

/** Everything that the pages say, in one language. Versions of what people agree to are named by `version`. */
export interface PageWords {
  readonly language: PageLanguage;
  /** Its name in itself. */
  readonly name: string;
  /** Of the words below; another one whenever what a person agrees to is said in another way. */
  readonly version: string;
  /** What the list of languages is called. */
  readonly languages: string;
  readonly purposes: Readonly<Record<Purpose, { readonly title: string; readonly says: string }>>;
  /** To go on a sentence about contact. */
  readonly channels: Readonly<Record<Channel, string>>;
  readonly confirmation: {
    readonly title: string;
    readonly asks: (sender: string, purpose: string, channel: string) => string;
    readonly wording: string;
    readonly nothingYet: string;
    readonly until: string;
    readonly button: string;
    readonly confirmedTitle: string;
    readonly confirmed: (sender: string, purpose: string, channel: string) => string;
    readonly withdraw: string;
  };
  readonly preferences: {
    readonly title: string;
    readonly about: (sender: string) => string;
    readonly addresses: string;
    readonly choose: string;
    readonly unticked: string;
    readonly state: Readonly<Record<'given' | 'withdrawn' | 'expired' | 'none', string>>;
    /** In front of the day. */
    readonly since: string;
    readonly blocked: string;
    readonly save: string;
    readonly stopTitle: string;
    readonly stopSays: string;
    readonly stop: string;
    readonly stoppedTitle: string;
    readonly stoppedSince: string;
    readonly resumeSays: string;
    readonly resume: string;
    readonly done: Readonly<Record<PreferenceAction, string>>;
    readonly doneTitle: string;
  };
  readonly trouble: {
    readonly title: string;
    readonly back: string;
    readonly says: Readonly<Record<Trouble, string>>;
  };
}
