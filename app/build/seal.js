// After everything is staged: puts the build's version behind the names by which its parts call each other, so that a
// browser never runs an old part with a new one, and writes the service worker with the list of files. Run by trunk
// for development, called by `stage.js` for a release.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";

const PARTS = /"\.\/(netplat-app\.js|netplat-app_bg\.wasm|(?:split|chunk)_\w+\.wasm|editor\.js|boot\.js|netplat\.css)"/g;

/** Seals the folder `root`. */
export function seal(root) {
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".map") && entry.name !== "service-worker.js")
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join("/"))
    .sort();

  const hash = createHash("sha256");
  for (const file of files) hash.update(file).update(readFileSync(join(root, file)));
  const version = hash.digest("hex").slice(0, 16);

  for (const file of ["index.html", "embed.html", "boot.js"]) {
    const path = join(root, file);
    writeFileSync(path, readFileSync(path, "utf8").replace(PARTS, `"./$1?v=${version}"`));
  }

  const worker = readFileSync("app/page/service-worker.js", "utf8")
    .replace('"VERSION"', JSON.stringify(version))
    .replace('["FILES"]', JSON.stringify(files));
  writeFileSync(join(root, "service-worker.js"), worker);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) seal(process.env.TRUNK_STAGING_DIR ?? "dist");
