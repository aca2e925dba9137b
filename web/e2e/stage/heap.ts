/** What a page still holds after its garbage was collected. */
import type { Page } from 'playwright-core';

export interface Held {
  /** Objects of the kind that was asked for. */
  readonly objects: number;
  /** Listeners of the page's document, its elements and whatever else hears events. */
  readonly listeners: number;
  readonly heapBytes: number;
}

/** Collections after which what a page still holds stays: some is let go only tasks after it was given up. */
const COLLECTIONS_MAX = 100;

/**
 * What a page holds once there are no more than so many objects with the prototype that the expression `prototype`
 * gives, or for good.
 */
export async function held(page: Page, prototype: string, objectsMax: number): Promise<Held> {
  const devtools = await page.context().newCDPSession(page);
  const { result } = await devtools.send('Runtime.evaluate', { expression: prototype });
  let found: Held = { objects: 0, listeners: 0, heapBytes: 0 };
  for (let collection = 0; collection < COLLECTIONS_MAX; collection++) {
    await devtools.send('HeapProfiler.collectGarbage');
    const { objects } = await devtools.send('Runtime.queryObjects', {
      prototypeObjectId: result.objectId ?? '',
    });
    const { result: count } = await devtools.send('Runtime.callFunctionOn', {
      objectId: objects.objectId ?? '',
      functionDeclaration: 'function () { return this.length; }',
      returnByValue: true,
    });
    // The list itself holds on to them.
    await devtools.send('Runtime.releaseObject', { objectId: objects.objectId ?? '' });
    const { jsEventListeners } = await devtools.send('Memory.getDOMCounters');
    const { usedSize } = await devtools.send('Runtime.getHeapUsage');
    found = { objects: Number(count.value), listeners: jsEventListeners, heapBytes: usedSize };
    if (found.objects <= objectsMax) break;
  }
  await devtools.detach();
  return found;
}
