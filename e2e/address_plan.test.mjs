// The address plan as a sheet: table and map, by keyboard, each change an edit of the text.
import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import { becomes, eventually, paste, selection, text, visits } from "./designer.mjs";

const visit = visits();

const PLAN = `---
netplat:
  version: 1
  addresses:
    - { cidr: 10.20.0.0/16, name: campus, role: site } # ours
    - { cidr: 10.20.4.0/24, name: lab, role: subnet }
    - { cidr: fd12:3456::/48, name: six, role: site }
---
flowchart LR
  lab[Lab] --> web[Web]
`;

const table = (page) => page.getByRole("treegrid", { name: "Address plan" });
const chosen = async (page) => {
  const row = table(page).locator('[role=row][aria-selected="true"]');
  return (await row.count()) === 0 ? null : row.locator("[role=gridcell]").first().innerText();
};

async function openSheet(page) {
  await paste(page, PLAN);
  await page.keyboard.press("Alt+7");
  await table(page).waitFor();
  await table(page).focus();
}

visit("an entry is chosen, renamed and resized by keys, and one undo takes each back", async (page) => {
  await openSheet(page);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await becomes(async () => (await chosen(page))?.includes("10.20.4.0/24"), true);
  // What is chosen in the plan is selected in the picture.
  await becomes(() => selection(page), "Lab");

  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await table(page).getByRole("textbox", { name: "Name" }).waitFor();
  await becomes(() => page.evaluate(() => document.activeElement?.selectionEnd ?? 0), 3);
  await page.keyboard.type("bench");
  await page.keyboard.press("Enter");
  await becomes(() => text(page), PLAN.replace("name: lab", "name: bench"));

  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("F2");
  await table(page).getByRole("textbox", { name: "Addresses" }).waitFor();
  await becomes(() => page.evaluate(() => document.activeElement?.selectionEnd ?? 0), 12);
  await page.keyboard.type("10.20.4.0/23");
  await page.keyboard.press("Enter");
  await becomes(async () => (await text(page)).includes("{ cidr: 10.20.4.0/23, name: bench"), true);
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await becomes(() => text(page), PLAN);
});

visit("what would break a child is refused in words, and nothing changes", async (page) => {
  await openSheet(page);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await becomes(() => page.evaluate(() => document.activeElement?.selectionEnd ?? 0), 12);
  await page.keyboard.type("10.20.128.0/17");
  await page.keyboard.press("Enter");
  await eventually(async () => assert.match(await page.locator(".toasts").innerText(), /lab/));
  assert.equal(await text(page), PLAN);
});

visit("a line adds an entry, the filter finds what holds an address, the map shows blocks and free space", async (page) => {
  await openSheet(page);
  await page.getByRole("textbox", { name: "Add: addresses, then a name" }).fill("10.20.8.0/22 yard");
  await page.keyboard.press("Enter");
  await becomes(async () => (await text(page)).includes("cidr: 10.20.8.0/22, name: yard"), true);
  await page.getByRole("searchbox", { name: /Filter/ }).fill("10.20.9.1");
  await becomes(() => table(page).locator("[role=rowgroup] > [role=row]").count(), 2);

  const map = page.getByRole("application", { name: "Map of the address plan" });
  await map.focus();
  const said = () => page.locator("#plan-map-chosen").innerText();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  await becomes(async () => (await said()).startsWith("10.20.4.0/24 lab"), true);
  assert.ok((await map.locator(".free").count()) > 3);
});

visit("the sheet has no faults that axe finds", async (page) => {
  await openSheet(page);
  await page.keyboard.press("ArrowDown");
  const { violations } = await new AxeBuilder({ page }).include(".plan-sheet").analyze();
  assert.deepEqual(violations.map((violation) => [violation.id, violation.nodes.map((node) => node.html)]), []);
});
