// Sketching: a chart comes in as text or by hand, is drawn, checked and mended, and goes out as an address.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { deflateSync } from "node:zlib";
import {
  becomes, click, difference, drag, drawn, editor, eventually, firstGroup, panel, paste, picture, place, ready, selection, text, visits, written,
} from "./designer.mjs";

const visit = visits();

const SHOP = "flowchart LR\n  subgraph shop\n    web[Web] --> db[(Orders)]\n  end\n  client[Client] --> web\n";

visit("a pasted chart is drawn with its nodes, links and groups", async (page) => {
  await page.getByRole("heading", { name: "Paste a diagram" }).waitFor();
  await paste(page, SHOP);
  await eventually(async () => {
    const shown = (await drawn(page)).join("\n");
    for (const name of [/^shop/m, /^Web to Orders$/m, /^Client to Web$/m, /^Client/m]) assert.match(shown, name);
  });
  await becomes(() => selection(page), "3 nodes, 2 links. Arrow keys select.");
});

visit("the picture follows each typed letter", async (page) => {
  await editor(page).focus();
  await page.keyboard.type("flowchart LR\na --> bc");
  await becomes(() => drawn(page), ["a to bc", "a", "bc"]);
  await page.keyboard.press("Backspace");
  await becomes(() => drawn(page), ["a to b", "a", "b"]);
});

visit("a problem shows in its panel and in the text, and its fix mends the text", async (page) => {
  const before = "---\nnetplat:\n  addresses:\n    - { cidr: 10.0.0.1/16, name: nodes }\n---\nflowchart LR\n  a --> b\n";
  await paste(page, before);
  const problems = await panel(page, /^Problems/);
  const mend = problems.getByRole("button", { name: "Write 10.0.0.0/16" });
  await mend.waitFor();
  // The gutter's mark says it again where it stands.
  await editor(page).press("ControlOrMeta+Home");
  await editor(page).press("F8");
  await page.getByRole("button", { name: "Write 10.0.0.0/16" }).nth(1).waitFor();
  await mend.click();
  await eventually(async () => assert.deepEqual(difference(before, await text(page)), { out: "1", in: "0" }));
  await becomes(() => mend.count(), 0);
});

visit("a double click writes a node's text in place", async (page) => {
  await paste(page, SHOP);
  await click(page, "Client", { clickCount: 2 });
  await picture(page).getByRole("textbox", { name: "Text" }).fill("Browser");
  await page.keyboard.press("Enter");
  await eventually(async () => assert.equal(await text(page), SHOP.replace("[Client]", "[Browser]")));
  await written(page, "Browser").waitFor();
});

visit("a drag from the handle beside a node draws a link", async (page) => {
  await paste(page, SHOP);
  await written(page, "Client").waitFor();
  await page.keyboard.press("Alt+2");
  await page.keyboard.press("0");
  await click(page, "Client");
  await eventually(async () => assert.match(await selection(page), /^Client/));
  const box = await written(page, "Client").locator("xpath=..").boundingBox();
  // The handle stands 12 pixels beside the middle of each side.
  const handle = { x: box.x + box.width / 2, y: box.y + box.height + 12 };
  await drag(page, handle, await place(page, "Orders"));
  await eventually(async () => assert.match((await drawn(page)).join("\n"), /^Client to Orders$/m));
  const edit = difference(SHOP, await text(page));
  assert.equal(edit.out, "");
  assert.match(edit.in, /client --> db/);
});

visit("a node is dragged into a group and deleted, and undo takes back each in turn with what was typed", async (page) => {
  await paste(page, SHOP);
  await written(page, "Client").waitFor();
  await drag(page, await place(page, "Client"), await place(page, "shop"));
  await eventually(async () => assert.notEqual(await text(page), SHOP));
  const moved = await text(page);
  assert.match(firstGroup(moved), /^ *client\b/m);

  await click(page, "Orders");
  await page.keyboard.press("Delete");
  await eventually(async () => assert.doesNotMatch(await text(page), /db|Orders/));
  const deleted = await text(page);

  await editor(page).press("ControlOrMeta+End");
  await page.keyboard.type("%% typed");
  await becomes(() => text(page), `${deleted}%% typed`);

  const undo = page.getByRole("button", { name: "Undo" });
  const redo = page.getByRole("button", { name: "Redo" });
  for (const expected of [deleted, moved, SHOP]) {
    await undo.click();
    await becomes(() => text(page), expected);
  }
  for (const expected of [moved, deleted, `${deleted}%% typed`]) {
    await redo.click();
    await becomes(() => text(page), expected);
  }
});

visit("selecting in the text selects in the picture, and the other way round", async (page) => {
  await paste(page, SHOP);
  await written(page, "Orders").waitFor();
  await click(page, "Orders");
  await eventually(async () => assert.match(await selection(page), /^Orders/));
  await editor(page).press("ControlOrMeta+End");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("End");
  await eventually(async () => assert.match(await selection(page), /^Web/));
});

visit("an example opens from the empty page", async (page) => {
  await page.getByRole("button", { name: "A small shop" }).click();
  await eventually(async () => assert.ok((await drawn(page)).length > 5));
  await page.getByRole("heading", { level: 1 }).filter({ hasText: /shop/i }).waitFor();
});

visit("a shared link opens the same text for someone else", async (page, { url, open }) => {
  const whole = `# Größe ✓\n\n\`\`\`mermaid\n${SHOP}\`\`\`\n\nProse.\n`;
  await paste(page, whole);
  await page.getByRole("button", { name: "Share" }).click();
  const link = await page.getByRole("textbox", { name: "Link", exact: true }).inputValue();
  assert.ok(link.startsWith(`${url}#pako:`), link);
  const other = await open(link);
  await becomes(() => text(other), whole);
  // From here on the text is the reader's own: the address no longer says another.
  assert.equal(other.url(), url);
});

const state = deflateSync(JSON.stringify({ code: SHOP, mermaid: { theme: "default" } }));
visit(
  "a link of mermaid.live opens",
  async (page) => {
    await becomes(() => text(page), SHOP);
    await written(page, "Orders").waitFor();
  },
  { at: `#pako:${state.toString("base64url")}` },
);

visit("a file is opened, kept across a reload, and saved under its name", async (page) => {
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: "Open", exact: true }).click(),
  ]);
  await chooser.setFiles({ name: "shop.mmd", mimeType: "text/plain", buffer: Buffer.from(SHOP) });
  await becomes(() => text(page), SHOP);
  await page.getByRole("heading", { name: "shop.mmd" }).waitFor();

  await editor(page).press("ControlOrMeta+End");
  await page.keyboard.type("%% mine");
  await page.reload();
  await ready(page);
  await becomes(() => text(page), `${SHOP}%% mine`);
  await written(page, "Orders").waitFor();

  // Without a dialog of the system, which no test can answer, a browser downloads.
  await page.evaluate(() => (window.showSaveFilePicker = undefined));
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("ControlOrMeta+S")]);
  assert.equal(await readFile(await download.path(), "utf8"), `${SHOP}%% mine`);
});
