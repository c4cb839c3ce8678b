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
  await table(page).getByText("campus").click();
  await page.getByRole("button", { name: "Add inside" }).click();
  await page.getByRole("menuitem", { name: "/23 10.20.0.0/23" }).waitFor();
  await page.getByRole("menuitem", { name: "/22 10.20.0.0/22" }).click();
  await becomes(async () => (await text(page)).includes("cidr: 10.20.0.0/22"), true);
  await page.getByRole("searchbox", { name: /Filter/ }).fill("10.20.9.1");
  await becomes(() => table(page).locator("[role=rowgroup] > [role=row]").count(), 2);

  const map = page.getByRole("application", { name: "Map of the address plan" });
  await map.focus();
  const said = () => page.locator("#plan-map-chosen").innerText();
  // Inside the campus, and on to the second block in it.
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await becomes(async () => (await said()).startsWith("10.20.4.0/24 lab"), true);
  assert.ok((await map.locator(".free").count()) > 3);
});

visit("on the map a block is resized by its end, moved, and resized by keys; Escape leaves it as it was", async (page) => {
  await openSheet(page);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  const map = page.getByRole("application", { name: "Map of the address plan" });
  await map.focus();
  const said = () => page.locator("#plan-map-chosen").innerText();
  await becomes(async () => (await said()).startsWith("10.20.4.0/24 lab"), true);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Shift+ArrowRight");
  await becomes(async () => (await said()).startsWith("10.20.4.0/23, 512 addresses"), true);
  await page.keyboard.press("Escape");
  await becomes(async () => (await said()).startsWith("10.20.4.0/24 lab"), true);
  assert.equal(await text(page), PLAN);

  const end = async () => {
    const box = await map.locator(".plan-handle").boundingBox();
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  const from = await end();
  // Far to the lower right: as large as its first address allows.
  const pull = async () => {
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x + 60, from.y + 60, { steps: 3 });
    await becomes(async () => /^10\.20\.4\.0\/2[0-3], /.test(await said()), true);
  };
  await pull();
  await page.keyboard.press("Escape");
  await page.mouse.up();
  assert.equal(await text(page), PLAN);
  await pull();
  await page.mouse.up();
  await becomes(async () => /cidr: 10\.20\.4\.0\/2[0-3], name: lab/.test(await text(page)), true);
  await page.keyboard.press("ControlOrMeta+z");
  await becomes(() => text(page), PLAN);

  // Dragged by itself, it goes where the pointer finds room.
  const pane = await map.boundingBox();
  const block = await end();
  await page.mouse.move(block.x - 4, block.y - 14);
  await page.mouse.down();
  await page.mouse.move(pane.x + pane.width * 0.75, pane.y + pane.height * 0.75, { steps: 4 });
  await becomes(async () => (await said()).startsWith("to 10.20."), true);
  await page.mouse.up();
  await becomes(async () => /cidr: 10\.20\.(?!4\.)\d+\.0\/24, name: lab/.test(await text(page)), true);
});

visit("the sheet opens again after a reload, and gives the plan in the forms of other programs", async (page) => {
  await openSheet(page);
  await page.reload();
  await table(page).getByText("campus").waitFor();
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Export…" }).click();
  const form = page.getByRole("combobox", { name: "Form of the address plan" });
  await becomes(() => form.evaluate((element) => element === document.activeElement), true);
  const shown = (file) => page.getByRole("region", { name: `Preview of ${file}` });
  await shown("addresses.csv").getByText("10.20.4.0/24,lab,subnet").waitFor();
  await form.selectOption("Terraform");
  await shown("addresses.tf").getByText("10.20.4.0/24").waitFor();
  await form.selectOption("Calico IPPools");
  await page.getByText("The plan has nothing that goes into this form.").waitFor();
  await form.selectOption("NetBox CSV");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: /^Download .*prefixes/ }).click();
  assert.match((await download).suggestedFilename(), /prefixes.*\.csv$/);
});

visit(
  "on a phone the tools are one row, and their menu has all of them",
  async (page) => {
    await page.getByRole("navigation", { name: "Panes" }).getByRole("button", { name: "Text" }).tap();
    await paste(page, PLAN);
    await page.getByRole("button", { name: "Menu" }).tap();
    await page.getByRole("menuitem", { name: /address plan as a sheet/ }).tap();
    await table(page).getByText("campus").tap();
    const tools = page.getByRole("toolbar", { name: "Address plan tools" });
    const { width, height } = await tools.boundingBox();
    assert.ok(width <= 390 && height < 60, `${width}×${height}`);
    await tools.getByRole("button", { name: "Actions" }).tap();
    await page.getByRole("menuitem", { name: /^Split in 2 in its place/ }).tap();
    await becomes(async () => /cidr: 10\.20\.128\.0\/17/.test(await text(page)) || (await page.locator(".toasts").innerText()).includes("lab"), true);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);

    // Two fingers magnify the map.
    const map = page.getByRole("application", { name: "Map of the address plan" });
    const around = await map.boundingBox();
    const root = map.locator(".plan-block").first();
    const before = await root.boundingBox();
    const fingers = await page.context().newCDPSession(page);
    const touch = (type, apart) => {
      const [x, y] = [around.x + around.width / 2, around.y + around.height / 2];
      const touchPoints = apart === undefined ? [] : [{ x: x - apart, y, id: 0 }, { x: x + apart, y, id: 1 }];
      return fingers.send("Input.dispatchTouchEvent", { type, touchPoints });
    };
    await touch("touchStart", 30);
    for (const apart of [40, 60, 90]) await touch("touchMove", apart);
    await touch("touchEnd");
    await eventually(async () => {
      const { width } = await root.boundingBox();
      assert.ok(width > before.width * 2, `${before.width} became ${width}`);
    });
  },
  { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
);

visit("the sheet has no faults that axe finds", async (page) => {
  await openSheet(page);
  await page.keyboard.press("ArrowDown");
  const { violations } = await new AxeBuilder({ page }).include(".plan-sheet").analyze();
  assert.deepEqual(violations.map((violation) => [violation.id, violation.nodes.map((node) => node.html)]), []);
});
