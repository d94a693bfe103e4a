/**
 * Kinds of streets by their abbreviations: USPS Publication 28 appendix C1, AS 4590 (Australia) and the usual ones of German,
 * French and Spanish. Only those that occur often: a kind that is missing is compared as a part of the name.
 */
export const STREET_KINDS: Readonly<Record<string, readonly string[]>> = {
  alley: ['aly', 'ally'],
  avenue: ['av', 'ave', 'aven', 'avenida', 'avda'],
  boulevard: ['blvd', 'boul', 'bd'],
  circle: ['cir', 'circ'],
  circuit: ['cct', 'crct'],
  close: ['cl'],
  court: ['ct', 'crt'],
  crescent: ['cres', 'cr', 'cresc'],
  drive: ['dr', 'drv'],
  esplanade: ['esp'],
  freeway: ['fwy'],
  gardens: ['gdns'],
  grove: ['gr', 'grv'],
  highway: ['hwy', 'hway'],
  lane: ['ln'],
  loop: [],
  parade: ['pde'],
  parkway: ['pkwy', 'pky'],
  path: [],
  place: ['pl', 'plc', 'platz', 'plaza'],
  road: ['rd'],
  rue: [],
  calle: [],
  route: ['rte'],
  square: ['sq'],
  street: ['st', 'str', 'strasse'],
  terrace: ['tce', 'ter', 'terr'],
  trail: ['trl'],
  walk: ['wlk'],
  way: ['wy', 'weg'],
};

/** Words for one of several doors, all read as `unit`. */
export const UNIT_WORDS: readonly string[] = ['unit', 'apartment', 'apt', 'flat', 'flt', 'fl', 'suite', 'ste', 'room', 'rm', 'door'];
