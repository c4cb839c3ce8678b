// Reviewing: what comes out of a design is what the program `netplat` writes in CI, byte for byte.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { program } from "./bench/ours.mjs";
import { eventually, panel, text, visits } from "./designer.mjs";

const visit = visits();
const run = promisify(execFile);

for (const [title, file] of [
  ["A small shop", "small-shop.md"],
  ["A mesh with a canary", "mesh-canary.md"],
]) {
  visit(`the manifests of the example "${title}" are those that the program exports`, async (page) => {
    await page.getByRole("button", { name: title }).click();
    const design = `public/examples/${file}`;
    const source = await readFile(design, "utf8");
    await eventually(async () => assert.equal(await text(page), source));

    const shown = await panel(page, "Export");
    await shown.getByRole("region", { name: /manifests/ }).getByText("kind: NetworkPolicy").first().waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      shown.getByRole("button", { name: "Download YAML" }).click(),
    ]);
    const { stdout } = await run(program(), ["export", design, "--to", "manifests"], { maxBuffer: 1 << 26 });
    assert.equal(await readFile(await download.path(), "utf8"), stdout);
  });
}

visit("the problems of an example are those that the program finds", async (page) => {
  await page.getByRole("button", { name: "Two ingresses, two DNS views" }).click();
  const found = await run(program(), ["check", "public/examples/dual-ingress.md", "--format", "json"]).catch((error) => error);
  const { problems } = JSON.parse(found.stdout);
  const shown = await panel(page, /^Problems/);
  await eventually(async () => assert.equal(await shown.getByRole("button", { name: /line \d+$/ }).count(), problems.length));
});

visit("the address plan shows what is planned and how much of it is used", async (page) => {
  await page.getByRole("button", { name: "A platform with an address plan" }).click();
  const shown = await panel(page, "Addresses");
  await shown.getByText(/10\.\d+\.\d+\.\d+\/\d+/).first().waitFor();
  await shown.getByText(/% used, .* free/).first().waitFor();
  await shown.getByRole("button", { name: "Open the address plan" }).click();
  await page.getByRole("treegrid", { name: "Address plan" }).waitFor();
});
