// Foreign address plans on the sheet: pasted, dropped or chosen, seen before they are added, undone in one step.
import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import { becomes, eventually, text, visits } from "./designer.mjs";

const visit = visits();

const COMPANY =
  "Prefix;Purpose;Site;Remark\r\n" +
  "10.0.0.0/8;Company;;\r\n" +
  "10.10.0.0/16;Office Berlin;Berlin;third floor moves out\r\n" +
  "10.10.4.0/24;Printers;Berlin;\r\n" +
  "10.20.0.0/16;Data centre;Frankfurt;\r\n" +
  "0.0.0.0/0;default route;;\r\n" +
  "10.10.300.0/24;typing error;Berlin;\r\n";

const table = (page) => page.getByRole("treegrid", { name: "Address plan" });
const found = (page) => page.getByRole("listbox", { name: "Found" });
const dialog = (page) => page.getByRole("dialog", { name: "Import addresses" });

async function openSheet(page) {
  await page.keyboard.press("Alt+7");
  await becomes(() => table(page).evaluate((element) => element === document.activeElement), true);
}

async function putOnClipboard(page, words) {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate((words) => navigator.clipboard.writeText(words), words);
}

async function focused(locator) {
  await becomes(() => locator.evaluate((element) => element === document.activeElement), true);
}

visit("a company's plan is laid out by keys alone, from a pasted table", async (page) => {
  await putOnClipboard(page, COMPANY);
  await openSheet(page);
  await page.keyboard.press("ControlOrMeta+v");
  await focused(found(page));
  // What was guessed and what could not be read is said before anything changes.
  assert.equal(await page.getByLabel("Purpose").inputValue(), "the role");
  await dialog(page).getByText("1 line was not taken over").waitFor();
  await dialog(page).getByText(/^line 7: .*10\.10\.300\.0\/24/).waitFor();
  await dialog(page).getByRole("button", { name: "Add 4 entries" }).waitFor();
  assert.equal(await text(page), "");

  // The printers stay out.
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await dialog(page).getByRole("button", { name: "Add 3 entries" }).waitFor();
  await page.keyboard.press("Enter");
  await focused(table(page));
  const added = await text(page);
  assert.match(added, /cidr: 10\.10\.0\.0\/16, name: Office Berlin, role: site, zone: Berlin, note: third floor moves out/);
  assert.doesNotMatch(added, /Printers|default route|10\.10\.300/);
  await page.keyboard.press("ControlOrMeta+z");
  await becomes(() => text(page), "");
  await page.keyboard.press("ControlOrMeta+Shift+z");
  await becomes(() => text(page), added);

  // A further entry by its line, and back to the table.
  await page.keyboard.press("n");
  await page.keyboard.type("10.10.8.0/22 guests");
  await page.keyboard.press("Enter");
  await becomes(async () => (await text(page)).includes("cidr: 10.10.8.0/22, name: guests"), true);
  await page.keyboard.press("Escape");
  await focused(table(page));

  // Room for clusters, in the data centre.
  await page.keyboard.press("End");
  await becomes(() => table(page).locator('[aria-selected="true"]').innerText().then((row) => row.includes("Data centre")), true);
  await page.keyboard.press("ControlOrMeta+k");
  await page.keyboard.type("new clusters");
  await page.keyboard.press("Enter");
  const fit = page.getByRole("dialog", { name: "Addresses for new clusters" });
  await fit.getByText("All of it fits.").waitFor();
  await page.keyboard.press("Tab");
  await focused(fit.getByLabel("Clusters"));
  await page.keyboard.type("90");
  await fit.getByText(/prefixes have no place/).waitFor();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("2");
  await fit.getByText("All of it fits.").waitFor();
  await fit.getByRole("button", { name: "Add to the plan" }).press("Enter");
  await focused(table(page));
  await becomes(async () => (await text(page)).match(/role: pods, nodeMask: 24, cluster: cluster-[12]/g)?.length, 2);
  await page.keyboard.press("ControlOrMeta+z");
  await becomes(async () => (await text(page)).includes("cluster-1"), false);
});

visit("columns that were guessed wrongly are corrected before anything is added", async (page) => {
  await putOnClipboard(page, COMPANY);
  await openSheet(page);
  await page.keyboard.press("ControlOrMeta+v");
  await focused(found(page));
  await page.getByLabel("Purpose").selectOption("a note");
  await eventually(async () => assert.equal(await page.getByLabel("Remark").inputValue(), "nothing that is taken over"));
  await focused(found(page));
  await page.keyboard.press("Enter");
  await becomes(async () => (await text(page)).includes("cidr: 10.10.4.0/24, zone: Berlin, note: Printers"), true);
});

visit("a dropped file is read into the plan, and what the plan has is not added twice", async (page) => {
  await openSheet(page);
  const drop = async () => {
    const transfer = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(["10.1.0.0/16 office\n10.2.0.0/16 plant\n"], "plan.txt", { type: "text/plain" }));
      return transfer;
    });
    await page.dispatchEvent(".plan-sheet", "drop", { dataTransfer: transfer });
    await focused(found(page));
  };
  await drop();
  await dialog(page).getByRole("button", { name: "Add 2 entries" }).click();
  await page.getByText("Added 2 entries to the plan.").waitFor();
  await drop();
  assert.equal(await found(page).getByText("in the plan already").count(), 2);
  assert.ok(await dialog(page).getByRole("button", { name: "Add 0 entries" }).isDisabled());
  await dialog(page).getByRole("button", { name: "Take all" }).click();
  await dialog(page).getByRole("button", { name: "Add 2 entries" }).click();
  await page.getByText("The plan has all of them already.").waitFor();
  assert.equal((await text(page)).match(/cidr:/g).length, 2);
});

visit("a workbook is refused in words, and the dialogs have no faults that axe finds", async (page) => {
  const faults = async () => {
    const { violations } = await new AxeBuilder({ page }).include("dialog[open]").analyze();
    return violations.map((violation) => [violation.id, violation.nodes.map((node) => node.html)]);
  };
  await openSheet(page);
  const transfer = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(["PK\x03\x04..."], "plan.xlsx"));
    return transfer;
  });
  await page.dispatchEvent(".plan-sheet", "drop", { dataTransfer: transfer });
  await dialog(page).getByText(/workbook or an archive/).waitFor();
  assert.deepEqual(await faults(), []);
  await dialog(page).getByRole("textbox", { name: "Or paste a text" }).fill(COMPANY);
  await dialog(page).getByRole("button", { name: "Read the text" }).click();
  await focused(found(page));
  assert.deepEqual(await faults(), []);
  await page.keyboard.press("Enter");
  await focused(table(page));
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Addresses for new clusters…" }).click();
  await page.getByText("All of it fits.").waitFor();
  assert.deepEqual(await faults(), []);
});

visit("a table of ten megabytes is read with its progress in sight while the page answers", async (page) => {
  const lines = ["Prefix,Name,Role,Owner,Note"];
  for (let index = 0, size = 0; size < 10 * 1024 * 1024; index += 1) {
    const prefix = `${10 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}.0/24`;
    lines.push(`${prefix},segment ${index},subnet,team ${index % 17},line ${index} of a large export`);
    size += lines.at(-1).length + 1;
  }
  await openSheet(page);
  await page.getByRole("button", { name: "File", exact: true }).click();
  await page.getByRole("menuitem", { name: "Import addresses…" }).click();
  const choose = async () => {
    const chooser = page.waitForEvent("filechooser");
    await dialog(page).getByRole("button", { name: "Choose a file" }).click();
    const buffer = Buffer.from(lines.join("\n"));
    await (await chooser).setFiles({ name: "large.csv", mimeType: "text/csv", buffer });
  };
  // The longest time for which no frame came, and the shares that were shown.
  await page.evaluate(() => {
    window.seen = { longest: 0, shares: [] };
    let last = performance.now();
    const frame = (now) => {
      window.seen.longest = Math.max(window.seen.longest, now - last);
      last = now;
      const share = document.querySelector(".import-progress progress")?.value;
      if (share !== undefined) window.seen.shares.push(share);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  await choose();
  await dialog(page).getByRole("button", { name: "Stop" }).click();
  await dialog(page).getByRole("button", { name: "Choose a file" }).waitFor();

  await page.evaluate(() => void (window.seen = { longest: 0, shares: [] }));
  await choose();
  await dialog(page).getByRole("button", { name: "Add 100000 entries" }).waitFor({ timeout: 60_000 });
  const { longest, shares } = await page.evaluate(() => window.seen);
  assert.ok(new Set(shares.filter((share) => share > 0 && share < 100)).size > 3, `shares ${shares}`);
  assert.ok(longest < 1_500, `no frame for ${longest} ms`);
  await dialog(page).getByText(/\d+ more were left out/).waitFor();
  assert.ok((await found(page).getByRole("option").count()) < 60);
  // The last row is reached by one key.
  await found(page).press("End");
  await found(page).getByText("segment 99999", { exact: true }).waitFor();
});
