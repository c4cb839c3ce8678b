// <netplat-text>: CodeMirror as a custom element, the thin seam between the page's program and the editor.
//
// The program holds the text; the element shows it. Offsets are UTF-16 code units, as browsers count. A change by the
// user is reported by `change` as splices of the text before it; a change by the program comes in by `splice` and is
// not reported back. There is no undo history here: the program's spans text and picture alike.
//
// The editor lives in a shadow root, where its styles are constructed sheets: a page with a strict content security
// policy refuses the <style> elements that it would write otherwise.
import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap } from "@codemirror/commands";
import { bracketMatching, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, openSearchPanel, search, searchKeymap } from "@codemirror/search";
import { Annotation, EditorState, StateEffect, StateField } from "@codemirror/state";
import {
  crosshairCursor,
  Decoration,
  drawSelection,
  dropCursor,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  placeholder,
  rectangularSelection,
} from "@codemirror/view";
import { colors, theme } from "./theme.js";
import { documentLanguage } from "./language.js";

/** On changes that the program makes, so that they are not reported back to it. */
const fromProgram = Annotation.define();

const setMarks = StateEffect.define();

/** The places of what is selected in the picture. */
const marks = StateField.define({
  create: () => Decoration.none,
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(setMarks)) return effect.value;
    return value.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

const mark = Decoration.mark({ class: "np-mark" });

class TextElement extends HTMLElement {
  #view;
  #complete;

  connectedCallback() {
    if (this.#view) return;
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    this.#view = new EditorView({ state: this.#state(""), root, parent: root });
  }

  disconnectedCallback() {
    this.#view?.destroy();
    this.#view = undefined;
  }

  #state(text) {
    return EditorState.create({ doc: text, extensions: this.#extensions() });
  }

  #extensions() {
    return [
      // Only \n ends a line, so that offsets agree with the program's and a file keeps its \r.
      EditorState.lineSeparator.of("\n"),
      EditorState.tabSize.of(2),
      EditorState.allowMultipleSelections.of(true),
      EditorView.contentAttributes.of({ "aria-label": this.getAttribute("label") ?? "Text", tabindex: "0" }),
      EditorView.clipboardInputFilter.of((text) => text.replace(/\r\n?/g, "\n")),
      placeholder("Paste a mermaid flowchart or a Markdown page here, or start typing."),
      lineNumbers(),
      lintGutter(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      drawSelection(),
      dropCursor(),
      rectangularSelection(),
      crosshairCursor(),
      EditorView.lineWrapping,
      bracketMatching(),
      closeBrackets(),
      highlightSelectionMatches(),
      search({ top: true }),
      autocompletion({ override: [(context) => this.#suggest(context)], icons: false }),
      keymap.of([
        { key: "Tab", run: acceptCompletion },
        ...closeBracketsKeymap,
        ...completionKeymap,
        ...searchKeymap,
        ...lintKeymap,
        // The command palette is on Mod-k everywhere; deleting to the line's end keeps Ctrl-k on a Mac only.
        ...defaultKeymap.filter((binding) => binding.key !== "Mod-k"),
      ]),
      documentLanguage,
      syntaxHighlighting(colors),
      theme,
      marks,
      EditorView.domEventHandlers({
        beforeinput: (event) => this.#refuseNativeHistory(event),
      }),
      EditorView.updateListener.of((update) => this.#report(update)),
    ];
  }

  /** The context menu's "Undo" would change the text behind the program's back: it becomes the program's. */
  #refuseNativeHistory(event) {
    if (event.inputType !== "historyUndo" && event.inputType !== "historyRedo") return false;
    event.preventDefault();
    this.#dispatch(event.inputType === "historyUndo" ? "undo" : "redo");
    return true;
  }

  #dispatch(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  #report(update) {
    if (update.docChanged && !update.transactions.some((transaction) => transaction.annotation(fromProgram))) {
      const splices = [];
      update.changes.iterChanges((from, to, _start, _end, inserted) => {
        splices.push({ from, to, insert: inserted.toString() });
      });
      this.#dispatch("splices", splices);
    }
    if (update.selectionSet && update.transactions.some((transaction) => transaction.isUserEvent("select"))) {
      this.#dispatch("cursor", update.state.selection.main.head);
    }
  }

  async #suggest(context) {
    const found = await this.#complete?.(context.pos, context.explicit);
    if (!found?.options?.length) return null;
    return {
      from: found.from,
      options: found.options,
      validFor: /^[\w./-]*$/,
    };
  }

  /** What answers requests for completions: `(offset, explicit)`, with a promise of `{ from, options }` or nothing. */
  set complete(callback) {
    this.#complete = callback;
  }

  get text() {
    return this.#view?.state.doc.toString() ?? "";
  }

  /** Another text, with the cursor at its start. */
  set text(text) {
    this.#view?.setState(this.#state(text));
  }

  /** Changes by the program: `[{ from, to, insert }]`, places in the text before. */
  splice(splices) {
    this.#view?.dispatch({
      changes: splices,
      annotations: fromProgram.of(true),
      scrollIntoView: false,
    });
  }

  /** `[{ from, to, severity, message, source, actions: [title] }]`; an action is reported as `fix` with both indices. */
  set diagnostics(list) {
    if (!this.#view) return;
    const end = this.#view.state.doc.length;
    const diagnostics = list.map((item, problem) => ({
      ...item,
      from: Math.min(item.from, end),
      to: Math.min(item.to, end),
      actions: item.actions.map((name, fix) => ({ name, apply: () => this.#dispatch("fix", { problem, fix }) })),
    }));
    this.#view.dispatch(setDiagnostics(this.#view.state, diagnostics));
  }

  /** Shows `[{ from, to }]` as selected elsewhere. */
  set marked(list) {
    if (!this.#view) return;
    const end = this.#view.state.doc.length;
    const ranges = list.filter(({ from, to }) => from < to && to <= end).map(({ from, to }) => mark.range(from, to));
    this.#view.dispatch({ effects: setMarks.of(Decoration.set(ranges, true)) });
  }

  /** Scrolls to a place and selects it. */
  reveal(from, to, focus) {
    if (!this.#view) return;
    const end = this.#view.state.doc.length;
    const selection = { anchor: Math.min(from, end), head: Math.min(to, end) };
    this.#view.dispatch({ selection, effects: EditorView.scrollIntoView(selection.anchor, { y: "center" }) });
    if (focus) this.#view.focus();
  }

  find() {
    if (this.#view) openSearchPanel(this.#view);
  }

  focus() {
    this.#view?.focus();
  }
}

customElements.define("netplat-text", TextElement);
