/** Of 15 characters, or of 18 whose last three repeat the case of the others. */
const IDENTITY = /\/id\/(00D[A-Za-z0-9]{12})(?:[A-Za-z0-9]{3})?\/005[A-Za-z0-9]{12,15}$/;

/** The organisation of an identity URL, by its id of 15 characters; undefined where it is none. */
export function organisationOf(identityUrl: string | undefined): string | undefined {
  return IDENTITY.exec(identityUrl ?? '')?.[1];
}
