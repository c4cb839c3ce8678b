//! Reading files as blocks.

#![allow(clippy::unwrap_used)]

use netplat_core::document::{Block, BlockKind, Document, Table};
use proptest::prelude::*;

/// The blocks of `text`, a line each: kind, heading, content.
fn blocks(text: &str) -> Vec<String> {
    let name = |kind: &BlockKind| match kind {
        BlockKind::FrontMatter => "front matter".to_owned(),
        BlockKind::Flowchart => "chart".to_owned(),
        BlockKind::OtherDiagram { kind } => format!("diagram {kind}"),
        BlockKind::Yaml => "yaml".to_owned(),
        BlockKind::OtherFence { language } => format!("fence {language}"),
        BlockKind::Table => "table".to_owned(),
        BlockKind::Prose => "prose".to_owned(),
    };
    let line = |block: &Block| {
        let heading = block.heading.as_ref().map(|heading| format!(" under {heading}")).unwrap_or_default();
        format!("{}{heading}: {:?}", name(&block.kind), block.content.slice(text))
    };
    Document::read(text).blocks.iter().map(line).collect()
}

/// The same without prose.
fn without_prose(text: &str) -> Vec<String> {
    blocks(text).into_iter().filter(|line| !line.starts_with("prose")).collect()
}

#[test]
fn a_file_that_is_one_flowchart_is_one_view() {
    for text in [
        "flowchart LR\n a --> b",
        "graph TD;a-->b",
        "\n\n  graph\n a-->b\n",
        "%% note\n%%{init: {\n'theme': 'dark'}}%%\nflowchart TB\n a",
        "---\ntitle: x\n---\nflowchart LR\n a[\"# no heading\"]\n# an error",
        "flowchart-elk TD\n a",
        "flowchart L",
    ] {
        let found = blocks(text);
        assert_eq!(found.iter().filter(|line| line.starts_with("chart")).count(), 1, "{text}: {found:?}");
        assert!(found.iter().all(|line| !line.starts_with("prose")), "{text}: {found:?}");
    }
}

#[test]
fn a_chart_keeps_its_own_front_matter_below_that_of_the_file() {
    let text = "---\nnetplat: {}\n---\n---\ntitle: x\n---\nflowchart LR\n a\n";
    assert_eq!(
        blocks(text),
        ["front matter: \"netplat: {}\\n\"", "chart: \"---\\ntitle: x\\n---\\nflowchart LR\\n a\\n\""]
    );
}

#[test]
fn sentences_about_graphs_are_markdown() {
    for text in
        ["graph databases are great\n", "flowchart tools compared\n\n```\nx\n```\n", "pie charts\n", ""]
    {
        assert!(without_prose(text).iter().all(|line| line.starts_with("fence")), "{text}");
    }
}

#[test]
fn mermaid_fences_are_known_by_any_of_their_info_strings() {
    for info in [
        "```mermaid",
        "``` mermaid",
        "~~~mermaid",
        "```{mermaid}",
        "```{.mermaid}",
        "````Mermaid {title=\"x\"}",
        "```mermaid{1,3}",
        ":::mermaid",
        "::: mermaid",
    ] {
        let close: String = info.chars().take_while(|c| "`~:".contains(*c)).collect();
        let text = format!("{info}\ngraph TD\n{close}\nafter\n");
        assert_eq!(blocks(&text), ["chart: \"graph TD\\n\"", "prose: \"after\\n\""], "{info}");
    }
}

#[test]
fn a_fence_closes_by_its_own_mark_and_length() {
    let text = "~~~~mermaid\ngraph TD\n~~~\n````\n~~~~ x\n  ~~~~~  \nafter";
    assert_eq!(blocks(text), ["chart: \"graph TD\\n~~~\\n````\\n~~~~ x\\n\"", "prose: \"after\""]);
}

#[test]
fn an_unclosed_fence_goes_to_the_end() {
    assert_eq!(without_prose("a\n```mermaid\ngraph TD\n\nb"), ["chart: \"graph TD\\n\\nb\""]);
    assert_eq!(without_prose("```mermaid"), ["chart: \"\""]);
}

#[test]
fn four_spaces_make_code_but_not_inside_a_list_item() {
    assert_eq!(without_prose("text\n\n    ```mermaid\n    graph TD\n    ```\n"), Vec::<String>::new());
    let listed = "1.  step\n\n    ```mermaid\n    graph TD\n    ```\n\n- ```yaml\n  a: 1\n  ```\n";
    assert_eq!(without_prose(listed), ["chart: \"    graph TD\\n\"", "yaml: \"  a: 1\\n\""]);
    let tabbed = "-\titem\n\n\t```mermaid\n\tgraph TD\n\t```\n";
    assert_eq!(without_prose(tabbed), ["chart: \"\\tgraph TD\\n\""]);
    let left = "- ```mermaid\n  graph TD\nparagraph\n";
    assert_eq!(blocks(left), ["chart: \"  graph TD\\n\"", "prose: \"paragraph\\n\""]);
}

#[test]
fn nothing_opens_inside_a_comment_or_another_fence() {
    assert_eq!(without_prose("<!--\n```mermaid\ngraph TD\n```\n-->\n"), Vec::<String>::new());
    let text = "````md\n```mermaid\ngraph TD\n```\n````\n";
    assert_eq!(blocks(text), ["fence md: \"```mermaid\\ngraph TD\\n```\\n\""]);
}

#[test]
fn other_diagrams_are_kept_and_half_typed_ones_are_flowcharts() {
    let text =
        "```mermaid\n%% c\nsequenceDiagram\n```\n```mermaid\nxychart-beta\n```\n```mermaid\nflowch\n```\n";
    let kinds: Vec<_> = blocks(text).iter().map(|line| line.split(':').next().unwrap().to_owned()).collect();
    assert_eq!(kinds, ["diagram sequenceDiagram", "diagram xychart-beta", "chart"]);
    assert_eq!(blocks("erDiagram\n A ||--o{ B : c\n").len(), 1);
}

#[test]
fn a_view_takes_the_nearest_heading_above() {
    let text = "# One\n\n```mermaid\ngraph TD\n```\nA **bold** [link](x)\n===\n\n```mermaid\ngraph TD\n```\n\
                ## Two ## \n~~~mermaid\n~~~\n";
    let document = Document::read(text);
    let headings: Vec<_> = document.flowcharts().map(|block| block.heading.as_deref().unwrap()).collect();
    assert_eq!(headings, ["One", "A bold link", "Two"]);
}

#[test]
fn a_chart_pasted_without_its_fence_is_found_and_the_prose_around_it_left() {
    let nested = "graph TD\n    subgraph Edge\n        a --> b\n\n    end\n    b --> c[C]\n";
    let flat = "graph LR\na-->b\nb --> c\n";
    let text = format!(
        "Overview\n\n{nested}\nParts\n\n  • one\n\nflow\n\n{flat}\ngraph theory is nice\n\ngraph LR\n\nis a header.\n"
    );
    let expected = [format!("chart under Overview: {nested:?}"), format!("chart under flow: {flat:?}")];
    assert_eq!(without_prose(&text), expected);
}

#[test]
fn a_pasted_subgraph_that_is_never_closed_does_not_eat_the_text_below() {
    let text =
        "Text.\n\ngraph TD\n  subgraph one\n    a --> b\n\nA sentence follows here.\n\nAnd another one.\n";
    assert_eq!(without_prose(text), ["chart: \"graph TD\\n  subgraph one\\n    a --> b\\n\""]);
}

#[test]
fn tables_are_found_by_their_delimiter_row() {
    let text = "x\n\n| Name | CIDR |\n|:--|--:|\n| a \\| b | 10.0.0.0/8 |\n|c|\nafter\n\n\
                a | b\n- | -\n1 | 2\n\nno | table\n---\n";
    let document = Document::read(text);
    let tables: Vec<_> = document.blocks.iter().filter(|block| block.kind == BlockKind::Table).collect();
    assert_eq!(tables.len(), 2);
    let table = Table::read(text, tables[0].span);
    let header: Vec<_> = table.header.iter().map(|cell| cell.slice(text)).collect();
    let rows: Vec<Vec<_>> =
        table.rows.iter().map(|row| row.cells.iter().map(|cell| cell.slice(text)).collect()).collect();
    assert_eq!(header, ["Name", "CIDR"]);
    assert_eq!(rows, [vec!["a \\| b", "10.0.0.0/8"], vec!["c"]]);
    assert_eq!(tables[1].content.slice(text), "a | b\n- | -\n1 | 2\n");
}

#[test]
fn front_matter_needs_both_its_lines() {
    assert_eq!(blocks("---\na: 1\n---\n"), ["front matter: \"a: 1\\n\""]);
    assert_eq!(blocks("\u{feff}---\r\na: 1\r\n---\r\nx"), ["front matter: \"a: 1\\r\\n\"", "prose: \"x\""]);
    assert_eq!(blocks("---\nrule\n"), ["prose: \"---\\nrule\\n\""]);
    assert_eq!(without_prose("---\n\n```yaml\na: 1\n```\n\n---\n"), ["yaml: \"a: 1\\n\""]);
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_change_nothing() {
    let text =
        "\u{feff}# H\r\n\r\n```mermaid\r\ngraph TD\r\n```\r\n\r\n| a | b |\r\n|---|---|\r\n| 1 | 2 |\r\n";
    assert_eq!(
        without_prose(text),
        [
            "chart under H: \"graph TD\\r\\n\"",
            "table under H: \"| a | b |\\r\\n|---|---|\\r\\n| 1 | 2 |\\r\\n\""
        ]
    );
    assert_eq!(blocks("\u{feff}graph TD\r\n a"), ["chart: \"graph TD\\r\\n a\""]);
}

#[test]
fn hostile_texts_are_read_in_linear_time() {
    let units = [
        "- ",
        "graph TD\nsubgraph a\n\n",
        "<!--",
        "```\n",
        "> ",
        "| ",
        "---\n",
        "graph TD\n\n",
        "[a](",
        "[",
        "\n",
    ];
    for unit in units {
        for prefix in ["", "# ", "graph TD\na\n"] {
            let text = format!("{prefix}{}", unit.repeat(1_000_000 / unit.len()));
            let start = std::time::Instant::now();
            Document::read(&text);
            assert!(start.elapsed().as_secs() < 5, "{prefix:?} and {unit:?} take {:?}", start.elapsed());
        }
    }
}

fn any_lines() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "---",
        "```mermaid",
        "```",
        "~~~~yaml",
        "~~~~",
        ":::mermaid",
        ":::",
        "graph TD",
        "flowchart LR",
        "a --> b",
        "  a --> b",
        "subgraph x",
        "end",
        "- item",
        "  1. ",
        "    code",
        "| a | b |",
        "|---|---|",
        "a | b",
        "# H",
        "===",
        "",
        " ",
        "\t- x",
        "<!-- c",
        "-->",
        "prose.",
        "%%{init",
        "}%%",
        "\u{feff}",
        "pie",
        "é|",
    ]);
    let end = prop::sample::select(vec!["\n", "\r\n", "\n\n", "\r", ""]);
    prop::collection::vec((line, end), 0..24)
        .prop_map(|lines| lines.into_iter().map(|(line, end)| format!("{line}{end}")).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn the_blocks_in_order_are_the_file(text in any_lines()) {
        let document = Document::read(&text);
        let mut end = 0;
        for block in &document.blocks {
            prop_assert_eq!(block.span.start, end);
            prop_assert!(!block.span.is_empty());
            prop_assert!(block.span.contains(block.content));
            prop_assert!(text.get(block.content.range()).is_some());
            end = block.span.end;
        }
        prop_assert_eq!(end as usize, text.len());
    }

    #[test]
    fn any_characters_can_be_read(text in "\\PC*") {
        Document::read(&text);
    }
}
