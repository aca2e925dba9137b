/**
 * Runs in a page before it enters a closed room: notes what steps of core's peers take, milliseconds each.
 *
 * @param address of the compiled module, which the page then uses
 */
export async function watchSteps(address) {
  const { PagePeer } = await import(address);
  // `sealed`: something was said, and sealed at once. `opened`: what came was verified, opened, and is to be kept.
  const steps = { sealed: [], opened: [], read: 0, readAt: 0, rules: 0, ruledAt: 0 };
  window.steps = steps;
  const note = (name, words, outputs, millis) => {
    const has = (type) => outputs.some((output) => output.type === type);
    if (name === 'say' && has('sign')) steps.sealed.push(millis);
    if (name === 'verified' && has('store')) steps.opened.push(millis);
    if (name === 'loaded') {
      steps.read += words[1].length;
      steps.readAt = performance.now();
    }
    if (has('storeRule')) {
      steps.rules += outputs.filter(({ type }) => type === 'storeRule').length;
      steps.ruledAt = performance.now();
    }
  };
  for (const name of Object.getOwnPropertyNames(PagePeer.prototype)) {
    const step = PagePeer.prototype[name];
    if (name === 'constructor' || typeof step !== 'function') continue;
    PagePeer.prototype[name] = function (...words) {
      window.peer = this;
      const begin = performance.now();
      const answer = step.apply(this, words);
      if (Array.isArray(answer)) note(name, words, answer, performance.now() - begin);
      return answer;
    };
  }
}

/**
 * Runs in a page that is watched, at the end of its life: has its peer say things in a row, as fast as one author may in a
 * time that runs ahead. Nothing of it is really signed, kept or sent.
 */
export function sayInARow({ count, gapMillis, text }) {
  const { peer } = window;
  const signature = new Uint8Array(64);
  let now = Date.now();
  const goOn = (outputs) => {
    for (const { type, ticket } of outputs) {
      if (type === 'sign') goOn(peer.signed(ticket, signature, now));
      if (type === 'store') goOn(peer.stored(ticket, true, now));
    }
  };
  for (let said = 0; said < count; said++) {
    now += gapMillis;
    goOn(peer.say(text, false, null, null, now));
  }
}
