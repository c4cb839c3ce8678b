// Puts a release together: the modules with the program's own, the pages without what is meant for trunk, and the files
// that are copied as they are. Usage: stage.js FOLDER-OF-THE-PROGRAM OUTPUT-FOLDER
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "./bundle.js";
import { seal } from "./seal.js";

const [program, out] = process.argv.slice(2);
await bundle(out, program);

/** Lines for trunk, and the one that fetches the program's module early: it is part of the boot module here. */
const DEVELOPMENT = /^.*(data-trunk|netplat-app\.js).*\n/gm;
for (const page of ["index.html", "embed.html"]) {
  const html = readFileSync(page, "utf8").replace(DEVELOPMENT, "").replace(/\n\s+/g, "\n");
  writeFileSync(join(out, page), html);
}
for (const asset of ["netplat.webmanifest", "icons", "examples"]) {
  cpSync(join("public", asset), join(out, asset), { recursive: true });
}
seal(out);
