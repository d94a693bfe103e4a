/** Undo an opt-out by text message: CTIA Messaging Principles and Best Practices; carriers lift their own block at the same words. */
export const OPT_IN_COMMANDS: readonly string[] = ['start', 'unstop'];

/** Opt-ins by some gateways' lists, yet also the answer to any question: they are told and lift nothing. */
export const PERHAPS_OPT_IN: readonly string[] = ['yes', 'resume', 'subscribe', 'opt in', 'optin', 'continue'];

/** Ask for help (CTIA): an answer is due, contact stays as it is. */
export const HELP_COMMANDS: readonly string[] = ['help', 'info', 'hilfe', 'aide', 'ayuda', 'ajuda', 'aiuto', 'hulp', 'pomoc', 'ajutor'];
