// Bundles the page's modules and style sheets. Run by trunk before it builds a program for development, into the folder
// that trunk stages; for a release `stage.js` calls it once the program is there, which then goes into the boot module.
import { build } from "esbuild";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** Trunk writes the program beside the boot module. */
const BESIDE = ["./netplat-app.js", "./editor.js"];

/** Bundles into `outdir`; `program` is the folder with the program's own module, if it goes along. */
export async function bundle(outdir, program) {
  const fromProgram = {
    name: "program",
    setup: ({ onResolve }) =>
      onResolve({ filter: /\/netplat-app\.js$/ }, () => ({ path: resolve(program, "netplat-app.js") })),
  };
  await build({
    entryPoints: {
      boot: "app/page/boot.js",
      editor: "app/editor/element.js",
      netplat: "app/styles/netplat.css",
    },
    outdir,
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: Boolean(program),
    sourcemap: program ? false : "linked",
    legalComments: "none",
    logLevel: "warning",
    external: program ? ["./editor.js"] : BESIDE,
    plugins: program ? [fromProgram] : [],
    // wasm-bindgen names the loader once for each file that it loads.
    logOverride: { "duplicate-object-key": "silent" },
  });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await bundle(process.env.TRUNK_STAGING_DIR ?? "dist");
