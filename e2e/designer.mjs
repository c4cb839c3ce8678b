// The designer with the eyes and hands of a user: its parts by role and name, its text and its picture.
//
//   const visit = visits();
//   visit("a pasted chart is drawn", async (page) => {
//     await paste(page, "flowchart LR\n  a --> b");
//     await becomes(() => drawn(page), ["a", "b", "a to b"]);
//   });
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { launch, newPage } from "./browser.mjs";
import { serve } from "./server.mjs";

/** How long something that follows from a deed may take, on a busy machine. */
const PATIENCE_MS = 10_000;

/**
 * A browser and a server for a test file. The answer makes tests: each begins on a page of its own and fails when one
 * of its pages had faults, whatever it was that it tested. The walk gets the page and `{ url, open }`, the server's
 * address and a way to open further pages, as someone else would.
 *
 * `at` is the page's address below the server's, `extra` are documents that the server makes up, `faults: false`
 * leaves the faults to the test, and all else is Playwright's for a new context.
 */
export function visits(extra = {}) {
  let browser;
  let server;
  before(async () => {
    [browser, server] = await Promise.all([launch(), serve("dist", extra)]);
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });
  return (title, walk, { at = "", faults = true, ...options } = {}) =>
    test(title, async () => {
      const pages = [];
      const open = async (at) => {
        const page = await newPage(browser, server.origin, options);
        pages.push(page);
        await page.goto(at.startsWith("http") ? at : server.url + at);
        if (!/embed\.html|frame/.test(at)) await ready(page);
        return page;
      };
      try {
        await walk(await open(at), { url: server.url, open });
        if (faults) assert.deepEqual(pages.flatMap((page) => page.faults), []);
      } finally {
        await Promise.all(pages.map((page) => page.context().close()));
      }
    });
}

/** Waits until the designer can be used: the picture is there, and the text editor, which comes a little later. */
export async function ready(page) {
  await picture(page).waitFor({ state: "attached" });
  await editor(page).waitFor({ state: "attached" });
}

/** Asks again until what it reads is what it should be. */
export async function becomes(read, expected) {
  await eventually(async () => assert.deepEqual(await read(), expected));
}

/** Checks again until the check passes. */
export async function eventually(check) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await wait(50);
    }
  }
}

// The text.

export const editor = (page) => page.getByRole("textbox", { name: "Design as text", includeHidden: true });

/** The whole text. The editor draws only the lines in sight, so its element is asked. */
export const text = (page) => page.locator("netplat-text").evaluate((element) => element.text);

/** Replaces the whole text as a user pastes it. */
export async function paste(page, text) {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await editor(page).focus();
  await page.evaluate((text) => navigator.clipboard.writeText(text), text);
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.press("ControlOrMeta+V");
}

/** What an edit took out and put in, at one place: what both texts begin and end with is left out. */
export function difference(before, after) {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  const room = Math.min(before.length, after.length) - start;
  while (end < room && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return { out: before.slice(start, before.length - end), in: after.slice(start, after.length - end) };
}

/** The lines inside of the first subgraph. */
export const firstGroup = (text) => /^\s*subgraph.*\n([^]*?)^\s*end\b/m.exec(text)?.[1] ?? "";

// The picture.

export const picture = (page) => page.getByRole("application", { name: "Picture", includeHidden: true });

/** What a screen reader and a resting pointer are told is drawn: groups, links and nodes, each in the chart's order. */
export const drawn = (page) => picture(page).locator("svg g[data-id] > title").allTextContents();

/** The text of a node or a group where it stands. */
export const written = (page, words) => picture(page).locator("svg text").filter({ hasText: words });

/** The selection as a screen reader says it. */
export const selection = (page) => page.locator("#picture-selection").innerText();

/** Where the middle of a text in the picture is on the screen. */
export async function place(page, words) {
  const box = await written(page, words).first().boundingBox();
  assert.ok(box, `${words} is drawn`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Clicks on a node, or beside the words of a group's title. */
export async function click(page, words, options) {
  const { x, y } = await place(page, words);
  await page.mouse.click(x, y, options);
}

/** Presses at one place and lets go at another, with stops between them as a hand makes. */
export async function drag(page, from, to) {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 3 });
  await page.mouse.move(to.x, to.y, { steps: 3 });
  await page.mouse.up();
}

// The side panel.

/** Opens a side panel by its tab, and gives what it shows. */
export async function panel(page, name) {
  await page.getByRole("tab", { name }).click();
  return page.getByRole("tabpanel", { name });
}
