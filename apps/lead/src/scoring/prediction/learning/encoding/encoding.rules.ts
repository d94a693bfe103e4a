import type { Design } from '../regression/design.js';
import type { ExampleColumn } from '../examples.js';
import { choiceEncoder, choiceEncoding } from './choice-encoding.rules.js';
import type { EncodeValue, Encoding } from './encoding.js';
import { numberEncoder, numberEncoding } from './number-encoding.rules.js';

/** Columns of a regression; features that most leads state come first. */
const MOST_COLUMNS = 256;
const SLICE_VALUES = 20_000;

/** An encoding with the column at which its own begin. */
export interface PlacedEncoding {
  readonly encoding: Encoding;
  readonly values: ExampleColumn['values'];
  readonly firstColumn: number;
}

/**
 * Chooses how features are encoded.
 * @param rows leads by which it is chosen; the others are not looked at
 * @returns features that tell leads apart, in their order, as many as there is room for
 */
export function* encodeColumns(columns: readonly ExampleColumn[], rows: Uint32Array): Generator<void, PlacedEncoding[]> {
  const found: {
    readonly order: number;
    readonly stated: number;
    readonly encoding: Encoding;
    readonly values: ExampleColumn['values'];
  }[] = [];
  for (const [order, { feature, values }] of columns.entries()) {
    const seen = Array.from(rows, (row) => values[row] ?? null);
    const encoding = feature.kind === 'number' ? numberEncoding(feature.key, seen) : choiceEncoding(feature.key, seen);
    const stated = seen.filter((value) => value !== null).length;
    if (encoding) found.push({ order, stated, encoding, values });
    yield;
  }
  let room = MOST_COLUMNS;
  const kept = found
    .toSorted((a, b) => b.stated - a.stated || a.order - b.order)
    .filter(({ encoding }) => {
      const fits = widthOf(encoding) <= room;
      if (fits) room -= widthOf(encoding);
      return fits;
    });
  let firstColumn = 0;
  return kept
    .toSorted((a, b) => a.order - b.order)
    .map(({ encoding, values }) => {
      const placed = { encoding, values, firstColumn };
      firstColumn += widthOf(encoding);
      return placed;
    });
}

/** All leads as rows of a regression. */
export function* designOf(placed: readonly PlacedEncoding[], rowCount: number): Generator<void, Design> {
  const encoders = placed.map(({ encoding }) => encoderOf(encoding));
  const last = placed.at(-1);
  const design = {
    columnCount: last ? last.firstColumn + widthOf(last.encoding) : 0,
    starts: new Uint32Array(rowCount + 1),
    columns: new Uint16Array(rowCount * placed.length),
    values: new Float64Array(rowCount * placed.length),
  };
  let entries = 0;
  for (let row = 0; row < rowCount; row += 1) {
    for (const [index, { values, firstColumn }] of placed.entries()) {
      const encoded = encoders[index]?.(values[row] ?? null);
      if (!encoded || encoded.number === 0) continue;
      design.columns[entries] = firstColumn + encoded.column;
      design.values[entries] = encoded.number;
      entries += 1;
    }
    design.starts[row + 1] = entries;
    if ((row * placed.length) % SLICE_VALUES < placed.length) yield;
  }
  return design;
}

/** How many columns a feature takes. */
export function widthOf(encoding: Encoding): number {
  const { hasMissing } = encoding;
  if (encoding.kind === 'number') return 1 + Number(hasMissing);
  return encoding.words.length + Number(encoding.hasOther) + Number(hasMissing);
}

export function encoderOf(encoding: Encoding): EncodeValue {
  return encoding.kind === 'number' ? numberEncoder(encoding) : choiceEncoder(encoding);
}
