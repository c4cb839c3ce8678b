// The judge for flowcharts: npm mermaid's own parser, printed in the shape of `netplat graph --format json`.
//
//   node e2e/judge/flowcharts.mjs FILE…        a line of JSON for each chart
//
// Mermaid's texts hold placeholders for entities and are HTML; here they are decoded, as Netplat prints them.

import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { JSDOM } from 'jsdom';

const dom = new JSDOM('<!doctype html><body></body>', { pretendToBeVisual: true });
globalThis.window = dom.window;
globalThis.document = dom.window.document;
const { default: mermaid } = await import('mermaid');
mermaid.initialize({ startOnLoad: false, maxEdges: 100_000, logLevel: 'fatal' });
console.error = () => {};
console.warn = () => {};

/** Mermaid's reading of one chart: `{ direction, nodes, links, groups }`, or `{ error, line }` when it refuses it. */
export async function judge(text) {
  try {
    const { db, type } = await mermaid.mermaidAPI.getDiagramFromText(text);
    if (!type.startsWith('flowchart')) return { error: `read as a ${type} diagram`, line: null };
    return reading(db);
  } catch (error) {
    const line = error?.hash?.line === undefined ? null : error.hash.line + 1;
    return { error: String(error?.message ?? error).split('\n')[0], line };
  }
}

function reading(db) {
  return {
    direction: db.getDirection(),
    nodes: [...db.getVertices().values()].map((vertex) => ({
      id: decoded(vertex.id),
      text: decoded(vertex.text),
      shape: vertex.type ?? 'square',
      classes: vertex.classes,
    })),
    links: db.getEdges().map((edge) => ({
      id: decoded(edge.id),
      from: decoded(edge.start),
      to: decoded(edge.end),
      text: decoded(edge.text),
      // The two halves of a link such as `<-- text ---` contradict each other: drawn as a plain arrow.
      ...(edge.type === 'INVALID'
        ? { stroke: 'normal', tail: 'none', head: 'arrow', length: 1 }
        : { stroke: edge.stroke, ...tips(edge.type), length: edge.length }),
    })),
    groups: db.getSubGraphs().map((group) => ({
      id: decoded(group.id),
      title: decoded(group.title),
      members: group.nodes.map(decoded),
      direction: group.dir ?? null,
    })),
  };
}

function tips(type) {
  const tip = { arrow_open: 'none', arrow_point: 'arrow', arrow_circle: 'circle', arrow_cross: 'cross' };
  const head = tip[type.replace('double_', '')];
  return { tail: type.startsWith('double_') ? head : 'none', head };
}

const decoder = dom.window.document.createElement('textarea');

function decoded(text) {
  const html = String(text).replace(/ﬂ°°/g, '&#').replace(/ﬂ°/g, '&').replace(/¶ß/g, ';');
  if (!html.includes('&')) return html;
  decoder.innerHTML = html.startsWith('\n') ? `\n${html}` : html;
  return decoder.value;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const path of process.argv.slice(2)) console.log(JSON.stringify(await judge(readFileSync(path, 'utf8'))));
}
