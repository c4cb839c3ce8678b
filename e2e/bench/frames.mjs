// When a change of a page is on the screen. A script for the page: no part of the page helps.

/**
 * Installs `frameClock` in a page: it knows when something in `selector` changed last, and when the frame that shows the
 * change was finished. A message posted in an animation frame arrives after that frame's layout and painting.
 */
export function installFrameClock(selector) {
  const { document, performance, requestAnimationFrame } = globalThis;
  /** How long a key may take before it counts as one that changes nothing, in milliseconds. */
  const PATIENCE = 1000;
  const clock = { changed: 0, painted: 0, keys: [] };

  // Frames are watched only while something is awaited: a loop that never rests would slow down what it measures.
  let awaited = 0;
  let watching = false;
  const unpainted = (key) => key.painted === undefined && performance.now() - key.pressed < PATIENCE;
  const idle = () => awaited === 0 && clock.painted >= clock.changed && !clock.keys.some(unpainted);
  const { port1, port2 } = new globalThis.MessageChannel();
  port2.onmessage = () => {
    if (clock.painted >= clock.changed) return;
    clock.painted = performance.now();
    for (const key of clock.keys) {
      if (key.changed !== undefined) key.painted ??= clock.painted;
    }
  };
  const frame = () => {
    port1.postMessage(null);
    watching = !idle();
    if (watching) requestAnimationFrame(frame);
  };
  const watch = () => {
    if (!watching) requestAnimationFrame(frame);
    watching = true;
  };

  const isInside = ({ target, addedNodes }) => {
    const element = target.closest ? target : target.parentElement;
    return element?.closest(selector) || [...addedNodes].some((node) => node.matches?.(selector) || node.querySelector?.(selector));
  };
  new globalThis.MutationObserver((records) => {
    if (!records.some(isInside)) return;
    clock.changed = performance.now();
    const waiting = clock.keys.find((key) => key.changed === undefined && unpainted(key));
    if (waiting) waiting.changed = clock.changed;
    watch();
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  const onKey = (event) => {
    clock.keys.push({ pressed: event.timeStamp });
    watch();
  };
  document.addEventListener("keydown", onKey, { capture: true });

  /** Runs `change` and waits for its last painted frame; resolves with the milliseconds between. */
  clock.time = async (change, { quiet = 250, limit = 60_000 } = {}) => {
    const start = performance.now();
    awaited += 1;
    watch();
    try {
      await change();
      const made = performance.now();
      for (;;) {
        await new Promise((later) => globalThis.setTimeout(later, 20));
        const settled = clock.changed > start && clock.painted >= clock.changed;
        if (settled && performance.now() - clock.painted > quiet) return clock.painted - start;
        if (performance.now() - made > limit) throw new Error(`no picture within ${limit / 1000} s`);
      }
    } finally {
      awaited -= 1;
    }
  };
  globalThis.frameClock = clock;
}
