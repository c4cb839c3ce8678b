// What is wrong with a picture of a chart, in numbers. A picture is the flat scene that `netplat render --format scene`
// prints, whoever drew it; this file knows neither renderer.

/** A clear interior: boxes count as touched only when something reaches this far into them, in pixels. */
const INSIDE = 1;
/** Links that share an end may meet this near to it, in pixels: that is where they fan out. */
const FAN = 16;
/** An arrow is askew beyond this angle from the side's normal, in degrees, … */
const ASKEW_DEGREES = 30;
/** … or when it lands this near to a corner, in pixels. */
const CORNER = 3;
/** An end farther than this from its box's border lies on an outline that is not the box, such as a circle's. */
const ON_BORDER = 8;
/** Links lie on one another when they run this near along each other, in pixels, … */
const ALONG = 2;
/** … for this long, away from an end that they share. */
const ALONG_LENGTH = 12;
/** The piece of a link that shows where it is heading, in pixels. */
const HEADING = 8;

/** The measures, in the order in which they are printed. All are better when they are smaller. */
export const MEASURES = {
  nodes: "links through foreign nodes",
  titles: "links through a group's title",
  labels: "hidden labels",
  groups: "overlapping groups",
  boxes: "overlapping nodes",
  crossings: "link crossings",
  along: "links on top of one another",
  askew: "links that arrive askew",
  area: "area, in million square pixels",
  length: "length of links, in thousand pixels",
};

/** Every measure of one picture. */
export function measure(picture) {
  const segments = picture.links.map((link) => segmentsOf(link.points));
  return {
    nodes: linksThroughNodes(picture, segments),
    titles: linksThroughTitles(picture, segments),
    labels: hiddenLabels(picture, segments),
    groups: overlappingGroups(picture),
    boxes: overlappingNodes(picture),
    crossings: crossings(picture, segments),
    along: linksAlong(picture, segments),
    askew: picture.links.filter((link) => arrivesAskew(picture, link)).length,
    area: (picture.width * picture.height) / 1e6,
    length: picture.links.reduce((sum, link) => sum + lengthOf(link.points), 0) / 1000,
  };
}

function linksThroughNodes({ links, nodes }, segments) {
  const foreign = ({ from, to }) => nodes.filter(({ id }) => id !== from && id !== to);
  return links.filter((link, index) => foreign(link).some((node) => runsThrough(segments[index], node))).length;
}

function linksThroughTitles({ groups, links }, segments) {
  const titles = groups.flatMap(({ title }) => title ?? []);
  return links.filter((_, index) => titles.some((title) => runsThrough(segments[index], title))).length;
}

/** Labels that a node, a title, a label drawn later or another link covers. */
function hiddenLabels({ groups, links, nodes }, segments) {
  const titles = groups.flatMap(({ title }) => title ?? []);
  return links.filter(({ label }, index) => {
    if (!label) return false;
    const laterLabels = links.slice(index + 1).flatMap((other) => other.label ?? []);
    return (
      [...nodes, ...titles, ...laterLabels].some((box) => overlap(label, box)) ||
      links.some((_, other) => other !== index && runsThrough(segments[other], label))
    );
  }).length;
}

/** Pairs of groups that share ground although neither holds the other. */
function overlappingGroups({ groups }) {
  return pairs(groups).filter(([a, b]) => overlap(a, b) && !holds(a, b) && !holds(b, a)).length;
}

function overlappingNodes({ nodes }) {
  return pairs(nodes).filter(([a, b]) => overlap(a, b)).length;
}

/** How often two links cross, away from an end that they share. */
function crossings(picture, segments) {
  // Links that run along one another, or that touch at a bend, cross only if they leave on the other side: a shift
  // that no layout makes decides it, the same way for every pair.
  const shifted = segments.map((pieces) => pieces.map(([ax, ay, bx, by]) => [ax + 0.137, ay + 0.071, bx + 0.137, by + 0.071]));
  let count = 0;
  for (const { a, b, atSharedEnd } of pairsOfLinks(picture)) {
    for (const one of segments[a]) {
      for (const other of shifted[b]) {
        const point = intersection(one, other);
        if (point && !atSharedEnd(point)) count += 1;
      }
    }
  }
  return count;
}

/** Pairs of links that cannot be told apart for a while, away from an end that they share. */
function linksAlong(picture, segments) {
  let count = 0;
  for (const { a, b, atSharedEnd } of pairsOfLinks(picture)) {
    const together = stepsOf(segments[a]).filter((point) => !atSharedEnd(point) && segments[b].some((piece) => distanceToPiece(point, piece) < ALONG));
    if (together.length * STEP >= ALONG_LENGTH) count += 1;
  }
  return count;
}

function pairsOfLinks({ groups, links, nodes }) {
  const boxes = new Map([...groups, ...nodes].map((box) => [box.id, box]));
  return pairs(links.map((_, index) => index)).map(([a, b]) => {
    const shared = [links[a].from, links[a].to]
      .filter((id) => id === links[b].from || id === links[b].to)
      .flatMap((id) => boxes.get(id) ?? []);
    return { a, b, atSharedEnd: (point) => shared.some((box) => distanceToBox(point, box) <= FAN) };
  });
}

/** Distance between the points at which links are compared, in pixels. */
const STEP = 4;

function stepsOf(segments) {
  return segments.flatMap(([ax, ay, bx, by]) => {
    const count = Math.max(1, Math.round(Math.hypot(bx - ax, by - ay) / STEP));
    return Array.from({ length: count }, (_, index) => [ax + ((bx - ax) * (index + 0.5)) / count, ay + ((by - ay) * (index + 0.5)) / count]);
  });
}

function distanceToPiece([x, y], [ax, ay, bx, by]) {
  const square = (bx - ax) ** 2 + (by - ay) ** 2;
  const along = square === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / square));
  return Math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay));
}

function arrivesAskew({ groups, nodes }, link) {
  const box = nodes.find(({ id }) => id === link.to) ?? groups.find(({ id }) => id === link.to);
  const end = link.points.at(-1);
  if (!box || !end) return false;
  const [x, y] = end;
  const sides = [
    { distance: Math.abs(x - box.x), along: y - box.y, size: box.height, normal: [1, 0] },
    { distance: Math.abs(x - box.x - box.width), along: y - box.y, size: box.height, normal: [1, 0] },
    { distance: Math.abs(y - box.y), along: x - box.x, size: box.width, normal: [0, 1] },
    { distance: Math.abs(y - box.y - box.height), along: x - box.x, size: box.width, normal: [0, 1] },
  ];
  const side = sides.reduce((best, other) => (other.distance < best.distance ? other : best));
  if (side.distance > ON_BORDER) return false;
  if (side.size > 4 * CORNER && (side.along < CORNER || side.along > side.size - CORNER)) return true;
  const [dx, dy] = headingOf(link.points);
  const cosine = Math.abs(dx * side.normal[0] + dy * side.normal[1]);
  return cosine < Math.cos((ASKEW_DEGREES * Math.PI) / 180);
}

/** The unit vector of a link's last piece. */
function headingOf(points) {
  const [x, y] = points.at(-1);
  for (let index = points.length - 2; index >= 0; index -= 1) {
    const [dx, dy] = [x - points[index][0], y - points[index][1]];
    const distance = Math.hypot(dx, dy);
    if (distance >= HEADING || (index === 0 && distance > 0)) return [dx / distance, dy / distance];
  }
  return [0, 0];
}

/** Whether any piece of a link comes into the clear interior of a box. */
function runsThrough(segments, box) {
  const [left, top] = [box.x + INSIDE, box.y + INSIDE];
  const [right, bottom] = [box.x + box.width - INSIDE, box.y + box.height - INSIDE];
  if (left >= right || top >= bottom) return false;
  return segments.some(([ax, ay, bx, by]) => {
    // Liang and Barsky: what is left of the piece after clipping it by each side.
    let [first, last] = [0, 1];
    for (const [step, room] of [[ax - bx, ax - left], [bx - ax, right - ax], [ay - by, ay - top], [by - ay, bottom - ay]]) {
      if (step === 0) {
        if (room <= 0) return false;
      } else if (step < 0) first = Math.max(first, room / step);
      else last = Math.min(last, room / step);
    }
    return first < last;
  });
}

function segmentsOf(points) {
  return points.slice(1).map(([x, y], index) => [points[index][0], points[index][1], x, y]);
}

function lengthOf(points) {
  return segmentsOf(points).reduce((sum, [ax, ay, bx, by]) => sum + Math.hypot(bx - ax, by - ay), 0);
}

/** Where two pieces properly cross, or nothing. */
function intersection([ax, ay, bx, by], [cx, cy, dx, dy]) {
  if (Math.max(ax, bx) < Math.min(cx, dx) || Math.max(cx, dx) < Math.min(ax, bx)) return null;
  if (Math.max(ay, by) < Math.min(cy, dy) || Math.max(cy, dy) < Math.min(ay, by)) return null;
  const cross = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx);
  if (cross === 0) return null;
  const along = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / cross;
  const other = ((cx - ax) * (by - ay) - (cy - ay) * (bx - ax)) / cross;
  // Half open, so that a crossing at a bend is counted once.
  if (along < 0 || along >= 1 || other < 0 || other >= 1) return null;
  return [ax + along * (bx - ax), ay + along * (by - ay)];
}

function overlap(a, b) {
  return (
    Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x) > INSIDE &&
    Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y) > INSIDE
  );
}

function holds(outer, inner) {
  return (
    outer.x <= inner.x + INSIDE &&
    outer.y <= inner.y + INSIDE &&
    outer.x + outer.width >= inner.x + inner.width - INSIDE &&
    outer.y + outer.height >= inner.y + inner.height - INSIDE
  );
}

function distanceToBox([x, y], box) {
  return Math.hypot(Math.max(box.x - x, 0, x - box.x - box.width), Math.max(box.y - y, 0, y - box.y - box.height));
}

function pairs(items) {
  return items.flatMap((item, index) => items.slice(index + 1).map((other) => [item, other]));
}
