// After everything is staged: writes the service worker with the name and hash of each file, so that a new build is
// fetched as a whole and an old one never mixes with it.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

const root = process.env.TRUNK_STAGING_DIR ?? "dist";

const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !entry.name.endsWith(".map") && entry.name !== "service-worker.js")
  .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join("/"))
  .sort();

const version = createHash("sha256");
for (const file of files) version.update(file).update(readFileSync(join(root, file)));

const worker = readFileSync("app/page/service-worker.js", "utf8")
  .replace('"VERSION"', JSON.stringify(version.digest("hex").slice(0, 16)))
  .replace('["FILES"]', JSON.stringify(files));
writeFileSync(join(root, "service-worker.js"), worker);
