//! Flowcharts of every kind, by the bytes: what is read stands where it is said to stand, nothing takes long, and
//! nothing panics. That it is read as mermaid reads it is for `e2e/judge/flowcharts.test.mjs`, on the same charts.
#![allow(clippy::unwrap_used)]

use netplat_core::mermaid::syntax::StatementKind;
use netplat_core::mermaid::{self, End, Flowchart, write};
use netplat_core::text::Span;
use std::fmt::Write;
use std::time::{Duration, Instant};

/// The charts of `tests/charts`, with their names.
fn charts() -> Vec<(String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/charts");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut charts = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap().replace("%0D", "\r");
        for chart in text.split("=== ").skip(1) {
            let (name, chart) = chart.split_once('\n').unwrap();
            charts.push((format!("{}: {name}", path.file_name().unwrap().display()), chart.to_owned()));
        }
    }
    assert!(charts.len() > 150);
    charts
}

/// Everything that must be true of any text that was read.
fn check(text: &str, chart: &Flowchart) {
    let whole = |span: Span| {
        assert!(text.get(span.range()).is_some(), "{span:?} lies outside of {text:?}");
    };
    let Flowchart { graph, syntax, problems } = chart;
    problems.iter().for_each(|problem| whole(problem.span));
    syntax.comments.iter().for_each(|&span| whole(span));
    for statement in &syntax.statements {
        whole(statement.span);
        if let Some(within) = statement.within {
            assert!(syntax.statements[within].span.contains(statement.span), "{statement:?} in {text:?}");
        }
        match &statement.kind {
            StatementKind::Chain(chain) => {
                for mention in chain.ranks.iter().flatten() {
                    assert!(statement.span.contains(mention.span) && mention.span.contains(mention.id.span));
                }
                for arrow in &chain.arrows {
                    assert!(statement.span.contains(arrow.span) && arrow.span.contains(arrow.strokes.0));
                    whole(arrow.label.as_ref().map(|label| label.text.span).unwrap_or_default());
                }
                if statement.complete {
                    assert_eq!(chain.ranks.len(), chain.arrows.len() + 1);
                }
            }
            StatementKind::Subgraph(group) => {
                assert!(
                    statement.span.contains(group.header) && statement.span.contains(group.body),
                    "{text:?}"
                );
            }
            _ => {}
        }
    }
    for node in &graph.nodes {
        whole(node.definition);
        node.mentions.iter().for_each(|&span| whole(span));
        assert!(node.group.is_none_or(|group| group.0 < graph.groups.len()));
    }
    for link in &graph.links {
        for end in [link.from, link.to] {
            assert!(match end {
                End::Node(node) => node.0 < graph.nodes.len(),
                End::Group(group) => group.0 < graph.groups.len(),
            });
        }
    }
    for (index, group) in graph.groups.iter().enumerate() {
        whole(group.span);
        let mut above = group.parent;
        for _ in 0..=100 {
            assert!(above.is_none_or(|above| above.0 != index), "a group within itself in {text:?}");
            above = above.and_then(|above| graph.groups[above.0].parent);
        }
        assert_eq!(above, None, "nested too deep");
    }
}

#[test]
fn every_place_lies_in_the_text() {
    for (_, text) in charts() {
        check(&text, &mermaid::read(&text, 0));
    }
}

#[test]
fn every_id_stands_where_it_is_said_to_stand() {
    for (name, text) in charts() {
        if text.contains('#') || name.starts_with("rejected") {
            continue;
        }
        let padded = format!("éé\n{text}");
        let chart = mermaid::read(&text, "éé\n".len());
        for node in chart.graph.nodes.iter().chain(&chart.graph.shadows) {
            for mention in &node.mentions {
                assert_eq!(mention.slice(&padded), node.id, "{name}");
            }
        }
    }
}

#[test]
fn what_mermaid_refuses_is_told_once_and_the_rest_still_shows() {
    let text = "flowchart LR\na --> b\nc[f(x)] --> d\ne --> end\nsubgraph s\ng --> h\nend\n";
    let chart = mermaid::read(text, 0);
    let told: Vec<_> =
        chart.problems.iter().map(|problem| (problem.span.slice(text), problem.message.as_str())).collect();
    assert_eq!(
        told,
        [
            ("(", "Expected `]` after the text, found `(`."),
            ("end", "Expected a node that the link leads to, found `end`."),
        ]
    );
    let ids: Vec<_> = chart.graph.nodes.iter().map(|node| node.id.as_str()).collect();
    assert_eq!(ids, ["a", "b", "c", "e", "g", "h"]);
    assert_eq!(chart.graph.groups[0].members, ["h", "g"]);
}

#[test]
fn an_open_quote_costs_only_its_line() {
    let text = "flowchart LR\na[\"text]\nb --> c\nd(text\ne --> f\n";
    let chart = mermaid::read(text, 0);
    let lines: Vec<_> = chart
        .problems
        .iter()
        .map(|problem| text[..problem.span.start as usize].matches('\n').count() + 1)
        .collect();
    assert_eq!(lines, [2, 4]);
    assert_eq!(chart.graph.links.len(), 2);
}

/// A chart with every text and id of a list as [`write`] spells them; `written.txt` holds it for the judge.
fn written() -> String {
    const TEXTS: [&str; 20] = [
        "plain",
        "say \"hi\"",
        "end",
        "(x) [y] {z} |w|",
        "flow direction LR here",
        "%%{init}%% %% x",
        "a #quot; #35; &amp; &",
        "List<String> a < b > c",
        "C4Container",
        "`code`",
        "style a:b \"x\" #fff;",
        "classDef x:#y; \"",
        "me@example.com",
        "~~~ --> --- == -.-",
        "back\\slash / \\",
        "日本 🚀 é",
        "",
        "one\ntwo",
        "<b>x</b> <br> <x>",
        "<font color=\"red\">x</font>",
    ];
    const SHAPES: [&str; 18] = [
        "square",
        "round",
        "stadium",
        "subroutine",
        "cylinder",
        "circle",
        "doublecircle",
        "ellipse",
        "odd",
        "diamond",
        "hexagon",
        "trapezoid",
        "inv_trapezoid",
        "lean_right",
        "lean_left",
        "cyl",
        "docs",
        "cloud",
    ];
    let mut text = String::new();
    for (number, label) in TEXTS.iter().enumerate() {
        writeln!(text, "=== text {number}\nflowchart LR").unwrap();
        let quoted = write::quoted(label);
        for (at, shape) in SHAPES.iter().enumerate() {
            writeln!(text, "n{at} --> {}", write::node(&format!("n{}", at + 1), label, shape)).unwrap();
        }
        writeln!(text, "a -->|{quoted}| b\na -- {quoted} --> b\nm[{}]", write::markdown(label)).unwrap();
        writeln!(text, "subgraph {} [{quoted}]\nc\nend", write::fresh_id(label, |id| id == "node")).unwrap();
    }
    text
}

#[test]
fn what_is_written_for_the_judge_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/charts/written.txt");
    if std::env::var_os("NETPLAT_UPDATE").is_some() {
        std::fs::write(path, written()).unwrap();
    }
    assert!(std::fs::read_to_string(path).unwrap() == written(), "run this test again with NETPLAT_UPDATE=1");
}

/// Numbers that look random and are the same each time.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

const TOKENS: [&str; 74] = [
    "flowchart LR\n",
    "graph TD\n",
    "subgraph ",
    "end\n",
    "direction TB",
    "a",
    "b",
    "é",
    "日",
    "🚀",
    "1",
    "x",
    "o",
    "v",
    "-",
    "--",
    "-->",
    "---",
    "==>",
    "==",
    "-.->",
    "-.",
    "~~~",
    "<--",
    "o--o",
    "&",
    " & ",
    "|",
    "\"",
    "\"`",
    "`\"",
    "[",
    "]",
    "(",
    ")",
    "{",
    "}",
    "([",
    "])",
    "[[",
    "]]",
    "[(",
    ")]",
    "((",
    "))",
    "[/",
    "/]",
    "[\\",
    "\\]",
    "(-",
    "-)",
    "[|",
    ">",
    "<br/>",
    "<",
    ":::",
    ":",
    ";",
    ",",
    "@{",
    " e1@",
    "%%",
    "%%{",
    "}%%",
    "#quot;",
    "#",
    "style ",
    "class ",
    "click ",
    "linkStyle ",
    "\n",
    "\r\n",
    " ",
    "---\n",
];

fn soup(random: &mut Random) -> String {
    (0..random.below(60)).map(|_| *random.pick(&TOKENS)).collect()
}

fn noise(random: &mut Random) -> String {
    let bytes: Vec<u8> = (0..random.below(200)).map(|_| random.below(256) as u8).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn mutated(random: &mut Random, charts: &[(String, String)]) -> String {
    let mut chars: Vec<char> = random.pick(charts).1.chars().collect();
    for _ in 0..=random.below(4) {
        let at = random.below(chars.len() + 1);
        match random.below(3) {
            0 => drop(chars.drain(at..(at + random.below(6)).min(chars.len()))),
            1 => drop(chars.splice(at..at, random.pick(&TOKENS).chars())),
            _ => {
                let from = random.below(chars.len() + 1);
                let copied = chars[from..(from + random.below(20)).min(chars.len())].to_vec();
                drop(chars.splice(at..at, copied));
            }
        }
    }
    chars.into_iter().collect()
}

/// How long the fuzzing may take; `NETPLAT_FUZZ_SECONDS` for longer.
fn patience() -> Duration {
    let seconds = std::env::var("NETPLAT_FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    Duration::from_secs(seconds.unwrap_or(5))
}

#[test]
fn any_text_is_read_without_harm() {
    let charts = charts();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let start = Instant::now();
    while start.elapsed() < patience() {
        let text = match random.below(8) {
            0 => noise(&mut random),
            1..=3 => format!("flowchart LR\n{}", soup(&mut random)),
            4 => soup(&mut random),
            _ => mutated(&mut random, &charts),
        };
        let before = Instant::now();
        check(&text, &mermaid::read(&text, 0));
        assert!(before.elapsed() < Duration::from_secs(2), "too slow: {text:?}");
    }
}

/// What could take time that grows with the square of the text.
const REPEATED: [&str; 40] = [
    "a[\"",
    "a[",
    "a>x\n",
    "a{",
    "a@{x\n",
    "a -- x\n",
    "a == \"\n",
    "a -. x\n",
    "a -->\n",
    "a --> b\n",
    "a & ",
    "subgraph s\n",
    "subgraph s\nend\n",
    "end\n",
    "\"",
    "\"`",
    " ",
    "\n ",
    "-",
    "<a",
    "<a =\"",
    "<b>",
    "<b></i>",
    "%%\n",
    "%%{a",
    "%%{a}%%",
    "#",
    "#a",
    "direction TB",
    "style direction\n",
    "a@b",
    "x@",
    "click a call f\n",
    "accDescr {",
    "a:::b",
    "class a,",
    "linkStyle 0,",
    "a[/x\n",
    "a(-x\n",
    "-->|",
];

#[test]
fn time_grows_with_the_length_of_the_text_only() {
    for pattern in REPEATED {
        for (front, back) in [("", ""), ("a[\"", "\"]"), ("a --> b\nsubgraph q\n", " --> c\n")] {
            let text = format!("flowchart LR\n{front}{}{back}\n", pattern.repeat(60_000 / pattern.len()));
            let before = Instant::now();
            let chart = mermaid::read(&text, 0);
            assert!(
                before.elapsed() < Duration::from_secs(6),
                "{pattern:?} after {front:?}: {:?}",
                before.elapsed()
            );
            drop(chart);
        }
    }
}

#[test]
fn a_short_text_cannot_ask_for_millions_of_links() {
    let side: Vec<String> = (0..2000).map(|number| format!("n{number}")).collect();
    let text = format!("flowchart LR\n{} --> {}\n", side.join(" & "), side.join(" & "));
    let chart = mermaid::read(&text, 0);
    assert!(chart.graph.links.len() < 200_000);
    assert!(chart.problems.iter().any(|problem| problem.rule.code == "MM008"));
}
