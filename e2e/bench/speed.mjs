// Measures speed in one Chromium, ours beside npm mermaid on the same charts: from a text to its picture on the screen,
// and from a key to the frame that shows it. Ours is driven as a user drives it: by an address, and by the keyboard.
//
//   node e2e/bench/speed.mjs [--sizes 20,100,200,500] [--dist FOLDER] [--ours-only]
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { deflateSync } from "node:zlib";
import { launch } from "../browser.mjs";
import { serve } from "../server.mjs";
import { namespaces } from "./charts.mjs";
import { installFrameClock } from "./frames.mjs";
import { openMermaid } from "./mermaid.mjs";

const { values: options } = parseArgs({
  options: {
    sizes: { type: "string", default: "20,100,200,500" },
    dist: { type: "string", default: "dist" },
    "ours-only": { type: "boolean", default: false },
  },
});

/** Ours alone: mermaid would take hours. */
const LARGEST = 5000;
/** How often each size is drawn; mermaid needs more than a minute for 500 nodes, so that one is drawn once. */
const RUNS = { ours: (size) => (size > 1000 ? 3 : 9), mermaid: (size) => (size <= 20 ? 7 : size <= 100 ? 5 : size <= 200 ? 3 : 1) };
/** The chart and the number of keys for the measure of typing. */
const TYPING = { nodes: 200, keys: 60, pause: 70 };
/** A browser that paints at once, so that a key's time is work and not waiting for a screen of 60 Hz. */
const UNPACED = ["--disable-frame-rate-limit", "--disable-gpu-vsync"];
/** Our picture, without what is said of it beside it; mermaid's page holds nothing else. */
const PICTURE = '[aria-label="Picture"] svg';

if (!existsSync(join(options.dist, "embed.html"))) {
  console.error(`${options.dist} holds no built page: run make build first`);
  process.exit(2);
}
const server = await serve(options.dist);
try {
  await inBrowser([], (browser) => measureDrawing(browser, options.sizes.split(",").map(Number)));
  console.log(`\nA key at ${TYPING.nodes} nodes, milliseconds\n`);
  console.log(row("", "median", "95 %", "worst"));
  await inBrowser(UNPACED, (browser) => measureTyping(browser, "painted at once"));
  await inBrowser([], (browser) => measureTyping(browser, "at 60 Hz"));
} finally {
  await server.close();
}

async function inBrowser(switches, work) {
  const browser = await launch(...switches);
  try {
    await work(browser);
  } finally {
    await browser.close();
  }
}

async function measureDrawing(browser, sizes) {
  const ours = await openOurs(browser, "embed.html", "flowchart LR\n  a --> b\n");
  const mermaid = options["ours-only"] ? null : await openTheirs(browser);
  console.log("Text to painted picture, median milliseconds\n");
  console.log(row("nodes", "mermaid", "ours", "ratio"));
  for (const size of sizes) {
    const fast = await drawings(RUNS.ours(size), (seed) => drawOurs(ours, namespaces(size, seed)));
    const slow = mermaid && (await drawings(RUNS.mermaid(size), (seed) => drawTheirs(mermaid, namespaces(size, seed))));
    console.log(row(size, slow ? slow.toFixed(0) : mermaid ? "fails" : "", fast.toFixed(1), slow ? `${(slow / fast).toFixed(0)}×` : ""));
  }
  const fast = await drawings(RUNS.ours(LARGEST), (seed) => drawOurs(ours, namespaces(LARGEST, seed)));
  console.log(row(LARGEST, "", fast.toFixed(0), ""));
  await ours.close();
  await mermaid?.close();
}

/** The median of some drawings, each of another chart, after one that warms the page up; nothing when none succeeds. */
async function drawings(runs, draw) {
  const times = [];
  for (let seed = runs === 1 ? 1 : 0; seed <= runs; seed += 1) {
    const time = await draw(seed);
    if (seed > 0 && time !== null) times.push(time);
  }
  return times.length ? percentile(times, 0.5) : null;
}

async function openTheirs(browser) {
  const page = await openMermaid(browser);
  await page.evaluate(installFrameClock, "svg");
  return page;
}

/** Milliseconds, or nothing: mermaid's layout fails on some charts of this size. */
function drawTheirs(page, text) {
  return page.evaluate(async (chart) => {
    const draw = async () => {
      const { svg } = await globalThis.mermaid.render("picture", chart);
      globalThis.document.body.innerHTML = svg;
    };
    return globalThis.frameClock.time(draw).catch(() => null);
  }, text);
}

async function openOurs(browser, name, text) {
  const page = await browser.newPage({ viewport: { width: 1600, height: 1200 } });
  page.setDefaultTimeout(20_000);
  // A page that has stopped draws nothing more: better to say so than to wait for each picture in vain.
  page.on("pageerror", (error) => stop(`the page failed: ${error.message}`));
  page.on("crash", () => stop("the page crashed"));
  await page.goto(`${server.url}${name}${address(text)}`);
  await page.locator(PICTURE).first().waitFor({ state: "attached" });
  await page.evaluate(installFrameClock, PICTURE);
  return page;
}

function drawOurs(page, text) {
  return page.evaluate((hash) => globalThis.frameClock.time(() => void (globalThis.location.hash = hash)), address(text));
}

async function measureTyping(browser, title) {
  const page = await openOurs(browser, "index.html", `${namespaces(TYPING.nodes)}  typed["Typed: "]`);
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+End");
  for (let step = 0; step < 2; step += 1) await page.keyboard.press("ArrowLeft");
  await page.evaluate(() => void (globalThis.frameClock.keys = []));
  for (let key = 0; key < TYPING.keys; key += 1) {
    await page.keyboard.press(String.fromCharCode(97 + (key % 26)));
    await page.waitForTimeout(TYPING.pause);
  }
  const keys = await page.evaluate(() => globalThis.frameClock.keys);
  const shown = keys.filter(({ painted }) => painted !== undefined);
  if (shown.length < keys.length) console.log(`${keys.length - shown.length} of ${keys.length} keys did not change the picture`);
  for (const [what, moment] of [["picture made", "changed"], ["frame painted", "painted"]]) {
    const times = shown.map((key) => key[moment] - key.pressed);
    console.log(row(`${what}, ${title}`, ...[0.5, 0.95, 1].map((part) => percentile(times, part).toFixed(1))));
  }
}

function stop(why) {
  console.error(why);
  process.exit(1);
}

/** The address of a design, as mermaid.live writes it. */
function address(text) {
  const state = JSON.stringify({ code: text, mermaid: '{"theme":"default"}' });
  return `#pako:${deflateSync(state).toString("base64url")}`;
}

function percentile(values, part) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted.length ? sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] : Number.NaN;
}

function row(...cells) {
  return cells.map((cell, index) => (index === 0 ? String(cell).padEnd(32) : String(cell).padStart(10))).join("");
}
