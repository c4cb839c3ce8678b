// Measures how the answer to who may talk to whom grows: clusters of services that call the next ones, asked by the
// program as a review in CI asks it. The program's answer includes reading the YAML.
//
//   node e2e/bench/reach.mjs [--sizes 250:75,1000:300,10000:1000] [--program target/release/netplat]
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

const { values: options } = parseArgs({
  options: {
    sizes: { type: "string", default: "250:75,1000:300,2500:500,5000:750,10000:1000" },
    program: { type: "string", default: "target/release/netplat" },
    runs: { type: "string", default: "3" },
  },
});

const folder = mkdtempSync(join(tmpdir(), "netplat-reach-"));
try {
  console.log("Who may talk to whom, median milliseconds of the program\n");
  console.log(row("workloads", "policies", "YAML, MB", "one asked", "all listed", "lines"));
  for (const size of options.sizes.split(",")) {
    const [workloads, policies] = size.split(":").map(Number);
    const text = cluster(workloads, policies);
    const file = join(folder, `${workloads}.yaml`);
    writeFileSync(file, text);
    const one = timed(["reach", file, "--from", "n0/w0"]);
    // The list of a large cluster is longer than anyone reads.
    const all = workloads > 2500 ? null : timed(["reach", file]);
    console.log(row(workloads, policies, (text.length / 1e6).toFixed(1), one.time, all?.time ?? "", all?.lines ?? ""));
  }
} finally {
  rmSync(folder, { recursive: true });
}

/** The median time of some runs, and the lines of the answer. */
function timed(call) {
  const runs = Array.from({ length: Number(options.runs) }, () => {
    const start = performance.now();
    const { status, stdout, stderr } = spawnSync(options.program, call, { encoding: "utf8", maxBuffer: 2 ** 30 });
    if (status !== 0) throw new Error(stderr);
    return { time: performance.now() - start, lines: stdout.split("\n").length - 1 };
  });
  runs.sort((a, b) => a.time - b.time);
  const { time, lines } = runs[Math.floor(runs.length / 2)];
  return { time: time.toFixed(0), lines };
}

/** Workloads in namespaces of twenty, a default deny in each, and policies for single workloads. */
function cluster(workloads, policies) {
  const namespaces = Math.ceil(workloads / 20);
  const objects = [];
  for (let namespace = 0; namespace < namespaces; namespace += 1) {
    objects.push(`apiVersion: v1\nkind: Namespace\nmetadata: { name: n${namespace}, labels: { team: t${namespace % 7} } }\n`);
    if (namespace * 2 < policies) {
      objects.push(policy("deny", namespace, "podSelector: {}\n  policyTypes: [Ingress, Egress]\n"));
    }
  }
  for (let index = 0; index < workloads; index += 1) objects.push(workload(index));
  for (let index = Math.min(namespaces, Math.floor(policies / 2)); index < policies; index += 1) {
    objects.push(policy(`p${index}`, Math.floor(index / 20), rules(index)));
  }
  return objects.join("---\n");
}

function workload(index) {
  const labels = `{ app: w${index}, tier: t${index % 3} }`;
  const port = `{ name: http, containerPort: ${8000 + (index % 5)} }`;
  return (
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: w${index}, namespace: n${Math.floor(index / 20)} }\nspec:\n` +
    `  selector: { matchLabels: { app: w${index} } }\n  template:\n    metadata: { labels: ${labels} }\n` +
    `    spec: { containers: [{ name: a, image: a, ports: [${port}] }] }\n`
  );
}

function policy(name, namespace, spec) {
  return (
    `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: ${name}, namespace: n${namespace} }\nspec:\n  ${spec}`
  );
}

function rules(index) {
  const [tier, team, net] = [index % 3, index % 7, index % 200];
  return (
    `podSelector: { matchLabels: { app: w${index} } }\n  policyTypes: [Ingress, Egress]\n  ingress:\n` +
    `  - from: [{ podSelector: { matchLabels: { tier: t${tier} } } }, { namespaceSelector: { matchLabels: { team: t${team} } } }]\n` +
    `    ports: [{ port: http }]\n  egress:\n` +
    `  - to: [{ ipBlock: { cidr: 10.${net}.0.0/16, except: [10.${net}.4.0/24] } }]\n    ports: [{ port: 443 }]\n` +
    `  - to: [{ namespaceSelector: {} }]\n    ports: [{ port: 53, protocol: UDP }, { port: ${8000 + tier}, endPort: ${8002 + tier} }]\n`
  );
}

function row(...cells) {
  return cells.map((cell) => String(cell).padStart(11)).join("");
}
