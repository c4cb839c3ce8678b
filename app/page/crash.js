// What is shown when the program stops. It only uses what the page saved: the program's memory is gone.

const TEXT_KEY = "netplat.text";
const CRASH_KEY = "netplat.stopped";

/** Watches for the program's end: a panic, an exhausted stack, exhausted memory. */
export function installCrashPanel() {
  const watch = (error) => {
    if (error instanceof WebAssembly.RuntimeError || isDeepRecursion(error)) showCrash(error);
  };
  window.addEventListener("error", (event) => watch(event.error));
  window.addEventListener("unhandledrejection", (event) => watch(event.reason));
}

function isDeepRecursion(error) {
  return error instanceof RangeError && /call stack|recursion/i.test(error.message);
}

/** The text as it stood: the editor's own, which is the newest, else what was last saved. */
function savedText() {
  const editor = document.querySelector("netplat-text");
  if (editor?.text) return editor.text;
  try {
    return localStorage.getItem(TEXT_KEY) ?? "";
  } catch {
    return "";
  }
}

/** Covers the page with the text and ways to keep it. Shown once. */
export function showCrash(error) {
  if (document.querySelector(".crash")) return;
  const text = savedText();
  try {
    localStorage.setItem(TEXT_KEY, text);
    localStorage.setItem(CRASH_KEY, "1");
  } catch {
    // A full or forbidden storage: the panel itself still has the text.
  }
  const panel = element("section", { class: "crash", role: "alertdialog", "aria-labelledby": "crash-title" });
  const box = element("textarea", { readonly: "", "aria-label": "Your text", spellcheck: "false" });
  box.value = text;
  const copy = element("button", { type: "button", class: "button" }, "Copy the text");
  copy.addEventListener("click", async () => {
    box.select();
    try {
      await navigator.clipboard.writeText(text);
      copy.textContent = "Copied";
    } catch {
      copy.textContent = "Selected: press Ctrl+C";
    }
  });
  const name = /^\s*(---|#|```)/.test(text) ? "design.md" : "design.mmd";
  const download = element("a", { class: "button", download: name }, "Download the text");
  download.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  const reload = element("button", { type: "button", class: "button primary" }, "Reload");
  reload.addEventListener("click", () => location.reload());
  const actions = element("p", { class: "crash-actions" });
  actions.append(copy, download, reload);
  panel.append(
    element("h1", { id: "crash-title" }, "Netplat stopped"),
    element("p", {}, "Something went wrong inside the page. Your text is safe: it is below, and saved in this browser."),
    actions,
    box,
    element("pre", { class: "crash-reason" }, String(error?.message ?? error ?? "unknown reason")),
  );
  document.body.replaceChildren(panel);
  reload.focus();
}

function element(name, attributes, text) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text) made.textContent = text;
  return made;
}
