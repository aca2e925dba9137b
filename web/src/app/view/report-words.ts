import type { ImportReport } from '../../session/contract.ts';

/** Lines of what was refused that are shown; the rest is counted. */
const REFUSED_MAX = 5;

/** What became of what an archive held. */
export function reportWords({ taken, known, refused }: ImportReport): string {
  const news = `${taken} message${taken === 1 ? '' : 's'} taken, ${known} were here already.`;
  if (refused.length === 0) return news;
  const more = refused.length - REFUSED_MAX;
  const shown = refused.slice(0, REFUSED_MAX).join('; ');
  return `${news} Refused: ${shown}${more > 0 ? `; and ${more} more` : ''}.`;
}
