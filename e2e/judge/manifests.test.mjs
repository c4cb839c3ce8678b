// Holds every exported object against schemas that are not ours: the built-in kinds against those of Kubernetes
// (PyPI kubernetes-validate, strict), Gateway API objects as typed literals against @kubernetes-models/gateway-api.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, "../..");
const netplat = path.join(root, "target/debug/netplat");
const python = path.join(root, ".tools/python/bin/python");
const folders = ["e2e/judge/designs", "public/examples"].map((folder) => path.join(root, folder)).filter(existsSync);
const designs = folders.flatMap((folder) =>
  readdirSync(folder).filter((name) => /\.(md|mmd)$/.test(name)).map((name) => path.join(folder, name)),
);

let scratch;
/** By design: the objects as a reader of YAML 1.1 sees them. */
const exported = new Map();

before(async () => {
  scratch = mkdtempSync(path.join(tmpdir(), "netplat-judge-"));
  for (const design of designs) {
    const out = path.join(scratch, path.basename(design));
    await run(netplat, ["export", design, "--to", "manifests", "--out", out]);
    const { stdout } = await run(python, ["e2e/judge/read_manifests.py", path.join(out, "manifests.yaml")], { cwd: root });
    exported.set(design, JSON.parse(stdout));
  }
});
after(() => rmSync(scratch, { recursive: true, force: true }));

const all = () => [...exported.values()].flatMap(({ objects }) => objects);

test("the built-in kinds keep to the schemas of Kubernetes", () => {
  assert.deepEqual([...exported.values()].flatMap(({ errors }) => errors), []);
  const kinds = new Set(all().map(({ kind }) => kind));
  for (const kind of ["Namespace", "NetworkPolicy", "Service", "Ingress", "Gateway", "HTTPRoute"]) {
    assert.ok(kinds.has(kind), `no design exports a ${kind}`);
  }
});

test("Gateway API objects keep to their types", async () => {
  const objects = all().filter(({ apiVersion }) => apiVersion.startsWith("gateway."));
  assert.ok(objects.length > 0);
  const kinds = [...new Set(objects.map(({ kind }) => kind))].sort();
  const from = "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1";
  const source = [
    ...kinds.map((kind) => `import type { I${kind} } from "${from}/${kind}";`),
    ...objects.map((object, index) => `export const object${index}: I${object.kind} = ${JSON.stringify(object)};`),
  ];
  // Inside the repository, so that the types are found.
  const folder = mkdtempSync(path.join(root, ".tools/judge-"));
  try {
    writeFileSync(path.join(folder, "objects.ts"), source.join("\n"));
    const words = ["--noEmit", "--strict", "--lib", "es2022", "--skipLibCheck", "--module", "node16", "--moduleResolution", "node16"];
    await run(path.join(root, "node_modules/.bin/tsc"), [...words, path.join(folder, "objects.ts")], { cwd: root }).catch(
      (error) => assert.fail(error.stdout),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("names are the ones that the API server takes", () => {
  const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
  for (const { kind, metadata } of all()) {
    const shape = kind === "Service" ? /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/ : label;
    assert.match(metadata.name, shape, kind);
    if (kind !== "Namespace") assert.match(metadata.namespace, label, kind);
    for (const value of Object.values(metadata.labels ?? {})) assert.match(value, /^(([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9])?$/);
  }
});

test("no two objects of a design have the same name", () => {
  for (const [design, { objects }] of exported) {
    const names = objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ""}/${metadata.name}`);
    assert.deepEqual(names.filter((name, index) => names.indexOf(name) !== index), [], design);
  }
});

test("each object says what it came from", () => {
  for (const { kind, metadata } of all()) assert.ok(metadata.annotations?.["netplat/from"], `${kind} ${metadata.name}`);
});

test("routes lead to Services of the same export, at a port that they have", () => {
  for (const [design, { objects }] of exported) {
    const services = new Map(
      objects.filter(({ kind }) => kind === "Service").map(({ metadata, spec }) => [`${metadata.namespace}/${metadata.name}`, spec]),
    );
    const has = (namespace, name, port) =>
      assert.ok(services.get(`${namespace}/${name}`)?.ports.some((one) => one.port === port), `${design}: ${namespace}/${name}:${port}`);
    for (const { kind, metadata, spec } of objects) {
      if (kind === "Ingress") {
        for (const { http } of spec.rules) {
          for (const { backend } of http.paths) has(metadata.namespace, backend.service.name, backend.service.port.number);
        }
      } else if (kind === "HTTPRoute") {
        for (const { backendRefs } of spec.rules) {
          for (const { name, port, namespace } of backendRefs) has(namespace ?? metadata.namespace, name, port);
        }
      }
    }
  }
});

test("the same design gives the same bytes", async () => {
  for (const design of designs) {
    const out = path.join(scratch, "again");
    await run(netplat, ["export", design, "--to", "manifests", "--out", out]);
    const first = readFileSync(path.join(scratch, path.basename(design), "manifests.yaml"), "utf8");
    assert.equal(readFileSync(path.join(out, "manifests.yaml"), "utf8"), first, design);
  }
});
