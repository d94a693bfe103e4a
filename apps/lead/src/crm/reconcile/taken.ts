/** What stands in the way of a value of the peer, or the value in the one form that leads have it in. */
export type Taken = { readonly value: string | null } | { readonly code: string };

/** What a record has in a field: a value in the form of leads, or a text that no lead may have. */
export type Held = string | null | { readonly unread: string };
