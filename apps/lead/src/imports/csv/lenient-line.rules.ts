/**
 * The cells of a line in which a quote that stands inside of quotes is not doubled: only one in front of a delimiter, or of the end of the
 * line, closes a cell.
 * @param line without its end
 * @returns undefined when a quote does not close in the line
 */
export function lenientCells(line: string, delimiter: string, quote: string): string[] | undefined {
  const cells: string[] = [];
  for (let position = 0; ;) {
    const cell = line[position] === quote ? quotedCell(line, position, delimiter, quote) : plainCell(line, position, delimiter);
    if (cell === undefined) return undefined;
    cells.push(cell.value);
    if (cell.end >= line.length) return cells;
    position = cell.end + 1;
  }
}

/** Whether a quote closes a cell in a line that did not open there: the line may be the end of one that began above. */
export function closesCellFromAbove(line: string, delimiter: string, quote: string): boolean {
  for (let position = 0; position < line.length;) {
    const isQuoted = line[position] === quote;
    const cell = isQuoted ? quotedCell(line, position, delimiter, quote) : plainCell(line, position, delimiter);
    if (cell === undefined) return false;
    if (!isQuoted && cell.value.endsWith(quote)) return true;
    position = cell.end + 1;
  }
  return false;
}

interface Cell {
  readonly value: string;
  /** Where the delimiter or the end of the line stands. */
  readonly end: number;
}

function plainCell(line: string, start: number, delimiter: string): Cell {
  const found = line.indexOf(delimiter, start);
  const end = found === -1 ? line.length : found;
  return { value: line.slice(start, end), end };
}

/** Whoever wrote a quote that is not doubled doubles none: of two in front of a delimiter the second one closes the cell. */
function quotedCell(line: string, start: number, delimiter: string, quote: string): Cell | undefined {
  let hasBare = false;
  const isEnd = (position: number) => position === line.length || line[position] === delimiter;
  for (let from = start + 1; ;) {
    const found = line.indexOf(quote, from);
    if (found === -1) return undefined;
    const isDoubled: boolean = line[found + 1] === quote && !(hasBare && isEnd(found + 2));
    if (!isDoubled && isEnd(found + 1)) {
      const value = line.slice(start + 1, found);
      return { value: hasBare ? value : value.replaceAll(quote + quote, quote), end: found + 1 };
    }
    hasBare ||= !isDoubled;
    from = found + (isDoubled ? 2 : 1);
  }
}
