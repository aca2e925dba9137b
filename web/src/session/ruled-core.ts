/** Core as rooms that belong to somebody need it: loaded when one is made or entered. */

export type RuledCore = typeof import('#ruled-peer');

export const loadRuledCore = (): Promise<RuledCore> => import('#ruled-peer');
