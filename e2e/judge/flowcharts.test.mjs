// Holds Netplat's reading of flowcharts against mermaid's own, field by field.
//
//   node --test e2e/judge/flowcharts.test.mjs       (JUDGE_CHARTS=DIR adds every .mmd file of a directory)
//
// Needs the program: cargo build -p netplat-core.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { judge } from './flowcharts.mjs';
import { randomCharts } from './random-charts.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const program = join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'debug', 'netplat');

/** Netplat's reading of each chart, in order. */
function netplat(charts) {
  assert.ok(existsSync(program), `${program} is missing: run cargo build -p netplat-core`);
  const folder = mkdtempSync(join(tmpdir(), 'netplat-judge-'));
  try {
    const reports = [];
    for (let start = 0; start < charts.length; start += 400) {
      const paths = charts.slice(start, start + 400).map((chart, index) => {
        const path = join(folder, `${start + index}.mmd`);
        writeFileSync(path, chart);
        return path;
      });
      // With two files or more the program prints a line for each.
      const run = spawnSync(program, ['graph', '--format', 'json', ...paths, paths[0]], {
        maxBuffer: 2 ** 30,
        timeout: 60_000,
        encoding: 'utf8',
      });
      assert.ok(run.status === 0 || run.status === 1, `netplat ended with ${run.status ?? run.signal}: ${run.stderr}`);
      reports.push(...run.stdout.trimEnd().split('\n').slice(0, paths.length).map((line) => JSON.parse(line)));
    }
    return reports;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** How the readings of one chart differ, or null. */
async function difference(chart, report) {
  const expected = await judge(chart);
  const refused = report.problems.find((problem) => problem.severity === 'error');
  if (expected.error) return refused ? null : `mermaid refuses it: ${expected.error}`;
  if (refused) return `refused on line ${refused.line}: ${refused.message}`;
  try {
    assert.deepStrictEqual(report.views[0], expected);
    return null;
  } catch (error) {
    return error.message;
  }
}

/** Holds all charts, given as `[name, text]`, and tells every difference. */
async function hold(named) {
  const reports = netplat(named.map(([, chart]) => chart));
  const different = [];
  for (const [index, [name, chart]] of named.entries()) {
    const found = await difference(chart, reports[index]);
    if (found) different.push(`${name}\n${JSON.stringify(chart)}\n${found}`);
  }
  assert.equal(different.length, 0, `${different.length} of ${named.length} differ:\n\n${different.slice(0, 10).join('\n\n')}`);
  return reports;
}

const folder = join(root, 'core', 'tests', 'charts');

/** The charts of a file: each begins with a line `=== name`. `%0D` stands for a carriage return. */
function chartsOf(file) {
  const parts = readFileSync(join(folder, file), 'utf8').split(/^=== (.*)\n/m).slice(1);
  return parts.flatMap((part, index) => (index % 2 ? [] : [[`${file}: ${part}`, parts[index + 1].replaceAll('%0D', '\r')]]));
}

for (const file of readdirSync(folder).filter((name) => name.endsWith('.txt')).sort()) {
  test(`${file} is read as mermaid reads it`, async () => {
    const charts = chartsOf(file);
    assert.ok(charts.length > 3);
    const reports = await hold(charts);
    if (file === 'rejected.txt') {
      reports.forEach((report, index) => assert.ok(report.problems.length > 0, `${charts[index][0]} is refused`));
    }
  });
}

test('random charts are read as mermaid reads them', async () => {
  await hold(randomCharts(1, 800).map((chart, index) => [`random chart ${index}`, chart]));
});

if (process.env.JUDGE_CHARTS) {
  test(`the charts of ${process.env.JUDGE_CHARTS} are read as mermaid reads them`, async () => {
    const files = readdirSync(process.env.JUDGE_CHARTS).filter((name) => name.endsWith('.mmd')).sort();
    await hold(files.map((name) => [name, readFileSync(join(process.env.JUDGE_CHARTS, name), 'utf8')]));
  });
}
