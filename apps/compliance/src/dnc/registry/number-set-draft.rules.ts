import { AreaDraft } from './area-draft.rules.js';
import { AreaPage } from './area-page.rules.js';
import { AREA_CODES, areaCodeOf, LINES, type NationalNumber } from './national-number.rules.js';
import { NumberSet } from './number-set.rules.js';

/** Changes of an area code that wait before they are taken into its page: 128 KB, where doing each by itself would unpack 1.25 MB. */
const WAITING = 32_768;
/** Marks a waiting change as a removal; a line needs 24 bits. */
const REMOVAL = 0x80000000;

/** What changes came to. */
export interface ChangeCounts {
  readonly added: number;
  readonly removed: number;
  /** Numbers added that were there, or removed that were not: repeated, as a rule. */
  readonly unchanged: number;
}

/**
 * The next state of a set, made from any number of changes in any order, of which the latest of a number holds. What it takes besides the
 * pages themselves is bounded: 1.25 MB, and 128 KB for each area code that occurs.
 */
export class NumberSetDraft {
  readonly #pages = new Map<number, AreaPage>();
  readonly #waiting = new Array<Uint32Array | undefined>(AREA_CODES).fill(undefined);
  readonly #lengths = new Uint32Array(AREA_CODES);
  readonly #area = new AreaDraft();
  #added = 0;
  #removed = 0;
  #unchanged = 0;

  /** @param base what the changes are changes of; it stays as it is */
  constructor(private readonly base: NumberSet = NumberSet.EMPTY) {}

  add(number: NationalNumber): void {
    this.#wait(number, 0);
  }

  remove(number: NationalNumber): void {
    this.#wait(number, REMOVAL);
  }

  /** The set with every change so far, and what they came to. */
  finish(): { readonly numbers: NumberSet; readonly changed: ReadonlyMap<number, AreaPage>; readonly counts: ChangeCounts } {
    for (let areaCode = 0; areaCode < AREA_CODES; areaCode += 1) this.#apply(areaCode);
    return {
      numbers: this.base.with(this.#pages),
      changed: this.#pages,
      counts: { added: this.#added, removed: this.#removed, unchanged: this.#unchanged },
    };
  }

  #wait(number: NationalNumber, mark: number): void {
    const areaCode = areaCodeOf(number);
    const waiting = (this.#waiting[areaCode] ??= new Uint32Array(WAITING));
    const length = this.#lengths[areaCode] as number;
    waiting[length] = (number - areaCode * LINES) | mark;
    this.#lengths[areaCode] = length + 1;
    if (length + 1 === WAITING) this.#apply(areaCode);
  }

  #apply(areaCode: number): void {
    const length = this.#lengths[areaCode] as number;
    if (length === 0) return;
    this.#area.load(this.#pages.get(areaCode) ?? this.base.page(areaCode) ?? AreaPage.EMPTY);
    for (const change of (this.#waiting[areaCode] as Uint32Array).subarray(0, length)) this.#take(change);
    this.#lengths[areaCode] = 0;
    this.#pages.set(areaCode, this.#area.toPage());
  }

  #take(change: number): void {
    const isRemoval = change >= REMOVAL;
    if (!this.#area.set(isRemoval ? change - REMOVAL : change, !isRemoval)) this.#unchanged += 1;
    else if (isRemoval) this.#removed += 1;
    else this.#added += 1;
  }
}
