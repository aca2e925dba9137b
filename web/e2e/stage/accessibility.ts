import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { contrast, TEXT_CONTRAST_MIN } from '../../src/app/contrast.ts';
import { hexOf } from './colors.ts';

/** Roles whose elements people use, or hear of: each needs a name. */
const NAMED_ROLES = [
  ...['button', 'link', 'textbox', 'radio', 'checkbox', 'combobox', 'ColorWell', 'dialog'],
  ...['img', 'image', 'log', 'toolbar', 'region', 'heading', 'list', 'complementary'],
];

/** WCAG 2.2, success criterion 1.4.3: large text, and from which size on it is large. */
const LARGE_CONTRAST_MIN = 3;
const LARGE_PIXELS_MIN = 24;
const LARGE_BOLD_PIXELS_MIN = 18.66;

interface AxNode {
  readonly ignored: boolean;
  readonly role?: { readonly value?: unknown };
  readonly name?: { readonly value?: unknown };
}

/** Roles of elements that the browser's accessibility tree gives no name. */
export async function namelessRoles(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = (await session.send('Accessibility.getFullAXTree')) as { nodes: AxNode[] };
  await session.detach();
  return nodes
    .filter(({ ignored, name }) => !ignored && String(name?.value ?? '').trim() === '')
    .map(({ role }) => String(role?.value))
    .filter((role) => NAMED_ROLES.includes(role));
}

interface Painted {
  readonly text: string;
  readonly color: string;
  readonly back: string;
  readonly pixels: number;
  readonly bold: boolean;
}

/** Runs in the page: every visible text on a plain colour. Text on pictures is left to the eye. */
function paintedTexts(): Painted[] {
  const opaque = (color: string) => /^rgb\(/.test(color);
  const backOf = (element: Element): string | null => {
    for (let at: Element | null = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== 'none') return null;
      if (opaque(style.backgroundColor)) return style.backgroundColor;
    }
    return null;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found: Painted[] = [];
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent?.trim() ?? '';
    if (!element || text === '' || !element.checkVisibility({ visibilityProperty: true })) continue;
    if (element.closest('.sr-only, noscript, svg, option')) continue;
    const style = getComputedStyle(element);
    const back = backOf(element);
    if (back === null || !opaque(style.color)) continue;
    const pixels = Number.parseFloat(style.fontSize);
    found.push({ text, color: style.color, back, pixels, bold: Number(style.fontWeight) >= 700 });
  }
  return found;
}

/** Texts that stand out too little from what is behind them, with their contrast. */
export async function faintTexts(page: Page): Promise<string[]> {
  const texts = await page.evaluate(paintedTexts);
  assert.ok(texts.length > 0);
  return texts
    .map(({ text, color, back, pixels, bold }) => {
      const large = pixels >= (bold ? LARGE_BOLD_PIXELS_MIN : LARGE_PIXELS_MIN);
      const least = large ? LARGE_CONTRAST_MIN : TEXT_CONTRAST_MIN;
      const reached = contrast(hexOf(color), hexOf(back));
      return reached < least ? `${text}: ${reached.toFixed(2)} of ${least}` : null;
    })
    .filter((words) => words !== null);
}

/** The names of pictures in motion. */
export function motions(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    document
      .getAnimations()
      .filter(({ playState }) => playState === 'running')
      .map((animation) => (animation instanceof CSSAnimation ? animation.animationName : 'other')),
  );
}

/** What has the focus: its name as people are told it, in one line. */
export function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement) || element === document.body) return '';
    const labels = 'labels' in element ? [...((element as HTMLInputElement).labels ?? [])] : [];
    const label = labels.map(({ innerText }) => innerText).join(' ');
    const words = element.ariaLabel || label || element.innerText;
    return words.replace(/\s+/g, ' ').trim();
  });
}
