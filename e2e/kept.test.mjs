// Text is never lost: not when the program traps, not when the browser's process ends.
import assert from "node:assert/strict";
import { becomes, editor, eventually, paste, ready, text, visits, written } from "./designer.mjs";

const visit = visits();

const CHART = "flowchart LR\n  a[Alpha] --> b[Beta]\n";

visit(
  "text typed just before the program trapped is shown, kept and offered back",
  async (page) => {
    // The program's memory can only be reached while it is started.
    await page.addInitScript(() => {
      const start = WebAssembly.instantiateStreaming;
      WebAssembly.instantiateStreaming = async (...arguments_) => {
        const started = await start.apply(WebAssembly, arguments_);
        // Parts that load later share the memory of the first.
        window.memoryOfTheProgram ??= started.instance.exports.memory;
        return started;
      };
    });
    await page.reload();
    await ready(page);
    await paste(page, CHART);
    await written(page, "Beta").waitFor();
    await editor(page).press("ControlOrMeta+End");
    await page.evaluate(() => new Uint8Array(window.memoryOfTheProgram.buffer).fill(0xff));
    // Without a key event, as from a menu or an input method: the editor knows more than the program ever did.
    await page.keyboard.insertText("x");

    const panel = page.getByRole("alertdialog", { name: "Netplat stopped" });
    await panel.waitFor();
    assert.equal(await panel.getByRole("textbox", { name: "Your text" }).inputValue(), `${CHART}x`);
    await panel.getByRole("button", { name: "Reload" }).click();

    const notice = page.getByRole("alert").filter({ hasText: "The text is still here" });
    await notice.getByRole("button", { name: "Open it again" }).click();
    await becomes(() => text(page), `${CHART}x`);
    await written(page, "Beta").waitFor();
    assert.deepEqual(page.faults.filter((fault) => fault.startsWith("request")), []);
  },
  { faults: false },
);

visit(
  "text typed just before the browser's process ended is there afterwards",
  async (page, { url }) => {
    await paste(page, CHART);
    await written(page, "Beta").waitFor();
    await editor(page).press("ControlOrMeta+End");
    await page.keyboard.type("%% last");
    await becomes(() => text(page), `${CHART}%% last`);
    await Promise.all([page.waitForEvent("crash"), page.goto("chrome://crash").catch(() => {})]);

    const next = await page.context().newPage();
    await next.goto(url);
    await ready(next);
    // Had the process ended in the midst of reading, the text would be offered instead of read at once.
    await eventually(async () => {
      const offer = next.getByRole("button", { name: "Open it again" });
      if (await offer.isVisible()) await offer.click();
      assert.equal(await text(next), `${CHART}%% last`);
    });
  },
  { faults: false },
);
