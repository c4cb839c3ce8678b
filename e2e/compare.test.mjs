// Two versions of a design held against each other, and the saved one remembered over a reload.
import assert from "node:assert/strict";
import { becomes, editor, paste, ready, text, visits } from "./designer.mjs";

const visit = visits();

const SAVED = `flowchart LR
  web[Web] -->|TCP 5432| db[(Orders)]
`;

const dialog = (page) => page.getByRole("dialog", { name: "Compare" });
const rows = (page, part) =>
  dialog(page).locator("section", { has: page.getByRole("heading", { name: part }) }).getByRole("listitem").allInnerTexts();
const words = (row) => row.split(/\s+/).filter((word) => word && word !== "±" && word !== "+").join(" ");

visit("what changed since a file was opened is said in its terms, after a reload as well", async (page) => {
  const chooser = page.waitForEvent("filechooser");
  await page.keyboard.press("Control+o");
  await (await chooser).setFiles({ name: "shop.mmd", mimeType: "text/plain", buffer: Buffer.from(SAVED) });
  await becomes(() => text(page), SAVED);
  await paste(page, SAVED.replace("5432", "5433").concat("  web --> cache[(Cache)]\n"));
  await page.reload();
  await ready(page);
  await page.keyboard.press("Alt+0");
  await becomes(async () => (await rows(page, /Drawn/)).map(words), [
    "changed Web → Orders ports 5432/TCP → 5433/TCP line 2",
    "new Web → Cache line 3",
    "new Cache kind cache line 3",
  ]);
  await dialog(page).getByRole("button", { name: "line 3" }).first().click();
  await becomes(() => dialog(page).isVisible(), false);
  await editor(page).focus();
});

visit("a pasted version is compared, and the changes are copied as Markdown", async (page) => {
  await paste(page, "flowchart LR\n  a[Alpha] --> b[Beta]\n");
  await page.keyboard.press("Alt+0");
  await dialog(page).getByRole("textbox", { name: "Another version of the design" }).fill("flowchart LR\n  a[Alpha]\n");
  await becomes(async () => (await rows(page, /Drawn/)).length, 2);
  await dialog(page).getByRole("button", { name: "Copy as Markdown" }).click();
  await becomes(
    async () => (await page.evaluate(() => navigator.clipboard.readText())).split("\n").filter((line) => line.startsWith("| new")).length,
    2,
  );
  assert.equal(await dialog(page).getByRole("heading", { name: "Compare" }).isVisible(), true);
});
