// Starts the program, and stands by in case it stops: what is shown then must not need the program.
import init from "./netplat-app.js";
import { installCrashPanel, showCrash } from "./crash.js";

installCrashPanel();

// The text editor comes along while the program compiles; an embedded picture does without it.
if (document.documentElement.dataset.page === "designer") import("./editor.js");

try {
  await init({ module_or_path: new URL("./netplat-app_bg.wasm", import.meta.url) });
  document.documentElement.dataset.ready = "";
} catch (error) {
  showCrash(error);
}

if ("serviceWorker" in navigator && location.protocol === "https:") {
  // Without it the page only does not work offline.
  navigator.serviceWorker.register("./service-worker.js").catch(() => {});
}
