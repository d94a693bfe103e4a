/** A pivot below this share of its diagonal is lost in rounding: its column repeats the ones before it. */
const LEAST_PIVOT_SHARE = 1e-12;

/**
 * Solves a·x = b for a symmetric positive definite matrix, by its Cholesky factor. Columns that repeat others give some finite answer.
 * @param lower the matrix by rows; of it the lower triangle is read, and overwritten by the factor
 */
export function solvePositive(lower: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  factorise(lower, size);
  const solution = right.slice();
  for (let row = 0; row < size; row += 1) {
    let sum = solution[row] as number;
    for (let column = 0; column < row; column += 1) sum -= (lower[row * size + column] as number) * (solution[column] as number);
    solution[row] = sum / (lower[row * size + row] as number);
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    let sum = solution[row] as number;
    for (let below = row + 1; below < size; below += 1) sum -= (lower[below * size + row] as number) * (solution[below] as number);
    solution[row] = sum / (lower[row * size + row] as number);
  }
  return solution;
}

function factorise(lower: Float64Array, size: number): void {
  for (let row = 0; row < size; row += 1) {
    const inRow = row * size;
    for (let column = 0; column <= row; column += 1) {
      const inColumn = column * size;
      const stated = lower[inRow + column] as number;
      let sum = stated;
      for (let before = 0; before < column; before += 1) sum -= (lower[inRow + before] as number) * (lower[inColumn + before] as number);
      lower[inRow + column] = column === row ? Math.sqrt(pivotOf(sum, stated)) : sum / (lower[inColumn + column] as number);
    }
  }
}

function pivotOf(left: number, diagonal: number): number {
  const least = diagonal > 0 ? diagonal * LEAST_PIVOT_SHARE : 1;
  return left > least ? left : least;
}
