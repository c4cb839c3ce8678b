// Holds what the fixes for old versions write against the schemas of Kubernetes (PyPI kubernetes-validate, strict), and that
// they keep what they do not mean.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, "../..");
const netplat = path.join(root, "target/debug/netplat");
const python = path.join(root, ".tools/python/bin/python");
const page = path.join(root, "e2e/judge/old_versions.md");

test("every old object is one that a cluster of today takes, comments and all", async () => {
  const { stdout } = await run(python, ["e2e/judge/upgrade.py", netplat, page], { cwd: root });
  const { before, after, text, errors } = JSON.parse(stdout);
  assert.deepEqual(errors, []);
  assert.ok(before > 15, `${before} problems`);
  assert.equal(after, 0);
  // That of `loadBalancerIP` goes with it.
  const comments = (text) => text.match(/ # .*/g).filter((comment) => comment !== " # ours");
  assert.deepEqual(comments(text), comments(readFileSync(page, "utf8")));
});
