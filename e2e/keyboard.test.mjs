// Everything by keyboard alone: no test here touches the pointer.
import assert from "node:assert/strict";
import { becomes, drawn, editor, eventually, firstGroup, paste, picture, selection, text, visits } from "./designer.mjs";

const visit = visits();

const CHART = "flowchart LR\n  subgraph zone[Zone]\n    a[Alpha] --> b[Beta]\n  end\n";

/** Presses Tab until the focus is where it should be; fails when it comes round without having been there. */
async function tabTo(page, target) {
  for (let presses = 0; presses < 40; presses += 1) {
    if (await target.evaluate((element) => element.matches(":focus"))) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`Tab never reaches ${target}`);
}

async function keys(page, ...pressed) {
  for (const key of pressed) await page.keyboard.press(key);
}

visit("Tab reaches the picture, and its keys select, add, link, relabel, reverse, move, group and delete", async (page) => {
  await paste(page, CHART);
  await becomes(() => selection(page), "2 nodes, 1 link. Arrow keys select.");
  await keys(page, "Escape", "Tab");
  await tabTo(page, picture(page));

  // Select.
  await keys(page, "ArrowRight");
  await becomes(() => selection(page), "Alpha");
  await keys(page, "ArrowRight");
  await becomes(() => selection(page), "Beta");
  await keys(page, "l");
  await becomes(() => selection(page), "Alpha to Beta");

  // Turn the link round.
  await keys(page, "r");
  await eventually(async () => assert.match(await text(page), /a\[Alpha\] <-- b\[Beta\]|b\[Beta\] --> a\[Alpha\]/));
  await becomes(async () => (await drawn(page)).filter((name) => name.includes(" to ")), ["Beta to Alpha"]);

  // Add a node: the palette takes the focus and gives it back.
  await keys(page, "Escape", "n");
  const palette = page.getByRole("dialog", { name: "Add a node" });
  await palette.waitFor();
  await keys(page, "ArrowDown", "Enter");
  await eventually(async () => assert.match((await drawn(page)).join("\n"), /^DNS/m));
  await becomes(() => picture(page).evaluate((element) => element.matches(":focus")), true);
  await becomes(() => selection(page), "DNS, DNS");

  // Write its text.
  await keys(page, "Enter");
  await picture(page).getByRole("textbox", { name: "Text" }).waitFor();
  await keys(page, "ControlOrMeta+A");
  await page.keyboard.type("Names");
  await keys(page, "Enter");
  await eventually(async () => assert.match(await text(page), /Names/));
  await eventually(async () => assert.match(await selection(page), /^Names/));

  // Link it: aim, and Enter links.
  await keys(page, "c");
  await eventually(async () => assert.match(await selection(page), /^Link \w+ to \w+\. Enter links/));
  await keys(page, "Enter");
  await eventually(async () => assert.match((await drawn(page)).join("\n"), /^Names to (Alpha|Beta)$/m));

  // Move it into the group. The new link is selected, and an arrow leads to its start.
  await keys(page, "ArrowLeft", "m");
  await becomes(() => selection(page), "Move into zone. Enter moves, Escape cancels.");
  await keys(page, "Enter");
  await eventually(async () => {
    const now = await text(page);
    const [, id] = /(\w+)\W+Names/.exec(now);
    assert.match(firstGroup(now), new RegExp(`^ *${id}\\b`, "m"));
  });

  // Put it into a group of its own.
  await keys(page, "g");
  await eventually(async () => assert.equal((await text(page)).match(/subgraph/g).length, 2));

  // Delete it, and take everything back.
  await keys(page, "Escape", "ArrowRight");
  await keys(page, "Delete");
  for (let step = 0; step < 12; step += 1) await keys(page, "ControlOrMeta+Z");
  await keys(page, "ControlOrMeta+Shift+Z");
  await becomes(() => text(page), CHART);
});

visit("Escape and Tab leave the text, which Tab alone does not take away", async (page) => {
  await keys(page, "Alt+1");
  await becomes(() => editor(page).evaluate((element) => element.matches(":focus")), true);
  await page.keyboard.type("flowchart LR\na --> b\n");
  await becomes(() => text(page), "flowchart LR\na --> b\n");
  await keys(page, "Escape", "Tab");
  await becomes(() => editor(page).evaluate((element) => element.matches(":focus")), false);
});

visit("panes and panels are reached by their keys and by the list of all commands", async (page) => {
  const focused = (locator) => locator.evaluate((element) => element.matches(":focus"));
  await keys(page, "Alt+2");
  await becomes(() => focused(picture(page)), true);
  for (const [key, name] of [
    ["Alt+3", "Inspector"],
    ["Alt+4", /^Problems/],
    ["Alt+5", "Addresses"],
    ["Alt+6", "Export"],
    ["Alt+9", "Trace"],
  ]) {
    await keys(page, key);
    const tab = page.getByRole("tab", { name, selected: true });
    await tab.waitFor();
    await becomes(() => focused(tab), true);
  }
  await keys(page, "ArrowRight");
  await becomes(() => focused(page.getByRole("tab", { name: "Inspector", selected: true })), true);

  await keys(page, "ControlOrMeta+K");
  await becomes(() => focused(page.getByRole("combobox", { name: "Find a command" })), true);
  await page.keyboard.type("examples");
  await keys(page, "Enter");
  await page.getByRole("dialog", { name: "Examples" }).waitFor();
  await keys(page, "Escape");
  await becomes(() => page.getByRole("dialog").count(), 0);

  // The bars between the panes move with the arrow keys.
  const bar = page.getByRole("separator", { name: "Width of the text pane" });
  const width = async () => Number(await bar.getAttribute("aria-valuenow"));
  const before = await width();
  await bar.focus();
  await keys(page, "ArrowRight");
  await eventually(async () => assert.ok((await width()) > before));

  // Menus open, move and close by keys, and give the focus back.
  const menu = page.getByRole("button", { name: "File", exact: true });
  await menu.focus();
  await keys(page, "Enter");
  await becomes(() => focused(page.getByRole("menuitem").first()), true);
  await keys(page, "ArrowDown", "Escape");
  await becomes(() => focused(menu), true);
});
