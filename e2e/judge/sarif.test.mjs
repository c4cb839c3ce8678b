// Holds the SARIF log of `netplat check` against the format's types (npm @types/sarif, made from the OASIS schema):
// written as a typed literal, so that a field which the format does not know is an error.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, "../..");
const netplat = path.join(root, "target/debug/netplat");

test("the log is SARIF 2.1.0", async () => {
  // Findings are exit status 1, which is no failure here.
  const { stdout } = await run(netplat, ["check", "e2e/judge/designs", "--format", "sarif"], { cwd: root }).catch((error) => {
    assert.equal(error.code, 1, error.stderr);
    return error;
  });
  const log = JSON.parse(stdout);
  const [{ tool, results }] = log.runs;
  assert.ok(results.length > 0);
  for (const { ruleId, ruleIndex } of results) assert.equal(tool.driver.rules[ruleIndex].id, ruleId);

  const folder = mkdtempSync(path.join(root, ".tools/judge-"));
  try {
    const file = path.join(folder, "log.ts");
    writeFileSync(file, `import type { Log } from "sarif";\nexport const log: Log = ${stdout};\n`);
    const words = ["--noEmit", "--strict", "--lib", "es2022", "--module", "node16", "--moduleResolution", "node16", "--types", "sarif"];
    await run(path.join(root, "node_modules/.bin/tsc"), [...words, file], { cwd: root }).catch((error) => assert.fail(error.stdout));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
