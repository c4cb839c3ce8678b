// One request followed: fields, steps, jumps to the text, and marks in the picture.
import assert from "node:assert/strict";
import { becomes, eventually, panel, paste, text, visits } from "./designer.mjs";

const visit = visits();

const DESIGN = `# Shop

\`\`\`mermaid
flowchart LR
  internet((Internet)) --> edge[Traefik] --> web[shop/web] --> db[(shop/db)]
\`\`\`

\`\`\`yaml
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop }
spec:
  ingressClassName: traefik
  rules:
  - host: shop.example.com
    http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web, image: web }] } }
---
apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec: { selector: { app: db }, ports: [{ port: 5432 }] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: shop }
spec:
  selector: { matchLabels: { app: db } }
  template: { metadata: { labels: { app: db } }, spec: { containers: [{ name: db, image: postgres }] } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: db, namespace: shop }
spec: { podSelector: { matchLabels: { app: db } }, policyTypes: [Ingress] }
\`\`\`
`;

visit("a request is followed to the policy that closes its way, and from there to the text", async (page) => {
  await paste(page, DESIGN);
  await eventually(async () => assert.equal(await text(page), DESIGN));
  await page.keyboard.press("Alt+9");
  const shown = await panel(page, "Trace");
  await shown.getByLabel("To").fill("http://shop.example.com/");
  await shown.getByText("The request is answered, as far as the text says.").waitFor();
  const marks = () => page.locator(".followed-thing text").allTextContents();
  await eventually(async () => assert.ok((await marks()).length >= 3, "three things are marked"));
  assert.ok(!(await marks()).includes("✕"));

  await shown.getByLabel("From").fill("shop/web");
  await shown.getByLabel("To").fill("db");
  const failing = shown.getByRole("listitem").filter({ hasText: "Policies" }).filter({ hasText: "fails" });
  await failing.getByText(/add an ingress rule to NetworkPolicy shop\/db/).waitFor();
  await becomes(async () => (await marks()).includes("✕"), true);
  await failing.getByRole("button", { name: /NetworkPolicy shop\/db, line/ }).click();
  await eventually(async () =>
    assert.ok(await page.evaluate(() => document.activeElement?.tagName.toLowerCase() === "netplat-text")),
  );
});
