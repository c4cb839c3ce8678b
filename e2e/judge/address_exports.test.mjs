// Holds the exports of an address plan against readers that are not ours: YAML, CSV and JSON as Python reads them, a
// Markdown table by the rules of its dialect, ServiceCIDRs against the schemas of Kubernetes (PyPI kubernetes-validate,
// strict), Cilium's pools as typed literals against @kubernetes-models/cilium. The names are hostile to each of the forms.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, "../..");
const netplat = path.join(root, "target/debug/netplat");
const python = path.join(root, ".tools/python/bin/python");

const marks = [`"`, `'`, "\n", "\r\n", "\t", "${x}", "%{x}", "$${x}", "{{ x }}", ": ", " #", "|", "\\", "\\|", "`", ",", ";", "&amp;"];
const words = ["=1+1", "@a", "- a", "yes", "null", "~", "0x1F", "1e3", "<b>", "*a*", "[a](b)", "!a", "%a", "\u2028", "\u0085", "\u0007", "é", "🦀"];
/** Texts of three parts each, no two alike; the parts are drawn by steps that share no factor with their number. */
const hostile = Array.from({ length: 36 }, (_, index) => {
  const parts = [...marks, ...words];
  return [index, index * 5 + 7, index * 7 + 3].map((at) => parts[at % parts.length]).join(index % 2 ? " " : "") + `n${index}`;
});
const roles = ["pods", "services", "load-balancers", "attachment", "nodes"];
const plan = hostile.map((name, index) => ({
  ...(index % 10 === 2 ? { range: `10.${index}.0.10-10.${index}.0.60` } : { cidr: index % 4 === 1 ? `fd00:${index}::/108` : `10.${index}.0.0/20` }),
  name,
  role: roles[index % roles.length],
  ...(index % 5 === 0 ? { nodeMask: index % 4 === 1 ? 116 : 24 } : {}),
  ...(index % 3 === 0 ? { cluster: ["west", "true", "#a: b\n- \u0085c", "A: B c"][index % 4] } : {}),
  ...(index % 2 ? { note: hostile[(index + 11) % hostile.length] } : { owner: hostile[(index + 17) % hostile.length] }),
}));
/** JSON is YAML once nothing but ASCII is left in it. */
const ascii = (text) => text.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
const design = `---\nnetplat:\n  addresses: ${ascii(JSON.stringify(plan))}\n---\nflowchart LR\n  a\n`;

const place = ({ cidr, range }) => cidr ?? range;
const withRole = (...wanted) => plan.filter(({ role }) => wanted.includes(role));
const columns = ["cidr", "name", "role", "nodeMask", "cluster", "cloud", "zone", "owner", "status", "note"];
const cells = (entry) => columns.map((column) => String((column === "cidr" ? place(entry) : entry[column]) ?? ""));
/** A cell as a spreadsheet may have it: with a mark in front where it would be a formula. */
const isGuarded = (read, said) => (/^ *[=+\-@\t\r\n]/.test(said) ? read === `'${said}` : read === said);

let scratch;
/** By form: what was read of its files, by path. */
const exported = {};
const errors = [];

before(async () => {
  scratch = mkdtempSync(path.join(tmpdir(), "netplat-judge-"));
  const file = path.join(scratch, "design.md");
  writeFileSync(file, design);
  for (const form of ["csv", "json", "markdown", "netbox", "terraform", "kubeadm", "cilium", "calico", "ippools", "service-cidrs", "pools", "attachments"]) {
    const out = path.join(scratch, form);
    await run(netplat, ["export", file, "--to", form, "--out", out]);
    const { stdout } = await run(python, ["e2e/judge/read_addresses.py", out], { cwd: root });
    const read = JSON.parse(stdout);
    exported[form] = read.files;
    errors.push(...read.errors);
  }
});
after(() => rmSync(scratch, { recursive: true, force: true }));

const documents = (form) => Object.values(exported[form]).flatMap(({ documents }) => documents);
const rows = (form, name) => exported[form][name].rows;

test("CSV says of each entry what the plan says", () => {
  const [heading, ...read] = rows("csv", "addresses.csv");
  assert.deepEqual(heading, columns);
  assert.equal(read.length, plan.length);
  plan.forEach((entry, index) =>
    cells(entry).forEach((said, at) => assert.ok(isGuarded(read[index][at], said), `${JSON.stringify(read[index][at])} is not ${JSON.stringify(said)}`)),
  );
});

test("NetBox gets each prefix and range with its name, owner and note", () => {
  const prefixes = rows("netbox", "netbox-prefixes.csv");
  const ranges = rows("netbox", "netbox-ip-ranges.csv");
  const records = [prefixes, ranges].flatMap(([heading, ...read]) =>
    read.map((row) => {
      assert.equal(row.length, heading.length);
      return Object.fromEntries(heading.map((name, at) => [name, row[at]]));
    }),
  );
  const expected = [...plan.filter(({ cidr }) => cidr), ...plan.filter(({ range }) => range)];
  assert.equal(records.length, expected.length);
  expected.forEach((entry, index) => {
    const record = records[index];
    const read = record.prefix ?? `${record.start_address.split("/")[0]}-${record.end_address.split("/")[0]}`;
    assert.equal(read, place(entry));
    for (const [column, said] of Object.entries({ description: entry.name, tenant: entry.owner ?? "", comments: entry.note ?? "", cf_cluster: entry.cluster ?? "" })) {
      assert.ok(isGuarded(record[column], said), `${column}: ${JSON.stringify(record[column])} is not ${JSON.stringify(said)}`);
    }
  });
});

test("JSON is the plan", () => {
  assert.deepEqual(exported.json["addresses.json"].json.addresses, plan);
});

test("the Markdown table has one line for each entry, and its cells are the plan's", () => {
  const [, rule, ...read] = rows("markdown", "addresses.md");
  assert.ok(rule.length === columns.length && rule.every((cell) => cell === "---"));
  assert.deepEqual(read, plan.map(cells));
});

test("Terraform's strings hold each name and note, and no template", () => {
  const strings = new Set(exported.terraform["addresses.tf"].strings);
  for (const entry of plan) {
    for (const said of [place(entry), entry.name, entry.note, entry.owner].filter(Boolean)) assert.ok(strings.has(said), JSON.stringify(said));
  }
});

test("ServiceCIDRs keep to the schema of Kubernetes and hold each prefix of services", () => {
  assert.deepEqual(errors, []);
  const said = withRole("services").filter(({ cidr }) => cidr).map(({ cidr }) => [cidr]);
  assert.deepEqual(documents("service-cidrs").map(({ spec }) => spec.cidrs), said);
});

test("Cilium's pools keep to their types and hold each entry of load balancers", async () => {
  const pools = documents("pools");
  const blocks = pools.flatMap(({ spec }) => spec.blocks.map(({ cidr, start, stop }) => cidr ?? `${start}-${stop}`));
  assert.deepEqual(blocks, withRole("load-balancers").map(place));
  const source = [
    `import type { ICiliumLoadBalancerIPPool } from "@kubernetes-models/cilium/cilium.io/v2/CiliumLoadBalancerIPPool";`,
    ...pools.map((pool, index) => `export const pool${index}: ICiliumLoadBalancerIPPool = ${JSON.stringify(pool)};`),
  ];
  // Inside the repository, so that the types are found.
  const folder = mkdtempSync(path.join(root, ".tools/judge-"));
  try {
    writeFileSync(path.join(folder, "pools.ts"), source.join("\n"));
    const options = ["--noEmit", "--strict", "--lib", "es2022", "--skipLibCheck", "--module", "node16", "--moduleResolution", "node16"];
    await run(path.join(root, "node_modules/.bin/tsc"), [...options, path.join(folder, "pools.ts")], { cwd: root }).catch(
      (error) => assert.fail(error.stdout),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("Calico's pools hold each prefix, with blocks and switches that it takes", () => {
  const pools = documents("ippools").map(({ spec }) => spec);
  assert.deepEqual(pools.map(({ cidr }) => cidr), withRole("pods", "load-balancers").filter(({ cidr }) => cidr).map(({ cidr }) => cidr));
  const installed = documents("calico").flatMap(({ spec }) => spec.calicoNetwork.ipPools);
  assert.deepEqual(installed.map(({ cidr }) => cidr).sort(), withRole("pods").flatMap(({ cidr }) => cidr ?? []).sort());
  for (const { cidr, blockSize, natOutgoing } of [...pools, ...installed]) {
    const [least, most] = cidr.includes(":") ? [116, 128] : [20, 32];
    assert.ok(blockSize >= Math.max(least, Number(cidr.split("/")[1])) && blockSize <= most, `${cidr}: ${blockSize}`);
    assert.ok([undefined, true, false, "Enabled", "Disabled"].includes(natOutgoing));
  }
});

test("each cluster has files of its own, under a name that Cilium takes", () => {
  const clusters = new Set(withRole("pods").map(({ cluster }) => cluster));
  assert.equal(Object.keys(exported.cilium).length, clusters.size);
  const lists = documents("cilium").flatMap(({ ipam }) => [ipam.operator.clusterPoolIPv4PodCIDRList ?? [], ipam.operator.clusterPoolIPv6PodCIDRList ?? []].flat());
  assert.deepEqual(lists.sort(), withRole("pods").flatMap(({ cidr }) => cidr ?? []).sort());
  for (const { cluster } of documents("cilium")) if (cluster) assert.match(cluster.name, /^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/);
});

test("kubeadm gets each cluster's name, and its prefixes as one text", () => {
  const configurations = documents("kubeadm").filter(({ kind }) => kind === "ClusterConfiguration");
  const names = new Set(withRole("pods", "services").filter(({ cidr }) => cidr).map(({ cluster }) => cluster));
  assert.deepEqual(new Set(configurations.map(({ clusterName }) => clusterName)), names);
  for (const { clusterName, networking, controllerManager } of configurations) {
    for (const [role, said = ""] of [["pods", networking.podSubnet], ["services", networking.serviceSubnet]]) {
      const entries = withRole(role).filter(({ cidr, cluster }) => cidr && cluster === clusterName);
      const first = (isV6) => entries.find(({ cidr }) => cidr.includes(":") === isV6)?.cidr;
      assert.deepEqual(said.split(",").sort(), [first(false), first(true)].filter(Boolean).sort().concat(entries.length ? [] : [""]), clusterName);
    }
    for (const flag of controllerManager?.extraArgs ?? []) assert.deepEqual([Object.keys(flag), typeof flag.value], [["name", "value"], "string"]);
  }
});

test("attachments hold a configuration that is JSON", () => {
  const attachments = documents("attachments");
  assert.ok(attachments.length > 0);
  for (const { metadata, spec } of attachments) assert.equal(JSON.parse(spec.config).name, metadata.name);
});
