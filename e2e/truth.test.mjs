// The drawing held against what the policies permit: marks, fixes, lens and the sheet of who may talk to whom.
import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import { becomes, eventually, panel, paste, selection, text, visits, written } from "./designer.mjs";

const visit = visits();

const workload = (name, namespace) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: ${name}, image: ${name}, ports: [{ containerPort: 8080 }] }] }
---
`;

const PAGE = `# Shop

\`\`\`mermaid
flowchart LR
  web[Web] --> db[(db)]
  ledger
\`\`\`

\`\`\`yaml
${workload("web", "shop")}${workload("db", "shop")}${workload("ledger", "bank")}apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: db, namespace: shop }
spec:
  podSelector: { matchLabels: { app: db } }
  ingress: [{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: bank } } }] }]
\`\`\`
`;

const grid = (page) => page.getByRole("grid", { name: "Who may talk to whom" });
const marks = (page) => page.locator(".judged > title").allTextContents();

visit("a blocked arrow is marked, explained and mended by the policy that it needs", async (page) => {
  await paste(page, PAGE);
  const blocked = "`web --> db` is blocked: NetworkPolicy shop/db selects shop/db and has no rule that lets this come in";
  await becomes(() => marks(page), [blocked]);
  const problems = await panel(page, /Problems/);
  await problems.getByRole("button", { name: "Write NetworkPolicy web-to-db-ingress" }).click();
  await becomes(() => marks(page), []);
  assert.match(await text(page), /---\napiVersion: networking.k8s.io\/v1\nkind: NetworkPolicy\nmetadata:\n {2}name: web-to-db-ingress\n/);
  await page.keyboard.press("ControlOrMeta+Z");
  await becomes(() => text(page), PAGE);
});

visit("the object of a node is shown, taken away and given back", async (page) => {
  await paste(page, PAGE);
  await written(page, "Web").first().click();
  const object = page.getByRole("combobox", { name: "Object" });
  await becomes(() => object.inputValue(), "Deployment shop/web");
  await object.fill("");
  await object.press("Enter");
  await eventually(async () => assert.match(await text(page), /web: \{ object: false \}|object: false/));
  await becomes(() => marks(page), []);
  await object.fill("Deployment shop/web");
  await object.press("Enter");
  await eventually(async () => assert.match(await text(page), /object: Deployment shop\/web/));
  await eventually(async () => assert.equal((await marks(page)).length, 1));
});

visit("the sheet is walked through by keys, says why, and selects in the picture", async (page) => {
  await paste(page, PAGE);
  await page.keyboard.press("Alt+8");
  await grid(page).waitFor();
  await grid(page).focus();
  const chosen = () => grid(page).locator('[role=gridcell][aria-selected="true"]').getAttribute("aria-label");
  await page.keyboard.press("ArrowDown");
  await becomes(chosen, "bank/ledger[Deployment] to bank/ledger[Deployment]: nothing to ask");
  await page.keyboard.press("ArrowRight");
  await becomes(chosen, "bank/ledger[Deployment] to shop/db[Deployment]: over everything");
  await page.keyboard.press("Enter");
  const why = page.getByRole("complementary", { name: "Why" });
  await eventually(async () => assert.match(await why.innerText(), /rule 1 of NetworkPolicy shop\/db allows what comes in to shop\/db/));
  await becomes(() => selection(page), "2 things selected");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await becomes(chosen, "shop/web[Deployment] to shop/db[Deployment]: nothing may pass");
  await eventually(async () => assert.match(await why.innerText(), /has no rule that lets this come in/));
  await page.getByRole("searchbox", { name: "Filter by port" }).fill("UDP 53");
  await eventually(async () => assert.ok((await grid(page).locator(".some").count()) > 0));
  const { violations } = await new AxeBuilder({ page }).include(".matrix-sheet").analyze();
  assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes[0]?.html]), []);
  await grid(page).focus();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await grid(page).waitFor({ state: "detached" });
});

visit("the lens shows what a node may reach and be reached by", async (page) => {
  await paste(page, PAGE);
  await written(page, "db").first().click();
  await page.keyboard.press("Alt+L");
  const note = page.getByRole("status").filter({ hasText: "Lens" });
  await becomes(async () => (await note.innerText()).replace(/\s+/g, " "), "Lens → db may reach 2 and the outside; ← it may be reached by 1. Close");
  await page.keyboard.press("Alt+L");
  await note.waitFor({ state: "detached" });
});
