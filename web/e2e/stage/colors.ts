import type { Page } from 'playwright-core';

/** `rgb(1, 2, 3)`, as styles are computed, in `#rrggbb`. */
export function hexOf(rgb: string): string {
  const parts = rgb.match(/[\d.]+/g)?.slice(0, 3) ?? [];
  return `#${parts.map((part) => Number(part).toString(16).padStart(2, '0')).join('')}`;
}

/** The colour behind a page's messages, `#rrggbb` or `#rgb`. */
export function surfaceOf(page: Page): Promise<string> {
  return page.evaluate(() =>
    getComputedStyle(document.documentElement).getPropertyValue('--surface').trim(),
  );
}
