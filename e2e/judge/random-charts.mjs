// Random charts for the judge: sound for the most part, with traps. The same seed gives the same charts.

const ids = ['A', 'B', 'C', 'n1', 'a-b', 'v', 'v1', 'node', 'x', 'o', '1', '12a', 'default', 'é', '日本', 'a.b', 'A,B', 'a:b',
  'a&b', 'end', 'End', 'style', 'class', 'graph', 'click', 'call', 'href', 'a#b', '*', '-a', '_self', 'e1', 'sg1', 'a"b',
  'end-x', 'a/b', 'a\\b', 'a=b', '%%', '@', '→', '🚀', "a'b"];
const texts = ['text', 'two words', '"quoted (text)"', '"`md **b**`"', 'a#quot;b', 'a<br/>b', '"x<b>y</b>"', 'é', 'v', 'a & b',
  'a-b', 'end', '(x)', '"multi\nline"', '/x/', '\\x\\', 'a#35;', '"', ' ', '"a" b', 'b "a"', 'x|y', 'a~~~b', 'a;b', '#lt;i#gt;',
  '&lt;', '<x>', 'a < b', '"a@b.c"', 'a@b', '%% no', '{}', 'a=b', 'a--b', '"<font color=\'red\'>x</font>"',
  '"<a href="b">c</a>"', '"direction TB"', 'direction LR'];
const brackets = [['[', ']'], ['(', ')'], ['{', '}'], ['([', '])'], ['[[', ']]'], ['[(', ')]'], ['((', '))'], ['(((', ')))'],
  ['>', ']'], ['{{', '}}'], ['[/', '/]'], ['[\\', '\\]'], ['[/', '\\]'], ['[\\', '/]'], ['(-', '-)'], ['[|a:b|', ']'], ['[', '']];
const links = ['-->', '---', '--x', '--o', '<-->', 'x--x', 'o--o', '==>', '===', '<==>', '-.->', '-.-', '<-.->', '~~~', '---->',
  '-...->', '--', '<---', 'x-->', '->', '.-', '--o--', '-- t -->', '== t ==>', '-. t .->', '-- "q" -->', '-- "`m`" -->',
  'x-- t --x', '<-- t -->', '<-- t ---', '-- a.b -->', '-. a-b .->', '-->|t|', '-->|"q (x)"|', '~~~|t|', '-->|"`m`"|',
  '-- t|u -->', 'e1@-->', 'e1@== t ==>', '-->|t| ', '-->|x|  ', '-- x--x -->', '-- t', '\n-->', '-->\n', '-- a\nb -->', '--text-->'];
const data = ['@{ shape: cyl }', '@{shape: rounded, label: "x y"}', '@{ shape: nosuch }', '@{ label: "a\n b" }',
  '@{\n shape: doc\n label: hi\n}', '@{ icon: "fa:user" }', '@{ animate: true }', '@{ shape: lean_right }', '@{ shape: rect', '@{}',
  '@{ label: foo: bar }', '@{ shape: cyl }@{ label: x }', '@{ shape: cyl } ', '@{ label: "a}b" }', '@{ label: a^b }'];
const styles = ['fill:#f9f', 'stroke:red,stroke-width:2px', 'fill:#fff;', 'color:#fff,', 'fill:rgb(1,2)', 'stroke-dasharray: 5 5',
  'fill : red', 'a\\,b', 'hot'];
const titles = ['sg1', 'sg2 [Title]', 'sg1["Title (x)"]', '"Quoted title"', 'two words', 'A', 'sg1 [x] ', 'sg2 ', '', 'a, b',
  'x[`y`]', '"`md`"', 'end', 'default', 'é [ü]', 'sg1 [x', 'a -- b', 'sg[]'];
const clicks = ['"https://x.y"', 'href "https://x.y" "tip"', 'href "u" "tip" _blank', '"u" _self', 'call f()', 'call f(a, b) "tip"',
  'cb', 'cb "tip"', 'href u', 'call f', ''];
const others = ['%% comment', 'accTitle: x', 'accDescr { a\n b }', 'accTitle x', '%%', '%%{init: {"theme":"dark"}}%%', ';', ' ; ', '\t',
  'direction TB', 'direction XX', 'linkStyle 0 stroke:red', 'linkStyle 0,1 stroke:red', 'linkStyle default interpolate basis',
  'linkStyle 99 stroke:red', 'classDef a,b fill:#fff', 'class A,B hot', 'class A, B hot'];

/** `count` charts, the same for the same seed. */
export function randomCharts(seed, count) {
  let state = (seed * 2654435761) >>> 0 || 1;
  const random = () => {
    state = (state ^ (state << 13)) >>> 0;
    state = (state ^ (state >>> 17)) >>> 0;
    state = (state ^ (state << 5)) >>> 0;
    return state / 2 ** 32;
  };
  const below = (limit) => Math.floor(random() * limit);
  const pick = (list) => list[below(list.length)];
  /** Mostly one of the first `sound` entries, which are no traps. */
  const mostly = (list, sound) => (random() < 0.85 ? list[below(sound)] : pick(list));

  const node = () => {
    let text = mostly(ids, 10);
    if (random() < 0.45) {
      const [open, close] = mostly(brackets, 15);
      text += open + mostly(texts, 12) + close;
    }
    if (random() < 0.12) text += `:::${mostly(ids, 10)}`;
    return random() < 0.1 ? text + pick(data) : text;
  };
  const rank = () => {
    let text = node();
    while (random() < 0.15) text += mostly([' & ', '  &  ', ' &', '& '], 2) + node();
    return text;
  };
  const chain = () => {
    let text = rank();
    while (random() < 0.55) text += pick(['', ' ', ' ', '  ']) + mostly(links, 16) + pick(['', ' ', ' ', '  ']) + rank();
    return text;
  };
  const statement = (depth) => {
    const roll = random();
    if (roll < 0.55) return chain();
    if (roll < 0.7) return `subgraph ${pick(titles)}\n${block(depth + 1)}${pick(['end', 'end', 'end', 'end;', 'end A', ''])}`;
    if (roll < 0.75) return `style ${mostly(ids, 10)} ${pick(styles)}`;
    if (roll < 0.8) return `click ${mostly(ids, 10)} ${pick(clicks)}`;
    if (roll < 0.95) return pick(others);
    return `${chain()}${pick([' %% c', ';', ' ;', ';;', ' '])}`;
  };
  const block = (depth) => {
    let text = '';
    for (let left = depth > 3 ? 1 : below(5); left > 0; left--) text += statement(depth) + pick(['\n', '\n', '\n\n', '\r\n', ';', '\n \n']);
    return text;
  };
  return Array.from({ length: count }, () => `flowchart LR\n${block(0)}`);
}
