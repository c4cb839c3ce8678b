// Runs everything that `make test` promises, in two lanes, and ends with one line of totals.
//
// The release build of the page spends most of its time in one thread (link-time optimisation), so it runs beside
// the native tests; the browser tests wait for both.
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";

const has = (command) =>
  (process.env.PATH ?? "").split(":").some((folder) => existsSync(`${folder}/${command}`));
const testsIn = (folder) => readdirSync(folder).filter((name) => name.endsWith(".test.mjs")).map((name) => `${folder}/${name}`);
const judges = [...testsIn("e2e/judge"), ...testsIn("e2e/bench")];
const browser = testsIn("e2e");

const cargo = (...words) => ["cargo", ...words];
const node = (...words) => ["node", "--test", "--test-reporter=spec", ...words];

const native = [
  { name: "format", run: cargo("fmt", "--all", "--check") },
  { name: "lints of the core", run: cargo("clippy", "--quiet", "-p", "netplat-core", "--all-targets", "--", "-D", "warnings") },
  {
    name: "tests of the core",
    run: has("cargo-nextest")
      ? cargo("nextest", "run", "-p", "netplat-core", "--no-fail-fast", "--status-level", "fail", "--final-status-level", "fail")
      : cargo("test", "-p", "netplat-core", "--lib", "--bins", "--tests", "--no-fail-fast"),
  },
  {
    name: "tests of the page's gestures",
    run: has("cargo-nextest")
      ? cargo("nextest", "run", "-p", "netplat-app", "--no-fail-fast", "--status-level", "fail", "--final-status-level", "fail")
      : cargo("test", "-p", "netplat-app", "--no-fail-fast"),
  },
  { name: "examples in the core's documentation", run: cargo("test", "--quiet", "-p", "netplat-core", "--doc") },
  { name: "the program", run: cargo("build", "--quiet", "--bin", "netplat") },
  ...(judges.length ? [{ name: "judges from outside", run: node(...judges) }] : []),
];
const page = [
  { name: "release build of the page", run: ["scripts/build-page.sh"] },
  { name: "size of the page", run: ["node", "scripts/size.mjs", "dist"] },
  {
    name: "lints of the page",
    run: cargo("clippy", "--quiet", "-p", "netplat-app", "--target", "wasm32-unknown-unknown", "--", "-D", "warnings"),
  },
];
const inBrowser = browser.length ? [{ name: "browser tests", run: node("--test-concurrency=2", ...browser) }] : [];

// Properties are tried on the same cases everywhere, so that a failure says something about the change at hand.
// PROPTEST_RNG_SEED=N makes other cases: for those who look for new failures.
const env = { PROPTEST_RNG_SEED: "20261", ...process.env };

const totals = { passed: 0, failed: 0 };

/** Adds what a test runner says at its end. Several runners, several phrasings. */
function count(output) {
  const sum = (pattern) => [...output.matchAll(pattern)].reduce((all, match) => all + Number(match[1]), 0);
  const plain = output.replace(/\u001b\[[0-9;]*m/g, "");
  output = plain;
  // cargo test: "test result: ok. 4 passed; 0 failed"
  totals.passed += sum(/^test result: .*? (\d+) passed/gm);
  totals.failed += sum(/^test result: .*? (\d+) failed/gm);
  // nextest: "Summary [ 1.2s] 90 tests run: 89 passed, 1 failed, 0 skipped"
  totals.passed += sum(/^\s*Summary .*?(\d+) passed/gm);
  totals.failed += sum(/^\s*Summary .*?(\d+) failed/gm);
  // node --test: "ℹ pass 3"
  totals.passed += sum(/^ℹ pass (\d+)/gm);
  totals.failed += sum(/^ℹ fail (\d+)/gm);
}

function step({ name, run: [command, ...words] }) {
  return new Promise((done) => {
    const started = Date.now();
    const child = spawn(command, words, { stdio: ["ignore", "pipe", "pipe"], env });
    let output = "";
    child.stdout.on("data", (data) => (output += data));
    child.stderr.on("data", (data) => (output += data));
    const finish = (code, why) => {
      const seconds = ((Date.now() - started) / 1000).toFixed(0);
      console.log(`── ${name}: ${code === 0 ? "ok" : "FAILED"} in ${seconds} s`);
      const before = totals.failed;
      count(output);
      if (code !== 0 || process.env.VERBOSE) console.log(output, why ?? "");
      // A step that fails without a failed test of its own, such as a lint, is one failure.
      if (code !== 0 && totals.failed === before) totals.failed += 1;
      done(code === 0);
    };
    child.on("error", (error) => finish(1, error.message));
    child.on("close", (code) => finish(code ?? 1));
  });
}

async function lane(steps) {
  let fine = true;
  for (const next of steps) fine = (await step(next)) && fine;
  return fine;
}

const started = Date.now();
const [, built] = await Promise.all([lane(native), lane(page)]);
if (built) await lane(inBrowser);
else if (inBrowser.length) console.log("── browser tests: not run, the page was not built");
console.log(`all in ${((Date.now() - started) / 1000).toFixed(0)} s`);
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed === 0 && totals.passed > 0 ? 0 : 1;
