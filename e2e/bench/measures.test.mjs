import assert from "node:assert/strict";
import { test } from "node:test";
import { measure } from "./measures.mjs";

const box = (id, x, y, width = 40, height = 20) => ({ id, x, y, width, height });
const link = (from, to, points, label = null) => ({ id: `${from}-${to}`, from, to, points, label });
const picture = (parts) => ({ width: 300, height: 200, nodes: [], groups: [], links: [], ...parts });

const row = [box("a", 0, 0), box("b", 100, 0), box("c", 200, 0)];

test("a link through a node that is neither of its ends counts, one along its border does not", () => {
  assert.equal(measure(picture({ nodes: row, links: [link("a", "c", [[40, 10], [200, 10]])] })).nodes, 1);
  assert.equal(measure(picture({ nodes: row, links: [link("a", "b", [[40, 10], [100, 10]])] })).nodes, 0);
  assert.equal(measure(picture({ nodes: row, links: [link("a", "c", [[40, 20], [200, 20]])] })).nodes, 0);
});

test("a link through a group's title counts, one beside it does not", () => {
  const group = { ...box("g", 0, 0, 200, 100), title: { x: 80, y: 2, width: 40, height: 20 } };
  assert.equal(measure(picture({ groups: [group], links: [link("a", "b", [[100, -20], [100, 60]])] })).titles, 1);
  assert.equal(measure(picture({ groups: [group], links: [link("a", "b", [[20, -20], [20, 60]])] })).titles, 0);
});

test("a label is hidden by a node, another label, a title or another link, not by its own link", () => {
  const label = { x: 50, y: 0, width: 30, height: 20 };
  const own = link("a", "b", [[40, 10], [100, 10]], label);
  assert.equal(measure(picture({ nodes: row, links: [own] })).labels, 0);
  assert.equal(measure(picture({ nodes: [...row, box("d", 70, 10)], links: [own] })).labels, 1);
  assert.equal(measure(picture({ nodes: row, links: [own, link("x", "y", [[60, -50], [60, 50]])] })).labels, 1);
  assert.equal(measure(picture({ nodes: row, links: [own, link("x", "y", [], { ...label, y: 12 })] })).labels, 1);
});

test("groups overlap unless one holds the other", () => {
  const groups = (...boxes) => picture({ groups: boxes.map((group) => ({ ...group, title: null })) });
  assert.equal(measure(groups(box("g", 0, 0), box("h", 30, 10))).groups, 1);
  assert.equal(measure(groups(box("g", 0, 0), box("h", 10, 5, 20, 10))).groups, 0);
  assert.equal(measure(groups(box("g", 0, 0), box("h", 40, 0))).groups, 0);
});

test("crossings count each time, at bends once, and not where links fan out of a shared end", () => {
  const plain = (...links) => measure(picture({ nodes: row, links })).crossings;
  const level = link("p", "q", [[0, 50], [100, 50]]);
  assert.equal(plain(level, link("r", "s", [[50, 0], [50, 100]])), 1);
  assert.equal(plain(level, link("r", "s", [[50, 0], [50, 50], [60, 50], [60, 100]])), 1);
  assert.equal(plain(level, link("r", "s", [[40, 0], [40, 80], [60, 80], [60, 0]])), 2);
  assert.equal(plain(level, link("r", "s", [[0, 60], [100, 60]])), 0);
  const fan = [link("a", "x", [[40, 10], [60, 30]]), link("a", "y", [[40, 18], [60, 5]])];
  assert.equal(plain(...fan), 0);
});

test("links lie on one another when they run together, not when they cross or leave a shared end", () => {
  const plain = (...links) => measure(picture({ nodes: row, links })).along;
  const level = link("p", "q", [[0, 50], [100, 50]]);
  assert.equal(plain(level, link("r", "s", [[30, 51], [70, 51], [70, 90]])), 1);
  assert.equal(plain(level, link("r", "s", [[50, 0], [50, 100]])), 0);
  assert.equal(plain(level, link("r", "s", [[0, 54], [100, 54]])), 0);
  const leave = (x, y) => link("a", "x", [[40, 10], [52, 10], [x, y]]);
  assert.equal(plain(leave(90, 40), leave(90, -40)), 0);
  assert.equal(plain(link("a", "x", [[40, 10], [90, 10]]), link("a", "y", [[40, 10], [80, 10], [80, 60]])), 1);
});

test("a link arrives askew at a slant or at a corner", () => {
  const to = (...points) => measure(picture({ nodes: [box("a", 100, 100)], links: [link("x", "a", points)] })).askew;
  assert.equal(to([120, 0], [120, 100]), 0);
  assert.equal(to([130, 60], [120, 100]), 0);
  assert.equal(to([20, 60], [120, 100]), 1);
  assert.equal(to([101, 0], [101, 100]), 1);
});

test("area is in millions of square pixels, length in thousands of pixels", () => {
  const { area, length } = measure(picture({ links: [link("a", "b", [[0, 0], [30, 40], [30, 90]])] }));
  assert.equal(area, 0.06);
  assert.equal(length, 0.1);
});
