// A picture in a page of documentation: read-only, from the address or from a document of the same origin.
import assert from "node:assert/strict";
import { deflateSync } from "node:zlib";
import { becomes, click, drag, drawn, eventually, picture, place, visits, written } from "./designer.mjs";

const CHART = "flowchart LR\n  a[Alpha] --> b[Beta]\n";
const HASH = `#pako:${deflateSync(JSON.stringify({ code: CHART })).toString("base64url")}`;

const visit = visits({
  "/designs/shop.md": `# Shop\n\n\`\`\`mermaid\n${CHART}\`\`\`\n`,
  "/frame.html": `<!doctype html><title>Documentation</title><link rel="icon" href="data:,"><p>Text<iframe title="Shop" src="/netplat/embed.html?src=/designs/shop.md" width="600" height="300"></iframe>`,
});

visit(
  "the design in the address is drawn, moved by dragging and enlarged by the wheel, and is never changed",
  async (page) => {
    await becomes(() => drawn(page), ["Alpha to Beta", "Alpha", "Beta"]);
    const before = await place(page, "Beta");
    await drag(page, { x: 30, y: 400 }, { x: 80, y: 420 });
    await eventually(async () => {
      const moved = await place(page, "Beta");
      assert.ok(Math.abs(moved.x - before.x - 50) < 2 && Math.abs(moved.y - before.y - 20) < 2, JSON.stringify(moved));
    });

    const width = async () => (await written(page, "Beta").boundingBox()).width;
    const narrow = await width();
    await page.getByRole("button", { name: "Larger" }).click();
    await eventually(async () => assert.ok((await width()) > 1.2 * narrow));
    await page.getByRole("button", { name: "Show all" }).click();
    await eventually(async () => assert.ok(Math.abs((await width()) - narrow) < 1));

    await click(page, "Beta", { clickCount: 2 });
    await page.keyboard.press("Delete");
    assert.equal(await page.getByRole("textbox").count(), 0);
    assert.equal((await drawn(page)).length, 3);
  },
  { at: `embed.html${HASH}` },
);

visit(
  "a document of the same origin is drawn from its address",
  async (page) => becomes(() => drawn(page), ["Alpha to Beta", "Alpha", "Beta"]),
  { at: "embed.html?src=/designs/shop.md" },
);

for (const [what, src, sentence] of [
  ["a document of another origin", "https://elsewhere.example/shop.md", /same (origin|site|server)|elsewhere\.example/i],
  ["an address without a server's scheme", "javascript:alert(1)", /./],
  ["a document that is not there", "/designs/missing.md", /404|could not be fetched/i],
]) {
  visit(
    `${what} is refused with a sentence`,
    async (page) => {
      await page.getByRole("alert").filter({ hasText: sentence }).waitFor();
      assert.deepEqual(page.faults.filter((fault) => !/404/.test(fault)), []);
    },
    { at: `embed.html?src=${encodeURIComponent(src)}`, faults: false },
  );
}

visit("it works in a frame of another page, and leaves the reader's own draft alone", async (page, { open, url }) => {
  const host = await open(new URL("/frame.html", url).href);
  const frame = host.frameLocator("iframe[title=Shop]");
  await frame.getByRole("application", { name: "Picture" }).locator("svg text", { hasText: "Beta" }).waitFor();
  assert.equal(await host.evaluate(() => Object.keys(localStorage).filter((key) => /text/.test(key)).length), 0);
  assert.equal(await picture(page).isVisible(), true);
});
