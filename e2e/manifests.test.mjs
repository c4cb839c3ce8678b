// Kubernetes manifests from files, folders, archives and the clipboard, as a user brings them.
import assert from "node:assert/strict";
import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { becomes, drawn, eventually, paste, text, visits } from "./designer.mjs";

const visit = visits();

const WEB = `# The shop.
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: web }] }
`;
const SERVICE = `apiVersion: v1
kind: Service
metadata: { name: front, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
`;

const DRAWN = ["Namespace shop, namespace", "front to web", "web, Deployment", "front, Service"];
const dialog = (page) => page.getByRole("dialog", { name: "Manifests" });
const sorted = async (page) => (await drawn(page)).sort();

/** Drops files on the page: names with what they say. */
async function drop(page, files) {
  const transfer = await page.evaluateHandle((files) => {
    const transfer = new DataTransfer();
    for (const [name, text] of files) transfer.items.add(new File([text], name));
    return transfer;
  }, files);
  await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
}

visit("a chosen folder becomes a design, and what was left out is said", async (page) => {
  const folder = await mkdtemp(join(tmpdir(), "shop-"));
  try {
    await mkdir(join(folder, "apps"));
    await writeFile(join(folder, "apps", "web.yaml"), WEB);
    await writeFile(join(folder, "front.yaml"), SERVICE);
    await writeFile(join(folder, "values.yaml"), "replicas: 3");
    await writeFile(join(folder, "logo.png"), Buffer.from([0x89, 0x50]));
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Open a folder of manifests" }).click();
    await (await chooser).setFiles(folder);
    await dialog(page).getByText("3 files with 2 objects in 1 namespace: 1 Deployment, 1 Service.").waitFor();
    await dialog(page).getByText("What was not understood or left out").click();
    await dialog(page).getByText("logo.png: left out: neither YAML nor JSON").waitFor();
    await dialog(page).getByRole("button", { name: "Close" }).last().click();
    await becomes(() => sorted(page), [...DRAWN].sort());
    const design = await text(page);
    assert.ok(design.includes(`\`\`\`yaml title="apps/web.yaml"\n${WEB}\`\`\`\n`), design);
    assert.ok(design.includes('```yaml title="values.yaml" noeol\nreplicas: 3\n```\n'), design);
    await page.keyboard.press("ControlOrMeta+Z");
    await becomes(() => text(page), "");
  } finally {
    await rm(folder, { recursive: true });
  }
});

visit("files dropped on a design are added to it", async (page) => {
  await paste(page, "flowchart LR\n  a[Alpha] --> b[Beta]\n");
  await becomes(async () => (await drawn(page)).length, 3);
  await drop(page, [["web.yaml", WEB], ["front.yaml", SERVICE]]);
  await dialog(page).getByRole("button", { name: "Add to this design" }).click();
  await eventually(async () => {
    const design = await text(page);
    assert.ok(design.startsWith("```mermaid\nflowchart LR\n  a[Alpha] --> b[Beta]\n```\n"), design);
    assert.ok(design.endsWith(`\`\`\`yaml title="web.yaml"\n${WEB}\`\`\`\n`), design);
  });
  await becomes(async () => (await drawn(page)).length, 3);
});

visit("manifests pasted into an empty page are drawn", async (page) => {
  await paste(page, `${WEB}---\n${SERVICE}`);
  await dialog(page).getByText("1 file with 2 objects").waitFor();
  await dialog(page).getByRole("button", { name: "Close" }).last().click();
  await becomes(() => sorted(page), [...DRAWN].sort());
});
