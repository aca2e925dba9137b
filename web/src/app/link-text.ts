/** Addresses that people show, as they are typed and as they are read. */

/** An address as the browser would follow it: the host in ASCII, so that none looks like another. */
export function linkOf(typed: string): string {
  const text = typed.trim();
  return URL.canParse(text) ? new URL(text).href : text;
}

/** What of an address people are shown. */
export function linkText(link: string): string {
  const { host, pathname, search } = new URL(link);
  return host + (pathname === '/' ? '' : pathname) + search;
}
