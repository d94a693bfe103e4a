import type { AreaPage } from './area-page.rules.js';
import { AREA_CODES, areaCodeOf, LINES, type NationalNumber } from './national-number.rules.js';

/**
 * A set of North American numbers, exact in both directions. It never changes; what follows from it shares all pages that stay the same,
 * so whoever holds one may go on answering from it while the next is made.
 */
export class NumberSet {
  static readonly EMPTY = new NumberSet([]);

  readonly size: number;
  readonly #pages: readonly (AreaPage | undefined)[];

  /** @param pages by area code */
  constructor(pages: Iterable<readonly [areaCode: number, page: AreaPage]>) {
    const byAreaCode = new Array<AreaPage | undefined>(AREA_CODES).fill(undefined);
    for (const [areaCode, page] of pages) byAreaCode[areaCode] = page.size > 0 ? page : undefined;
    this.#pages = byAreaCode;
    this.size = byAreaCode.reduce((total, page) => total + (page?.size ?? 0), 0);
  }

  has(number: NationalNumber): boolean {
    const areaCode = areaCodeOf(number);
    return this.#pages[areaCode]?.has(number - areaCode * LINES) ?? false;
  }

  page(areaCode: number): AreaPage | undefined {
    return this.#pages[areaCode];
  }

  /** Area codes with listed numbers, lowest first. */
  *pages(): Generator<readonly [areaCode: number, page: AreaPage]> {
    for (const [areaCode, page] of this.#pages.entries()) if (page) yield [areaCode, page];
  }

  /** The same with other pages in place of those of their area codes. */
  with(pages: Iterable<readonly [areaCode: number, page: AreaPage]>): NumberSet {
    return new NumberSet([...this.pages(), ...pages]);
  }

  /** What the pages hold; little else does. */
  get sizeBytes(): number {
    return this.#pages.reduce((total, page) => total + (page?.sizeBytes ?? 0), 0);
  }
}
