/** A phrase as it was written down, read. */
export type Phrase =
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'sequence'; readonly parts: readonly Phrase[] }
  | { readonly kind: 'choice'; readonly parts: readonly Phrase[] }
  | { readonly kind: 'optional'; readonly part: Phrase };
