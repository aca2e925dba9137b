import type { ImportReport } from '../../session/contract.ts';

/** Lines of what was refused that are shown; the rest is counted. */
const REFUSED_MAX = 5;

/** What became of what an archive held. */
export function reportWords({ taken, known, rules, refused }: ImportReport): string {
  const law = rules === 0 ? '' : ` and ${counted(rules, 'rule')} of the room`;
  const news = `${counted(taken, 'message')}${law} taken, ${known} were here already.`;
  if (refused.length === 0) return news;
  const more = refused.length - REFUSED_MAX;
  const shown = refused.slice(0, REFUSED_MAX).join('; ');
  return `${news} Refused: ${shown}${more > 0 ? `; and ${more} more` : ''}.`;
}

const counted = (number: number, thing: string): string =>
  `${number} ${thing}${number === 1 ? '' : 's'}`;
