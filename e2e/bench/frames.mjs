// When a change of a page is on the screen. A script for the page: no part of the page helps.

/**
 * Installs `frameClock` in a page: it knows when something below `selector` changed last and when the frame that shows
 * the change was finished. A message posted in an animation frame arrives after that frame's layout and painting.
 */
export function installFrameClock(selector) {
  const { document, performance, requestAnimationFrame } = globalThis;
  const clock = { changed: 0, painted: 0, keys: [] };
  const { port1, port2 } = new globalThis.MessageChannel();
  port2.onmessage = () => {
    if (clock.painted >= clock.changed) return;
    clock.painted = performance.now();
    for (const key of clock.keys) {
      if (key.changed !== undefined && key.painted === undefined) key.painted = clock.painted;
    }
  };
  const frame = () => {
    port1.postMessage(null);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  new globalThis.MutationObserver((records) => {
    const inside = ({ target, addedNodes }) =>
      (target.closest ?? target.parentElement?.closest)?.call(target.closest ? target : target.parentElement, selector) ||
      [...addedNodes].some((node) => node.matches?.(selector) || node.querySelector?.(selector));
    if (!records.some(inside)) return;
    clock.changed = performance.now();
    const waiting = clock.keys.findLast((key) => key.changed === undefined);
    if (waiting) waiting.changed = clock.changed;
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  document.addEventListener("keydown", (event) => clock.keys.push({ pressed: event.timeStamp }), { capture: true });

  /** Runs `change` and waits for its last painted frame; resolves with the milliseconds between. */
  clock.time = async (change, { quiet = 250, limit = 300_000 } = {}) => {
    const start = performance.now();
    await change();
    for (;;) {
      await new Promise((later) => globalThis.setTimeout(later, 20));
      const settled = clock.changed > start && clock.painted >= clock.changed;
      if (settled && performance.now() - clock.painted > quiet) return clock.painted - start;
      if (performance.now() - start > limit) throw new Error("no picture in time");
    }
  };
  globalThis.frameClock = clock;
}
