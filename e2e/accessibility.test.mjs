// What axe finds wrong for people who use the page otherwise than by sight and pointer: nothing may be left.
import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import { paste, visits, written } from "./designer.mjs";

const DESIGN = `---
title: Shop
netplat:
  version: 1
  addresses:
    - { cidr: 10.0.0.0/16, name: nodes, role: nodes }
    - { cidr: 10.0.0.0/17, name: pods, role: pods }
    - { cidr: 10.96.0.1/16, name: services, role: services }
  nodes:
    web: { kind: Deployment, namespace: shop, labels: { app: web }, ports: [8080/TCP] }
    db: { kind: StatefulSet, namespace: shop, labels: { app: db }, ports: [5432/TCP] }
---
flowchart LR
  subgraph shop [Namespace shop]
    web[Web shop] -->|TCP 5432| db[(Orders)]
  end
  internet((Internet)) --> edge[Traefik] --> web
`;

const visit = visits({ "/design.md": DESIGN });

/** What axe finds: the rule, what it means, and where. */
async function violations(page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
}

for (const colorScheme of ["light", "dark"]) {
  for (const [width, height] of [[1440, 900], [390, 844]]) {
    visit(
      `axe finds nothing wrong with the designer, ${width} pixels wide and ${colorScheme}`,
      async (page) => {
        const narrow = width < 700;
        const found = { empty: await violations(page) };
        const pane = async (name) => narrow && page.getByRole("navigation", { name: "Panes" }).getByRole("button", { name }).click();
        await pane("Text");
        await paste(page, DESIGN);
        await pane("Picture");
        await written(page, "Traefik").waitFor();
        // Something is selected, so that the inspector has something to say.
        const box = await written(page, "Traefik").boundingBox();
        await page.mouse.click(box.x + 5, box.y + 5);
        found.picture = await violations(page);
        if (narrow) {
          await pane("Text");
          found.text = await violations(page);
        }
        await pane("Panels");
        for (const name of ["Inspector", "Problems", "Addresses", "Export"]) {
          await page.getByRole("tab", { name: new RegExp(`^${name}`) }).click();
          await page.getByRole("tabpanel").waitFor();
          found[name] = await violations(page);
        }
        for (const name of ["Share", "Help", "Examples", "All commands"]) {
          await command(page, narrow, name);
          const dialog = page.getByRole("dialog", { name });
          await dialog.waitFor();
          found[name] = await violations(page);
          await page.keyboard.press("Escape");
          await dialog.waitFor({ state: "hidden" });
        }
        const wrong = Object.entries(found).filter(([, violations]) => violations.length);
        assert.deepEqual(Object.fromEntries(wrong), {});
      },
      { viewport: { width, height }, colorScheme },
    );
  }
}

/** Opens a dialog from the menus. */
async function command(page, narrow, name) {
  const menus = narrow ? ["Menu"] : [{ Share: "File", Examples: "File" }[name]];
  const [menu] = menus;
  if (!menu) return page.keyboard.press(name === "Help" ? "F1" : "ControlOrMeta+K");
  await page.getByRole("button", { name: menu, exact: true }).click();
  await page.getByRole("menuitem", { name: new RegExp(`^${name}`) }).click();
}

for (const [width, colorScheme] of [[1440, "light"], [390, "dark"]]) {
  visit(
    `axe finds nothing wrong with an embedded picture, ${width} pixels wide and ${colorScheme}`,
    async (page) => {
      await written(page, "Traefik").waitFor();
      assert.deepEqual(await violations(page), []);
    },
    { at: "embed.html?src=/design.md", viewport: { width, height: 500 }, colorScheme },
  );
}
