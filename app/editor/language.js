// Highlighting for a design: Markdown with YAML front matter and fences of flowcharts or YAML, or a bare flowchart.
//
// One line-wise tokenizer of our own instead of three language packages: it only colours, so it need not parse, and
// it is a tenth of their size (docs/decisions/082-text-editor.md).
import { StreamLanguage } from "@codemirror/language";

const CHART_START = /^\s*(?:graph|flowchart(?:-elk)?)\b/;
const CHART_WORDS =
  /^(?:graph|flowchart(?:-elk)?|subgraph|end|direction|classDef|class|style|linkStyle|click|href|call|default|interpolate|accTitle|accDescr|_self|_blank|_parent|_top)(?![\w-])/;
const DIRECTIONS = /^(?:TB|TD|BT|RL|LR)(?!\w)/;
const ARROW = /^(?:(?:<|[xo](?=[-=.]{2}))?(?:-{2,}|={2,}|-?\.+-)(?:>|[xo](?=[\s|]|$))?|~{3,})/;

export const documentLanguage = StreamLanguage.define({
  name: "netplat",
  startState: () => ({ part: "start", fence: "", lastBlank: true, quoted: false, afterKey: false }),
  copyState: (state) => ({ ...state }),
  blankLine() {},
  token(stream, state) {
    if (stream.sol()) {
      const token = lineStart(stream, state);
      if (token !== undefined) return token;
    }
    if (state.part === "chart") return chartToken(stream, state);
    if (state.part === "yaml" || state.part === "front") return yamlToken(stream, state);
    if (state.part === "code") return skipLine(stream, "monospace");
    return markdownToken(stream);
  },
  languageData: { commentTokens: { line: "%%" }, closeBrackets: { brackets: ["(", "[", "{", '"', "`"] } },
});

function skipLine(stream, token = null) {
  stream.skipToEnd();
  return token;
}

/** Enters and leaves front matter and fences; the answer is undefined where the line's own tokens follow. */
function lineStart(stream, state) {
  state.afterKey = false;
  const line = stream.string;
  if (state.part === "start") {
    if (/^---\s*$/.test(line)) {
      state.part = "front";
      return skipLine(stream, "meta");
    }
    if (CHART_START.test(line)) state.part = "chart";
    else if (!/^\s*(?:%%.*)?$/.test(line)) state.part = "markdown";
    else if (/^\s*%%/.test(line)) return skipLine(stream, "comment");
    else return undefined;
  }
  if (state.part === "front" && /^(?:---|\.\.\.)\s*$/.test(line)) {
    state.part = "start";
    return skipLine(stream, "meta");
  }
  if (state.fence) {
    const close = /^\s{0,3}(`{3,}|~{3,})\s*$/.exec(line);
    if (close && close[1].startsWith(state.fence)) {
      state.fence = "";
      state.part = "markdown";
      state.quoted = false;
      return skipLine(stream, "meta");
    }
    return undefined;
  }
  if (state.part === "markdown") {
    const open = /^\s{0,3}(`{3,}|~{3,})\s*(\w*)/.exec(line);
    if (open) {
      state.fence = open[1];
      const language = open[2].toLowerCase();
      state.part = language === "mermaid" ? "chart" : language === "yaml" || language === "yml" ? "yaml" : "code";
      return skipLine(stream, "meta");
    }
  }
  return undefined;
}

function chartToken(stream, state) {
  if (state.quoted) {
    if (stream.skipTo('"')) {
      stream.next();
      state.quoted = false;
    } else stream.skipToEnd();
    return "string";
  }
  if (stream.eatSpace()) return null;
  if (stream.match("%%")) return skipLine(stream, "comment");
  if (stream.match(/^:::[\w-]+/)) return "className";
  if (stream.match(CHART_WORDS)) return "keyword";
  if (stream.match(DIRECTIONS)) return "atom";
  if (stream.match(ARROW)) return "operator";
  if (stream.match(/^#[0-9a-fA-F]{3,8}\b/)) return "number";
  if (stream.eat('"')) {
    state.quoted = true;
    return "string";
  }
  if (stream.match(/^\|[^|"]*\|/)) return "string";
  if (stream.match(/^[&;@]/)) return "operator";
  if (stream.match(/^[[\](){}<>|/\\]/)) return "bracket";
  if (stream.match(/^[\p{L}\p{N}_](?:[\p{L}\p{N}_.]|-(?![-.>=]))*/u)) return textAfterBracket(stream) ? "string" : "variableName";
  stream.next();
  return null;
}

/** Whether the word before the stream's place stands inside a node's brackets. */
function textAfterBracket(stream) {
  const before = stream.string.slice(0, stream.start);
  const opened = Math.max(before.lastIndexOf("["), before.lastIndexOf("("), before.lastIndexOf("{"));
  const closed = Math.max(before.lastIndexOf("]"), before.lastIndexOf(")"), before.lastIndexOf("}"));
  return opened > closed;
}

function yamlToken(stream, state) {
  if (stream.eatSpace()) return null;
  if (stream.match(/^#.*/)) return "comment";
  if (stream.match(/^(?:---|\.\.\.)\s*$/)) return "meta";
  if (stream.match(/^-(?=\s|$)/)) return "operator";
  if (stream.match(/^"(?:[^"\\]|\\.)*"?|^'(?:[^']|'')*'?/)) return stream.match(/^\s*:(?=\s|$)/, false) ? "propertyName" : "string";
  if (stream.match(/^[[\]{},]/)) return "bracket";
  if (stream.match(/^:(?=\s|$)/)) return "operator";
  if (stream.match(/^[&*!][\w-]+/)) return "atom";
  if (stream.match(/^[|>][+-]?\s*$/)) return "operator";
  if (stream.match(/^[^\s#:,[\]{}](?:[^:#,[\]{}]|:(?!\s|$)|\S#)*?(?=\s*:(?:\s|$))/)) return "propertyName";
  if (stream.match(/^(?:true|false|null|~)(?=\s*(?:[,\]}#]|$))/)) return "atom";
  if (stream.match(/^-?\d[\d.:/_-]*(?=\s*(?:[,\]}#]|$))/)) return "number";
  if (stream.match(/^[^\s,[\]{}#](?:[^,[\]{}#:]|:(?!\s|$)|\S#)*/)) return "string";
  stream.next();
  return null;
}

function markdownToken(stream) {
  if (stream.sol()) {
    if (stream.match(/^#{1,6}\s.*/)) return "heading";
    if (stream.match(/^\s*(?:[-*+]|\d+[.)])\s/)) return "operator";
    if (stream.match(/^\s*>/)) return "comment";
    if (stream.match(/^\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*:?-*:?\s*$/)) return "meta";
  }
  if (stream.match(/^`[^`]*`/)) return "monospace";
  if (stream.match(/^\*\*[^*]+\*\*/)) return "strong";
  if (stream.match(/^\*[^*\s][^*]*\*/)) return "emphasis";
  if (stream.match(/^\[[^\]]*\]\([^)]*\)|^https?:\/\/[^\s)|]+/)) return "link";
  if (stream.match(/^<!--.*?(?:-->|$)/)) return "comment";
  if (stream.eat("|")) return "bracket";
  stream.next();
  stream.eatWhile(/[^`*[<|h]/);
  return null;
}
