// A document or a link is hostile until proven otherwise: nothing in it becomes script or markup, and the page can be
// used afterwards. Violations of the content security policy and requests to elsewhere are faults of every test.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { deflateSync } from "node:zlib";
import { becomes, click, drawn, paste, text, visits, written } from "./designer.mjs";

const visit = visits();

const SCRIPTS = `---
title: "<script>window.owned = 'title'</script>"
netplat:
  version: 1
  nodes:
    a: !!js/function "window.owned = 'yaml'"
    b: { kind: "<img src=x onerror=window.owned='kind'>", namespace: "\\"><script>window.owned='namespace'</script>" }
  links:
    "a --> b": { hosts: ["<script>window.owned='host'</script>"] }
---
flowchart LR
  accTitle: "><script>window.owned='accTitle'</script>
  subgraph g ["</title></text><script>window.owned='group'</script>"]
    a["<script>window.owned='script'</script>Alpha"] -->|"<svg onload=window.owned='label'>"| b["<img src=x onerror=window.owned='image'>Beta"]
  end
  b --> c["&lt;script&gt;window.owned='entity'&lt;/script&gt;Gamma"]
  click a href "javascript:window.owned='href'" "<b onmouseover=window.owned='tip'>tip</b>"
  click b href "data:text/html,<script>opener.owned='data'</script>" _blank
  click c call owned()
  style a fill:url(https://elsewhere.example/x),stroke:red}</style><script>window.owned='style'</script>
  classDef x fill:url(//elsewhere.example/y),background:url(javascript:owned)
  class c x
  linkStyle 0 stroke:url(https://elsewhere.example/z)
`;

/** That nothing ran, and that the page does what it should. */
async function standsFirm(page) {
  assert.equal(await page.evaluate(() => window.owned), undefined);
  assert.equal(page.context().pages().length, 1);
  await paste(page, "flowchart LR\n  still[Still] --> here[Here]\n");
  await becomes(() => drawn(page), ["Still to Here", "Still", "Here"]);
}

visit("no label, title, link, style or YAML tag runs as script or loads anything", async (page) => {
  await paste(page, SCRIPTS);
  for (const words of ["Alpha", "Beta", "Gamma"]) {
    await written(page, words).first().waitFor();
    await click(page, words);
    await page.keyboard.down("ControlOrMeta");
    await click(page, words);
    await page.keyboard.up("ControlOrMeta");
    await page.mouse.move(5, 5);
  }
  for (const name of ["Inspector", /^Problems/, "Addresses", "Export"]) {
    await page.getByRole("tab", { name }).click();
    await page.getByRole("tabpanel", { name }).waitFor();
  }
  const hrefs = await page.locator("a").evaluateAll((links) => links.map((link) => link.protocol ?? link.href.baseVal));
  assert.deepEqual(hrefs.filter((href) => !/^https?:|^mailto:/.test(href)), []);
  assert.equal(await page.locator("script:not([src]), iframe, foreignObject, object, embed, img").count(), 0);
  await standsFirm(page);
});

const packed = (state) => `#pako:${deflateSync(typeof state === "string" ? state : JSON.stringify(state)).toString("base64url")}`;

for (const [what, at, sentence] of [
  ["a link that unpacks to 200 MB", packed({ code: "a".repeat(200e6) }), /more than 8 MB/],
  ["a damaged link", packed({ code: "flowchart LR" }).slice(0, -12), /damaged/],
  ["a link that holds something else", packed("[1, 2, 3]"), /no diagram|something else/],
]) {
  visit(
    `${what} is refused with a sentence`,
    async (page) => {
      await page.getByRole("status").getByText(sentence).waitFor();
      assert.equal(await text(page), "");
      await standsFirm(page);
    },
    { at },
  );
}

for (const [what, document] of [
  ["10,000 nested brackets", `flowchart LR\n  a${"[".repeat(10_000)}x${"]".repeat(10_000)} --> b\n`],
  ["10,000 nested subgraphs", `flowchart LR\n${"subgraph s\n".repeat(10_000)}a\n${"end\n".repeat(10_000)}`],
  ["YAML nested 10,000 deep", `---\nnetplat: ${"[".repeat(10_000)}${"]".repeat(10_000)}\n---\nflowchart LR\n  a --> b\n`],
  ["a thousand million laughs", `---\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\nnetplat: { nodes: *f }\n---\nflowchart LR\n  a --> b\n`],
  ["a line of 2 MB", `flowchart LR\n  a["${"long ".repeat(400_000)}"] --> b\n`],
]) {
  visit(`the page survives ${what}`, async (page) => {
    // The browser alone needs seconds to lay out two million letters.
    page.setDefaultTimeout(60_000);
    await openFile(page, document);
    await becomes(() => page.locator("netplat-text").evaluate((element) => element.text.length), document.length);
    await standsFirm(page);
  });
}

async function openFile(page, content) {
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: "Open", exact: true }).click(),
  ]);
  await chooser.setFiles({ name: "hostile.md", mimeType: "text/plain", buffer: Buffer.from(content) });
}

for (const name of ["index.html", "embed.html"]) {
  test(`${name} is served with a strict content security policy and no inline script or style`, async () => {
    const html = await readFile(`dist/${name}`, "utf8");
    // The release build writes attributes in an order of its own.
    const [meta] = /<meta[^>]*Content-Security-Policy[^>]*>/i.exec(html);
    const [, policy] = /content="([^"]+)"/i.exec(meta);
    const allowed = new Map(policy.split(";").map((part) => part.trim().split(/\s+/)).map(([key, ...values]) => [key, values]));
    assert.deepEqual(allowed.get("default-src"), ["'none'"]);
    assert.deepEqual(allowed.get("script-src"), ["'self'", "'wasm-unsafe-eval'"]);
    assert.deepEqual(allowed.get("style-src"), ["'self'"]);
    assert.deepEqual(allowed.get("connect-src"), ["'self'"]);
    assert.deepEqual(allowed.get("base-uri"), ["'none'"]);
    for (const values of allowed.values()) assert.doesNotMatch(values.join(" "), /unsafe-inline|'unsafe-eval'|\*|https?:/);
    assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)[^>]*>|<style|\sstyle=|\son\w+=/i);
    assert.doesNotMatch(html, /(?:src|href)="?(?:https?:)?\/\//);
  });
}
