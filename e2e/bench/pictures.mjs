// Measures our pictures beside mermaid's: of the charts in a folder, or of our own charts when none is named.
//
//   node e2e/bench/pictures.mjs [FOLDER] [--json FILE] [--pictures FOLDER] [--worst MEASURE] [--count N] [--mermaid-only]
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { launch } from "../browser.mjs";
import { examples, variety } from "./charts.mjs";
import { MEASURES, measure } from "./measures.mjs";
import { mermaidPicture, openMermaid } from "./mermaid.mjs";
import { ourPicture, ourSvg, program } from "./ours.mjs";
import { sideBySide } from "./side_by_side.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "string" },
    pictures: { type: "string" },
    worst: { type: "string", default: "crossings" },
    count: { type: "string", default: "20" },
    "mermaid-only": { type: "boolean", default: false },
  },
});
const netplat = options["mermaid-only"] ? null : program();
if (!netplat && !options["mermaid-only"]) console.log("netplat is not built (cargo build --bin netplat): mermaid's pictures only\n");

const scratch = await mkdtemp(join(tmpdir(), "netplat-pictures-"));
const browser = await launch();
try {
  const charts = positionals[0] ? await chartsIn(positionals[0]) : await written([...variety(), ...examples()]);
  const results = await measureAll(charts);
  report(results);
  if (options.json) await writeFile(options.json, `${JSON.stringify(results.map(({ svg, ...rest }) => rest), null, 1)}\n`);
  if (options.pictures) await drawWorst(results);
} finally {
  await browser.close();
  await rm(scratch, { recursive: true });
}

/** The charts of a folder as `{ name, file, text }`. */
async function chartsIn(folder) {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".mmd")).sort();
  return Promise.all(
    names.map(async (name) => ({ name: name.slice(0, -4), file: join(folder, name), text: await readFile(join(folder, name), "utf8") })),
  );
}

async function written(charts) {
  return Promise.all(
    charts.map(async (chart) => {
      const file = join(scratch, `${chart.name}.mmd`);
      await writeFile(file, chart.text);
      return { ...chart, file };
    }),
  );
}

async function measureAll(charts) {
  const page = await openMermaid(browser);
  const results = [];
  for (const { name, file, text } of charts) {
    const theirs = await mermaidPicture(page, text);
    const ours = netplat ? await ourPicture(netplat, file) : null;
    results.push({
      name,
      file,
      svg: theirs.svg,
      refused: { mermaid: theirs.refused, ours: ours?.refused },
      mermaid: theirs.picture && measure(theirs.picture),
      ours: ours?.picture && measure(withoutInvisible(ours.picture, theirs.picture)),
    });
  }
  return results;
}

/** Our scene without the links that mermaid does not draw either. */
function withoutInvisible(ours, theirs) {
  if (!theirs) return ours;
  const drawn = new Set(theirs.links.map(({ id }) => id));
  return theirs.links.length < ours.links.length ? { ...ours, links: ours.links.filter(({ id }) => drawn.has(id)) } : ours;
}

function report(results) {
  const refused = results.filter((result) => result.refused.mermaid);
  console.log(`${results.length} charts; ${refused.length} that mermaid refuses are left out`);
  const lost = results.filter((result) => result.mermaid && result.refused.ours);
  for (const { name, refused: reasons } of lost) console.log(`  ${name}: no picture of ours: ${reasons.ours}`);
  const both = results.filter((result) => result.mermaid && (result.ours || !netplat));
  console.log(`${both.length} charts measured\n`);
  console.log(row("", "mermaid", "ours", "ratio", "worst of ours"));
  for (const [key, title] of Object.entries(MEASURES)) {
    const mermaid = both.reduce((sum, result) => sum + result.mermaid[key], 0);
    if (!netplat) {
      console.log(row(title, figure(mermaid)));
      continue;
    }
    const ours = both.reduce((sum, result) => sum + result.ours[key], 0);
    const names = worst(both, key, 4).map(({ name }) => name);
    console.log(row(title, figure(mermaid), figure(ours), mermaid > 0 ? (ours / mermaid).toFixed(2) : "", names.join(" ")));
  }
}

/** The charts of which our picture is worse than mermaid's, the worst first. */
function worst(results, key, count) {
  const excess = ({ ours, mermaid }) => ours[key] - mermaid[key];
  const order = (a, b) => excess(b) - excess(a) || b.ours[key] - a.ours[key];
  return results.filter((result) => result.ours && result.mermaid && result.ours[key] > 0).sort(order).slice(0, count);
}

async function drawWorst(results) {
  if (!(options.worst in MEASURES)) throw new Error(`--worst takes one of ${Object.keys(MEASURES).join(", ")}`);
  await mkdir(options.pictures, { recursive: true });
  const chosen = netplat ? worst(results, options.worst, Number(options.count)) : results.filter(({ svg }) => svg).slice(0, Number(options.count));
  for (const result of chosen) {
    const svg = netplat ? await ourSvg(netplat, result.file) : "";
    const path = join(options.pictures, `${result.name}.png`);
    await sideBySide(browser, path, { name: result.name, left: result.svg, right: svg });
    console.log(path);
  }
}

function figure(value) {
  return Number.isInteger(value) ? String(value) : value.toFixed(1);
}

function row(title, ...cells) {
  const [mermaid = "", ours = "", ratio = "", rest = ""] = cells;
  return `${title.padEnd(36)}${mermaid.padStart(10)}${ours.padStart(10)}${ratio.padStart(8)}  ${rest}`.trimEnd();
}
