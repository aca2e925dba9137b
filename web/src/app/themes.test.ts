import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { contrast, TEXT_CONTRAST_MIN } from './contrast.ts';

/** WCAG 2.2, success criterion 1.4.11: outlines and the edges of fields. */
const SHAPE_CONTRAST_MIN = 3;

const TEXT_PAIRS = [
  ['text', 'surface'],
  ['text', 'chrome'],
  ['text', 'field'],
  ['text', 'button'],
  ['text', 'button-hover'],
  ['text', 'chosen'],
  ['soft', 'surface'],
  ['soft', 'chrome'],
  ['soft', 'chosen'],
  ['link', 'surface'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['good', 'surface'],
  ['danger', 'surface'],
  ['danger', 'chrome'],
  ['danger', 'danger-back'],
  ['page-text', 'page'],
] as const;

const SHAPE_PAIRS = [
  ['focus', 'surface'],
  ['focus', 'chrome'],
  ['line-strong', 'field'],
  ['logo', 'page'],
] as const;

function colorsOf(theme: string, file: string): ReadonlyMap<string, string> {
  const css = readFileSync(`src/app/styles/${file}`, 'utf8');
  const rules = css.split('}').filter((rule) => rule.includes(`[data-theme="${theme}"] {`));
  const found = rules.flatMap((rule) => [...rule.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)]);
  return new Map(found.map((match) => [match[1] ?? '', match[2] ?? '']));
}

for (const [theme, file] of [
  ['tropical', 'tropical.css'],
  ['light', 'quiet.css'],
  ['dark', 'quiet.css'],
] as const) {
  const colors = colorsOf(theme, file);
  const color = (name: string): string =>
    colors.get(name) ?? assert.fail(`${theme} has no ${name}`);

  test(`the ${theme} theme is readable`, () => {
    for (const [front, back] of TEXT_PAIRS) {
      const found = contrast(color(front), color(back));
      assert.ok(found >= TEXT_CONTRAST_MIN, `${front} on ${back}: ${found.toFixed(2)}`);
    }
  });

  test(`the shapes of the ${theme} theme stand out`, () => {
    for (const [front, back] of SHAPE_PAIRS) {
      const found = contrast(color(front), color(back));
      assert.ok(found >= SHAPE_CONTRAST_MIN, `${front} on ${back}: ${found.toFixed(2)}`);
    }
  });
}
