// Prints what the release build weighs, compressed as a web server would, and fails above what it may.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { brotliCompressSync } from "node:zlib";

/** What may load at the start, in bytes. */
const BUDGET = 600_000;
/** What a part that loads when it is opened may weigh: more would be felt at the click. */
const PART = 160_000;

const root = process.argv[2] ?? "dist";

function* files(folder) {
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* files(path);
    else yield path;
  }
}

// What the page itself consists of. Example designs are content, and icons are fetched by the system, not by the page.
const counted = (path) => /\.(wasm|js|css|html)$/.test(path);
const isLate = (path) => /(split|chunk)_\w+\.wasm$/.test(path);

const total = { start: 0, later: 0 };
let fails = false;
for (const path of files(root)) {
  if (!counted(path)) continue;
  const raw = readFileSync(path);
  const small = brotliCompressSync(raw).length;
  const when = isLate(path) ? "later" : "start";
  total[when] += small;
  fails ||= isLate(path) && small > PART;
  console.log(`${String(raw.length).padStart(9)} ${String(small).padStart(8)} brotli  ${when}  ${relative(root, path)}`);
}
console.log(`${String(total.start).padStart(18)} brotli at the start; the budget is ${BUDGET}`);
console.log(`${String(total.later).padStart(18)} brotli later, in parts of at most ${PART}`);
if (fails || total.start > BUDGET) process.exitCode = 1;
