// Charts of our own for measuring: the same ones every time.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * The chart that speed is measured on: `count` nodes in subgraphs of ten, 1.3 links a node. Each node leads to the next,
 * also from one subgraph to another, and three in ten have one more link, with a label, to any other node.
 */
export function namespaces(count, seed = 1) {
  const random = generator(seed);
  const lines = ["flowchart TB"];
  for (let first = 0; first < count; first += 10) {
    lines.push(`  subgraph ns${first / 10} [Namespace ${first / 10}]`);
    for (let node = first; node < Math.min(first + 10, count); node += 1) lines.push(`    n${node}[Service ${node}]`);
    lines.push("  end");
  }
  for (let node = 1; node < count; node += 1) lines.push(`  n${node - 1} --> n${node}`);
  for (let link = 0; link < 0.3 * count; link += 1) {
    const from = Math.floor(random() * count);
    const to = (from + 1 + Math.floor(random() * (count - 1))) % count;
    lines.push(`  n${from} -->|TCP ${8000 + link}| n${to}`);
  }
  return `${lines.join("\n")}\n`;
}

/** Charts of many kinds: flat and nested, small and larger, in each direction, some links to and from groups. */
export function variety(count = 60) {
  return Array.from({ length: count }, (_, index) => ({ name: `random-${String(index).padStart(2, "0")}`, text: nested(index + 1) }));
}

/** The example designs that the page offers. */
export function examples(folder = "public/examples") {
  let names = [];
  try {
    names = readdirSync(folder).filter((name) => /\.(md|mmd)$/.test(name)).sort();
  } catch {
    // A checkout without examples measures the rest.
  }
  return names.flatMap((name) => {
    const text = readFileSync(join(folder, name), "utf8");
    const charts = name.endsWith(".mmd") ? [text] : [...text.matchAll(/^```mermaid\n([\s\S]*?)^```/gm)].map(([, chart]) => chart);
    return charts.map((chart, index) => ({ name: `${name.replace(/\.\w+$/, "")}-${index}`, text: chart }));
  });
}

function nested(seed) {
  const random = generator(seed);
  const pick = (items) => items[Math.floor(random() * items.length)];
  const below = (limit) => Math.floor(random() * limit);
  const lines = [`flowchart ${pick(["TB", "LR", "TB", "LR", "BT", "RL"])}`];
  const nodes = [];
  const groups = [];

  const node = (indent) => {
    const id = `n${nodes.length}`;
    nodes.push(id);
    const [open, close] = pick(SHAPES);
    lines.push(`${indent}${id}${open}"${pick(NAMES)}${random() < 0.2 ? `<br/>${pick(DETAILS)}` : ""}"${close}`);
  };
  const group = (indent, depth) => {
    const id = `g${groups.length}`;
    groups.push(id);
    lines.push(`${indent}subgraph ${id} ["${pick(TITLES)} ${groups.length}"]`);
    if (random() < 0.3) lines.push(`${indent}  direction ${pick(["TB", "LR"])}`);
    for (let index = 1 + below(5); index > 0; index -= 1) node(`${indent}  `);
    if (depth < 3 && random() < 0.45) group(`${indent}  `, depth + 1);
    lines.push(`${indent}end`);
  };

  for (let index = below(5); index > 0; index -= 1) group("  ", 1);
  for (let index = 2 + below(8); index > 0; index -= 1) node("  ");
  for (let index = Math.round(nodes.length * (0.7 + random() * 0.6)); index > 0; index -= 1) {
    const at = below(nodes.length);
    const from = nodes[at];
    const to = random() < 0.06 && groups.length > 0 ? pick(groups) : nodes[(at + 1 + below(Math.min(6, nodes.length - 1))) % nodes.length];
    lines.push(`  ${from} ${pick(ARROWS)}${random() < 0.3 ? `|"${pick(LABELS)}"|` : ""} ${to}`);
  }
  return `${lines.join("\n")}\n`;
}

const SHAPES = [["[", "]"], ["[", "]"], ["[", "]"], ["(", ")"], ["([", "])"], ["[(", ")]"], ["{", "}"], ["((", "))"], ["[[", "]]"], ["{{", "}}"], ["[/", "/]"]];
const NAMES = ["Web shop", "Orders", "Edge", "Traefik", "Payments", "Invoices and reminders", "Cache", "Queue", "Search", "Identity provider", "Firewall", "API", "DNS", "Metrics", "Object store", "Mail", "A service whose name takes up some room"];
const DETAILS = ["10.0.12.4", "2 replicas", "port 8443", "Deployment", "read only"];
const TITLES = ["Namespace", "Cluster", "Zone", "VLAN", "Subnet", "Data layer", "Observability of everything below"];
const ARROWS = ["-->", "-->", "-->", "---", "-.->", "==>", "--->", "<-->"];
const LABELS = ["TCP 5432", "https", ":443", "gRPC", "publishes orders", "UDP 53", "scrapes", "reads and writes"];

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
function generator(seed) {
  let state = Math.imul(seed, 0x9e3779b1);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
