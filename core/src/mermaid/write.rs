//! Spelling: how to write a text, an id or a shape so that mermaid reads the same back.
//!
//! Mermaid has traps that quotes do not disarm: a line that says `direction LR` anywhere is a direction,
//! `%%{` opens a directive, `#quot;` is an entity, `C4Container` makes the whole text another kind of diagram.
//! What is written here avoids them all; the tests read it back, and hold it against mermaid itself.
//!
//! ```
//! use netplat_core::mermaid::write;
//! assert_eq!(write::quoted("say \"hi\""), "\"say #quot;hi#quot;\"");
//! assert_eq!(write::node("db", "Orders", "cylinder"), "db[(\"Orders\")]");
//! ```

use super::label;
use super::syntax::Quoting;

/// The brackets of a shape by mermaid's name for it. Shapes without any are written as `@{ shape: … }`.
pub fn brackets(shape: &str) -> Option<(&'static str, &'static str)> {
    let brackets = match shape {
        "square" => ("[", "]"),
        "round" => ("(", ")"),
        "stadium" => ("([", "])"),
        "subroutine" => ("[[", "]]"),
        "cylinder" => ("[(", ")]"),
        "circle" => ("((", "))"),
        "doublecircle" => ("(((", ")))"),
        "ellipse" => ("(-", "-)"),
        "odd" => (">", "]"),
        "diamond" => ("{", "}"),
        "hexagon" => ("{{", "}}"),
        "trapezoid" => ("[/", "\\]"),
        "inv_trapezoid" => ("[\\", "/]"),
        "lean_right" => ("[/", "/]"),
        "lean_left" => ("[\\", "\\]"),
        _ => return None,
    };
    Some(brackets)
}

/// A node with its text and shape: `db[("Orders")]`, or `db@{ shape: disk, label: "Orders" }`.
pub fn node(id: &str, text: &str, shape: &str) -> String {
    match brackets(shape) {
        Some((open, close)) => format!("{id}{open}{}{close}", quoted(text)),
        None => format!("{id}@{{ shape: {shape}, label: {} }}", data_text(text)),
    }
}

/// `text` in double quotes: what stands between brackets or bars. A newline becomes `<br/>`.
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

/// `text` as a markdown string: double quotes and backticks.
pub fn markdown(text: &str) -> String {
    format!("\"`{}`\"", escaped(text).replace('`', "#96;"))
}

/// `text` marked as another was before, if it can be: plain texts stay plain as long as nothing in them needs quotes.
pub fn marked(text: &str, quoting: Quoting) -> String {
    match quoting {
        Quoting::Plain if can_be_plain(text) => text.to_owned(),
        Quoting::Markdown => markdown(text),
        _ => quoted(text),
    }
}

/// `text` as a value of `@{ label: … }`.
pub fn data_text(text: &str) -> String {
    format!("\"{}\"", escaped(text).replace('\\', "\\\\"))
}

/// Whether `text` can stand in every bracket, between bars and within a link without quotes.
pub fn can_be_plain(text: &str) -> bool {
    let plain =
        |character: char| character.is_alphanumeric() || matches!(character, ' ' | '_' | ',' | ':' | '\'');
    let ends = text.starts_with(char::is_alphanumeric) && text.ends_with(char::is_alphanumeric);
    ends && text.chars().all(plain) && escaped(text) == text
}

/// An id for something called `text` that no other has: lower case letters and digits, no keyword.
pub fn fresh_id(text: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let mut id = String::new();
    for character in text.chars().take(200) {
        if character.is_ascii_alphanumeric() {
            id.push(character.to_ascii_lowercase());
        } else if !id.is_empty() && !id.ends_with('_') {
            id.push('_');
        }
        if id.len() >= 24 {
            break;
        }
    }
    let mut id = id.trim_end_matches('_').to_owned();
    if id.is_empty() {
        id.push_str("node");
    } else if id.starts_with(|first: char| first.is_ascii_digit()) {
        id.insert(0, 'n');
    }
    if !is_taken(&id) && is_id(&id) {
        return id;
    }
    let numbered = (2..).map(|number| format!("{id}{number}"));
    numbered.into_iter().find(|id| !is_taken(id) && is_id(id)).unwrap_or(id)
}

/// Whether mermaid reads `text` as the id of one node wherever a node can stand.
pub fn is_id(text: &str) -> bool {
    if matches!(text, "a" | "b") {
        return true;
    }
    let chart = super::read(&format!("flowchart LR\na --- {text} --- b\n{text}\n"), 0);
    let ids: Vec<&str> = chart.graph.nodes.iter().map(|node| node.id.as_str()).collect();
    chart.problems.is_empty() && chart.graph.links.len() == 2 && ids == ["a", text, "b"]
}

/// `text` with everything that means something else to mermaid as an entity.
fn escaped(text: &str) -> String {
    let text = super::chars::trim(text);
    if text.is_empty() {
        // Quotes with nothing in them are no text to mermaid; a space is, and shows nothing.
        return " ".to_owned();
    }
    let text = text.replace("\r\n", "\n").replace(['\n', '\r'], "<br/>");
    let with_tags = escape(&text, true);
    let read = label::shown(&super::source::hidden(&with_tags));
    // Tags stay tags if they are read as such; otherwise each `<` but those of line breaks is a sign.
    let normal = BREAKS.iter().fold(text.clone(), |text, line_break| text.replace(line_break, "<br>"));
    if read == normal { with_tags } else { escape(&text, false) }
}

/// How a line break is written.
const BREAKS: [&str; 3] = ["<br>", "<br/>", "<br />"];

fn escape(text: &str, keep_tags: bool) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    let mut in_tag = false;
    let mut first = true;
    for (at, character) in text.char_indices() {
        let rest = text.get(at..).unwrap_or_default();
        let after = rest.get(character.len_utf8()..).unwrap_or_default();
        match character {
            '"' if in_tag => escaped.push('\''),
            '"' => escaped.push_str("#quot;"),
            '<' if keep_tags || BREAKS.iter().any(|line_break| rest.starts_with(line_break)) => {
                in_tag = true;
                escaped.push('<');
            }
            '<' => escaped.push_str("#lt;"),
            '>' if in_tag => {
                in_tag = false;
                escaped.push('>');
            }
            '`' if first => escaped.push_str("#96;"),
            '#' if is_name_before_semicolon(after) => escaped.push_str("#35;"),
            '&' if label::starts_with_reference(rest) => {
                escaped.push_str("#amp;");
            }
            'ﬂ' if after.starts_with('°') => escaped.push_str("#64258;"),
            '%' if after.starts_with("%{") => escaped.push_str("#37;"),
            'C' if OTHER_DIAGRAMS.iter().any(|word| after.starts_with(word)) => escaped.push_str("#67;"),
            'd' if names_a_direction(rest) => escaped.push_str("#100;"),
            '\u{2028}' | '\u{2029}' => escaped.push(' '),
            _ => escaped.push(character),
        }
        first = false;
    }
    // After `style` or `classDef`, mermaid takes the last `;` off a line with `:` and then `#` in one word.
    let styled = text.contains("style") || text.contains("classDef");
    if styled && escaped.contains('#') { escaped.replace(':', "#58;") } else { escaped }
}

/// What follows the `C` in the words by which mermaid knows a C4 diagram.
const OTHER_DIAGRAMS: [&str; 4] = ["4Container", "4Component", "4Dynamic", "4Deployment"];

fn is_name_before_semicolon(text: &str) -> bool {
    let len = text.bytes().take_while(|&byte| super::chars::is_word(byte)).count();
    len > 0 && text.get(len..).is_some_and(|rest| rest.starts_with(';'))
}

fn names_a_direction(text: &str) -> bool {
    text.strip_prefix("direction").is_some_and(|after| {
        let name = after.trim_start_matches(super::chars::is_space);
        name.len() < after.len() && ["TB", "BT", "RL", "LR", "TD"].iter().any(|known| name.starts_with(known))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The text that mermaid shows for `label`, written in a bracket and at a link.
    fn read_back(text: &str) -> [String; 3] {
        let (in_bracket, at_link) = (node("n", text, "square"), quoted(text));
        let in_data = data_text(text);
        let source = format!(
            "flowchart LR\n{in_bracket} -->|{at_link}| m@{{ shape: doc, label: {in_data} }}\nsubgraph s [{at_link}]\nn\nend\n"
        );
        let chart = crate::mermaid::read(&source, 0);
        assert!(chart.problems.is_empty(), "{source}\n{:?}", chart.problems);
        let [first, second] = chart.graph.nodes.as_slice() else { panic!("two nodes in {source}") };
        let link = chart.graph.links.first().and_then(|link| link.label.clone()).unwrap_or_default();
        assert_eq!(
            link.text,
            chart.graph.groups.first().map(|group| group.label.text.clone()).unwrap_or_default()
        );
        [first.label.text.clone(), link.text, second.label.text.trim().replace("<br/>", "<br>")]
    }

    #[test]
    fn traps_are_disarmed() {
        for text in [
            "say \"hi\"",
            "end",
            "flow direction LR here",
            "%%{init}%%",
            "a #quot; b #35; c &amp; d",
            "List<String> & a < b",
            "C4Container",
            "`code`",
            "style a:b \"x\" #fff;",
            "user@host [x] (y) {z} |w|",
            "~~~ --> ---",
            "back\\slash",
            "日本 🚀",
        ] {
            assert_eq!(read_back(text), [text, text, text]);
        }
    }

    #[test]
    fn markup_and_line_breaks_stay() {
        assert_eq!(quoted("a<br>b"), "\"a<br>b\"");
        assert_eq!(quoted("a\n<x>"), "\"a<br/>#lt;x>\"");
        assert_eq!(quoted("<font color=\"red\">x</font>"), "\"<font color='red'>x</font>\"");
    }

    #[test]
    fn simple_texts_stay_plain() {
        assert_eq!(marked("Web shop", Quoting::Plain), "Web shop");
        assert_eq!(marked("Web (shop)", Quoting::Plain), "\"Web (shop)\"");
        assert_eq!(marked("**bold** \"x\"", Quoting::Markdown), "\"`**bold** #quot;x#quot;`\"");
    }

    #[test]
    fn ids_are_made_from_texts_and_never_keywords() {
        assert_eq!(fresh_id("Web shop (EU)", |_| false), "web_shop_eu");
        assert_eq!(fresh_id("End", |_| false), "end2");
        assert_eq!(fresh_id("日本", |id| id == "node"), "node2");
        assert_eq!(fresh_id("1st", |_| false), "n1st");
        assert!(
            is_id("日本") && is_id("a-b") && !is_id("style") && !is_id("a b") && !is_id("x\ny") && !is_id("")
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_back_as_it_was(text in "[ -~äßﬂ°¶日🚀]{0,30}|([a-z]{1,3}|[<>&#;\"`%@:{}|/\\\\ ~-]|direction TB|style|&lt;|<br>|<b>|</b>|#quot;){0,12}") {
            let wanted = super::super::chars::trim(&text).to_owned();
            let wanted = BREAKS.iter().fold(wanted, |text, line_break| text.replace(line_break, "<br>"));
            let [node, link, data] = read_back(&text);
            prop_assert_eq!(&node, &wanted);
            prop_assert_eq!(&link, &wanted);
            prop_assert_eq!(&data, &wanted);
        }
    }
}
