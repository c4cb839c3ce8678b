// Holds our pictures of varied charts against what a picture must not have.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { examples, variety } from "../bench/charts.mjs";
import { measure } from "../bench/measures.mjs";
import { ourPicture, program } from "../bench/ours.mjs";

const measured = [];
let scratch;

before(async () => {
  scratch = await mkdtemp(join(tmpdir(), "netplat-judge-"));
  for (const { name, text } of [...variety(), ...examples()]) {
    const file = join(scratch, `${name}.mmd`);
    await writeFile(file, text);
    const { picture, refused } = await ourPicture(program(), file);
    assert.ok(picture, `${name}: ${refused}`);
    measured.push({ name, faults: measure(picture) });
  }
});
after(() => rm(scratch, { recursive: true }));

test("every chart of the variety and every example is drawn", () => assert.ok(measured.length > 60, `${measured.length}`));

for (const [fault, title] of Object.entries({
  nodes: "no link runs through a node that is not its own",
  titles: "no link runs through a group's title",
  labels: "nothing hides a label",
  groups: "groups overlap only when one holds the other",
  boxes: "nodes do not overlap",
})) {
  test(title, () => {
    const bad = measured.filter(({ faults }) => faults[fault] > 0).map(({ name, faults }) => `${name}: ${faults[fault]}`);
    assert.deepEqual(bad, []);
  });
}
