// npm mermaid's pictures: rendered in a page with mermaid's own defaults, and read back as the flat scene of `measures.mjs`.

const BUNDLE = "node_modules/mermaid/dist/mermaid.min.js";

/** A page with mermaid in it. */
export async function openMermaid(browser) {
  const page = await browser.newPage({ viewport: { width: 1600, height: 1200 } });
  await page.setContent("<!doctype html><body></body>");
  await page.addScriptTag({ path: BUNDLE });
  await page.evaluate(() => globalThis.mermaid.initialize({ startOnLoad: false, maxTextSize: 5e6, maxEdges: 1e5 }));
  return page;
}

/** Mermaid's picture of a chart as `{ picture, svg }`, or `{ refused }` with its reason. */
export function mermaidPicture(page, text) {
  return page.evaluate(drawAndRead, text);
}

/* Runs in the page. */
async function drawAndRead(text) {
  const SAMPLE = 3;
  const { mermaid, document } = globalThis;
  const ID = "picture";
  let data;
  let svg;
  try {
    const diagram = await mermaid.mermaidAPI.getDiagramFromText(text);
    if (!diagram.type.startsWith("flowchart")) return { refused: `not a flowchart: ${diagram.type}` };
    data = diagram.db.getData();
    ({ svg } = await mermaid.render(ID, text));
  } catch (error) {
    return { refused: String(error.message ?? error).split("\n")[0] };
  } finally {
    document.body.replaceChildren();
  }
  document.body.innerHTML = svg;
  const root = document.querySelector("svg");
  const toPicture = root.getScreenCTM().inverse();
  const view = root.viewBox.baseVal;

  const place = (element, x, y) => {
    const point = new globalThis.DOMPoint(x, y).matrixTransform(toPicture.multiply(element.getScreenCTM()));
    return [point.x - view.x, point.y - view.y];
  };
  const boxOf = (element) => {
    const { x, y, width, height } = element.getBBox();
    const corners = [place(element, x, y), place(element, x + width, y + height)];
    return { x: corners[0][0], y: corners[0][1], width: corners[1][0] - corners[0][0], height: corners[1][1] - corners[0][1] };
  };
  const union = (boxes) => {
    const [x, y] = [Math.min(...boxes.map((box) => box.x)), Math.min(...boxes.map((box) => box.y))];
    const right = Math.max(...boxes.map((box) => box.x + box.width));
    const bottom = Math.max(...boxes.map((box) => box.y + box.height));
    return { x, y, width: right - x, height: bottom - y };
  };
  const shown = (element) => {
    const box = element && boxOf(element);
    return box && box.width > 1 && box.height > 1 ? box : null;
  };
  const byId = new Map([...root.querySelectorAll("g.node, g.cluster")].map((element) => [element.id, element]));
  const outline = (element) => {
    const shapes = [...element.children].filter((child) => !child.classList.contains("label") && !child.classList.contains("cluster-label"));
    const boxes = shapes.map(shown).filter(Boolean);
    return boxes.length ? union(boxes) : boxOf(element);
  };

  const picture = { width: view.width, height: view.height, nodes: [], groups: [], links: [] };
  for (const node of data.nodes) {
    const element = byId.get(`${ID}-${node.domId}`) ?? byId.get(`${ID}-${node.id}`);
    if (!element) continue;
    const box = { id: node.id, ...outline(element) };
    if (element.classList.contains("cluster")) {
      picture.groups.push({ ...box, title: shown(element.querySelector(".cluster-label foreignObject, .cluster-label text")) });
    } else picture.nodes.push(box);
  }
  const labels = new Map();
  for (const label of root.querySelectorAll(".edgeLabels .label[data-id]")) {
    labels.set(label.dataset.id, shown(label.querySelector("foreignObject, text")));
  }
  const paths = new Map([...root.querySelectorAll("path[data-edge]")].map((path) => [path.dataset.id, path]));
  for (const edge of data.edges) {
    const path = paths.get(edge.id);
    if (!path || edge.thickness === "invisible" || edge.stroke === "invisible") continue;
    const total = path.getTotalLength();
    const count = Math.max(1, Math.ceil(total / SAMPLE));
    const points = Array.from({ length: count + 1 }, (_, index) => {
      const { x, y } = path.getPointAtLength((total * index) / count);
      return place(path, x, y);
    });
    picture.links.push({ id: edge.id, from: edge.start, to: edge.end, points, label: labels.get(edge.id) ?? null });
  }
  document.body.replaceChildren();
  return { picture, svg };
}
