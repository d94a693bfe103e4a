/** Another worker has the import, or had it in between: whoever catches this stops without a trace. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}
