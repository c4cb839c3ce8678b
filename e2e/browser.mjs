// One Chromium for a test file, and pages that fail their test when something goes wrong unseen.
import { execFileSync } from "node:child_process";
import { chromium } from "playwright-core";

/** The path of an installed Chromium or Chrome. */
export function executable() {
  return execFileSync("scripts/browser.sh", { encoding: "utf8" }).trim();
}

/** A headless browser; `switches` are added to the ones that keep it quiet. */
export function launch(...switches) {
  return chromium.launch({
    executablePath: executable(),
    args: [
      "--no-sandbox",
      "--disable-background-networking",
      "--disable-quic",
      "--disable-sync",
      "--disable-component-update",
      ...switches,
    ],
  });
}

/**
 * A page in a profile of its own. Its `faults` collect console errors, exceptions, violations of the content
 * security policy, and requests to other hosts; a test ends with `assert.deepEqual(page.faults, [])`.
 */
export async function newPage(browser, origin, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.faults = [];
  page.on("console", (message) => message.type() === "error" && page.faults.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => page.faults.push(`exception: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(data|blob|about):/.test(url)) page.faults.push(`request: ${url}`);
  });
  return page;
}
