/** Runs in a page before anything else: notes when what happens, milliseconds after the page was asked for. */
export function watch() {
  /** Messages on the screen from which on a room counts as shown. */
  const SHOWN = 50;

  const seen = { stored: 0 };
  window.seen = seen;
  const first = (name) => {
    seen[name] ??= performance.now();
  };

  const { createDataChannel } = RTCPeerConnection.prototype;
  RTCPeerConnection.prototype.createDataChannel = function (...wish) {
    const channel = createDataChannel.apply(this, wish);
    channel.addEventListener('open', () => first('linked'));
    return channel;
  };

  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = function (...wish) {
    const request = open.apply(this, wish);
    request.addEventListener('success', () => first('opened'));
    return request;
  };

  const { getAllRecords, put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.getAllRecords = function (...wish) {
    const request = getAllRecords.apply(this, wish);
    if (this.name === 'entries') request.addEventListener('success', () => first('read'));
    return request;
  };

  const waiting = new WeakMap();
  IDBObjectStore.prototype.put = function (...wish) {
    if (this.name === 'entries') {
      const { transaction } = this;
      if (!waiting.has(transaction)) {
        transaction.addEventListener('complete', () => {
          seen.stored += waiting.get(transaction);
          seen.storedAt = performance.now();
        });
      }
      waiting.set(transaction, (waiting.get(transaction) ?? 0) + 1);
    }
    return put.apply(this, wish);
  };

  /** Whether the panel says how many messages were found in all. */
  const searched = () =>
    /^(One|\d+) message/.test(document.querySelector('.search [role="status"]')?.textContent ?? '');

  addEventListener(
    'click',
    ({ target }) => {
      if (target.innerText !== 'Enter') return;
      seen.clicked = performance.now();
      seen.shown = undefined;
    },
    { capture: true },
  );
  addEventListener(
    'input',
    ({ target }) => {
      if (target.type !== 'search') return;
      seen.asked = performance.now();
      seen.found = undefined;
      seen.foundAll = undefined;
    },
    { capture: true },
  );
  new MutationObserver(() => {
    if (seen.shown === undefined && document.querySelectorAll('.message').length >= SHOWN) first('shown');
    if (seen.asked === undefined || seen.foundAll !== undefined) return;
    if (document.querySelector('.found li') !== null) first('found');
    if (seen.found !== undefined && searched()) first('foundAll');
  }).observe(document, { subtree: true, childList: true, characterData: true });
}
