/**
 * How often a lead that was won has the higher score of two, one that was won and one that was lost; a tie counts half. The area under the ROC
 * curve, by the ranks of Mann and Whitney.
 * @param outcomes 1: won, 0: lost
 * @returns undefined when there are not both
 */
export function areaUnderCurve(scores: Float64Array, outcomes: Uint8Array): number | undefined {
  const order = Uint32Array.from(scores.keys()).sort((a, b) => at(scores, a) - at(scores, b));
  let ranksOfWon = 0;
  let won = 0;
  for (let first = 0; first < order.length;) {
    let next = first;
    let wonOfSame = 0;
    while (next < order.length && at(scores, at(order, next)) === at(scores, at(order, first))) {
      wonOfSame += at(outcomes, at(order, next));
      next += 1;
    }
    // Ranks count from 1; who ties has the mean of their places.
    ranksOfWon += wonOfSame * ((first + 1 + next) / 2);
    won += wonOfSame;
    first = next;
  }
  const lost = scores.length - won;
  return won === 0 || lost === 0 ? undefined : (ranksOfWon - (won * (won + 1)) / 2) / (won * lost);
}

/** Standard error of an area under the curve (J. A. Hanley, B. J. McNeil, Radiology 143, 1982). */
export function standardErrorOfArea(area: number, won: number, lost: number): number {
  const twoWon = area / (2 - area) - area ** 2;
  const twoLost = (2 * area ** 2) / (1 + area) - area ** 2;
  return Math.sqrt((area * (1 - area) + (won - 1) * twoWon + (lost - 1) * twoLost) / (won * lost));
}

function at(numbers: Float64Array | Uint32Array | Uint8Array, index: number): number {
  return numbers[index] as number;
}
