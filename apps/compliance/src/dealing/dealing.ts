/** What a person did that implies consent for a time where the law has it so. */
export interface Dealing {
  /** The deal, or the submission of the form. */
  readonly sourceId: string;
  readonly leadId: string;
  readonly kind: 'purchase' | 'inquiry';
  readonly dealtAt: Date;
}
