// Before the program is built: bundles the page's modules and style sheets into the folder that trunk stages.
import { build } from "esbuild";

const outdir = process.env.TRUNK_STAGING_DIR ?? "dist";
const release = process.env.TRUNK_PROFILE === "release";

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
  minify: release,
  sourcemap: release ? false : "linked",
  legalComments: "none",
  logLevel: "warning",
  // Trunk writes the program beside the boot module.
  external: ["./netplat-app.js", "./editor.js"],
});
