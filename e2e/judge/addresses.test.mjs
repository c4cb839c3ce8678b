// Holds the address plan against Python's ipaddress: random prefixes and ranges of both families, and what both say
// about first and last address, size, containment and free blocks, collapsed sets, and the first free subnet. Also which
// texts are addresses at all.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, "../..");
const netplat = path.join(root, "target/debug/netplat");

test("plans of random prefixes agree with Python's ipaddress", async () => {
  const { stdout } = await run("python3", ["e2e/judge/addresses.py", netplat, "12"], { cwd: root, maxBuffer: 1 << 26 });
  const { compared, differences } = JSON.parse(stdout);
  assert.deepEqual(differences, []);
  assert.ok(compared > 500, `only ${compared} entries were compared`);
});
