use super::{NewValue, Source};
use crate::text::{Edit, Span};
use crate::yaml::{self, Node};
use proptest::prelude::*;

/// What is said, without places.
fn said(node: &Node) -> String {
    let items: Vec<String> = node.items().iter().map(said).collect();
    let entries = node.entries().iter().map(|entry| format!("{}: {}", entry.key, said(&entry.value)));
    match node.scalar() {
        Some(scalar) if scalar.is_null() => "null".to_owned(),
        Some(scalar) => format!("{:?}", scalar.text),
        None if node.sequence().is_some() => format!("[{}]", items.join(", ")),
        None => format!("{{{}}}", entries.collect::<Vec<_>>().join(", ")),
    }
}

fn list(text: &str) -> Vec<Node> {
    let read = yaml::read(text, 0);
    assert_eq!(read.problems, [], "{text}");
    let list = read.root().and_then(|root| root.get("list"));
    list.map(|list| list.items().to_vec()).unwrap_or_default()
}

fn source(text: &str) -> Source<'_> {
    Source::new(text, Span::new(0, text.len()))
}

fn applied(text: &str, edit: Option<Edit>) -> String {
    edit.expect("an edit").apply(text).expect("it fits")
}

/// The list before and after `{ a: 1, b: x }` comes behind its item at `index`.
fn check_insert(before: &str, index: usize, after: &str) {
    let new = NewValue::Mapping(&[("a", NewValue::Text("1")), ("b", NewValue::Text("x"))]);
    let item = list(before).swap_remove(index);
    assert_eq!(applied(before, source(before).insert_after(&item, &[new])), after);
}

#[test]
fn a_new_item_is_written_as_its_neighbour_is() {
    check_insert("list:\n- { a: 9 } # c\n- z\n", 0, "list:\n- { a: 9 } # c\n- { a: 1, b: x }\n- z\n");
    check_insert("list:\n  - {a: 9}\n", 0, "list:\n  - {a: 9}\n  - {a: 1, b: x}\n");
    check_insert(
        "list:\r\n  -  a: 9 # c\r\n     # d\r\n     c: 3\r\n     # e\r\n  # f\r\n",
        0,
        "list:\r\n  -  a: 9 # c\r\n     # d\r\n     c: 3\r\n     # e\r\n  -  a: 1\r\n     b: x\r\n  # f\r\n",
    );
    check_insert(
        "list:\n  - { a: 9999,  b: y }\n",
        0,
        "list:\n  - { a: 9999,  b: y }\n  - { a: 1,     b: x }\n",
    );
    check_insert("list: [{a: 9}, z] # c\n", 0, "list: [{a: 9}, {a: 1, b: x}, z] # c\n");
    check_insert("list: [\n  z, # c\n  y # d\n]\n", 0, "list: [\n  z, # c\n  { a: 1, b: x },\n  y # d\n]\n");
    check_insert("list: [\n  z, # c\n  y # d\n]\n", 1, "list: [\n  z, # c\n  y, # d\n  { a: 1, b: x }\n]\n");
    check_insert("list:\n  -\n    a: 9\n  - z\n", 0, "list:\n  -\n    a: 9\n  - a: 1\n    b: x\n  - z\n");
}

/// The list before and after the items at `indices` are gone.
fn check_remove(before: &str, indices: &[usize], after: &str) {
    let spans: Vec<Span> = indices.iter().map(|&index| list(before)[index].span).collect();
    assert_eq!(applied(before, source(before).remove_items(&spans)), after);
}

#[test]
fn an_item_goes_with_its_own_comments() {
    check_remove("list:\n  # b\n  - x # c\n    # d\n  # e\n  - y\n", &[0], "list:\n  # e\n  - y\n");
    check_remove("list:\n  # both\n  - x\n  - y\n", &[0], "list:\n  # both\n  - y\n");
    check_remove("list:\n  # both\n  - x\n  - y\n\n  - z\n", &[0, 1], "list:\n\n  - z\n");
    check_remove("list:\n- x:\n    - 1\n  y: 2\n- z\nend: 1\n", &[0], "list:\n- z\nend: 1\n");
    check_remove("list: [x, y, z]\n", &[1], "list: [x, z]\n");
    check_remove("list: [x, y, z]\n", &[0], "list: [y, z]\n");
    check_remove("list: [ x, y ] # c\n", &[0, 1], "list: [] # c\n");
    check_remove("list: [\n  x, # c\n  y # d\n]\n", &[0], "list: [\n  y # d\n]\n");
    check_remove("list: [\n  x, # c\n  y # d\n]\n", &[1], "list: [\n  x, # c\n]\n");
}

#[test]
fn a_key_goes_from_a_mapping_and_leaves_the_rest() {
    let check = |before: &str, key: &str, after: &str| {
        let item = list(before).swap_remove(0);
        assert_eq!(applied(before, source(before).remove_keys(&item, &[key])), after);
    };
    check("list: [{ a: 1, b: 2,  c: 3 }]\n", "a", "list: [{ b: 2,  c: 3 }]\n");
    check("list: [{ a: 1, b: 2,  c: 3 }]\n", "b", "list: [{ a: 1,  c: 3 }]\n");
    check("list: [{ a: 1 }]\n", "a", "list: [{}]\n");
    check("list:\n  - a: 1 # x\n    b:\n      - 1\n    c: 3\n", "b", "list:\n  - a: 1 # x\n    c: 3\n");
    check("list:\n  - a: 1\n    b: 2\n", "a", "list:\n  - b: 2\n");
    check("list:\n  - a: 1 # x\n    b: 2\n", "a", "list:\n  -  # x\n    b: 2\n");
    check("list:\n  - a:\n    b: 2\n", "a", "list:\n  - b: 2\n");
    check("list: [{ a:, b: 2 }]\n", "a", "list: [{ b: 2 }]\n");
}

#[test]
fn a_value_keeps_its_quotes() {
    let check = |before: &str, after: &str| {
        let item = list(before).swap_remove(0);
        let edit =
            source(before).set_keys(&item, &[("a", NewValue::Text("it's")), ("b", NewValue::Text("no"))]);
        assert_eq!(applied(before, edit), after);
    };
    check("list: [{ a: 'x', b: \"y\" }]\n", "list: [{ a: 'it''s', b: \"no\" }]\n");
    check("list: [{ a: x }]\n", "list: [{ a: \"it's\", b: \"no\" }]\n");
    check(
        "list:\n  - a: |\n      x\n    c: 1 # d\n",
        "list:\n  - a: \"it's\"\n    c: 1 # d\n    b: \"no\"\n",
    );
}

/// A list of items, by lines and between brackets, with comments.
fn any_list() -> impl Strategy<Value = String> {
    let item = prop_oneof![
        Just("{ a: 1 }"),
        Just("{ a: 1,   b: '2',  c: 3 }"),
        Just("{}"),
        Just("x"),
        Just("'y z'"),
        Just("[1, 2]"),
        Just("{a: 1}"),
    ];
    let spread = prop_oneof![
        Just("a: 1"),
        Just("a: 1 # a\n    b: x"),
        Just("b: |\n      two\n      lines\n    c: 3"),
        Just("a:\n    # in\n    b: [1]")
    ];
    let above = prop_oneof![4 => Just(""), 1 => Just("  # above\n"), 1 => Just("\n")];
    let behind = prop_oneof![3 => Just(""), 1 => Just(" # behind"), 1 => Just("\n    # below")];
    let line = (above, prop_oneof![2 => item.clone(), 1 => spread], behind);
    let by_lines = prop::collection::vec(line, 1..6).prop_map(|lines| {
        lines.iter().fold("list:\n".to_owned(), |text, (above, item, behind)| {
            format!("{text}{above}  - {item}{behind}\n")
        })
    });
    let gap = prop_oneof![Just(", "), Just(",\n  "), Just(", # c\n  "), Just("  ,")];
    let between = prop::collection::vec((item, gap), 1..6);
    let in_brackets = (between, any::<bool>(), any::<bool>()).prop_map(|(items, is_open, has_comma)| {
        let last = items.len() - 1;
        let joined: String = items
            .iter()
            .enumerate()
            .map(|(index, (item, gap))| {
                let gap = if index == last { if has_comma { "," } else { "" } } else { gap };
                format!("{item}{gap}")
            })
            .collect();
        let (open, close) = if is_open { ("[\n  ", "\n ]") } else { ("[ ", "]") };
        format!("list: {open}{joined}{close} # list\n")
    });
    (
        prop_oneof![by_lines, in_brackets],
        any::<bool>(),
        prop_oneof![Just(""), Just("end: 1\n"), Just("# end\n")],
    )
        .prop_map(|(text, is_windows, end)| {
            let text = format!("# start\n{text}{end}");
            if is_windows { text.replace('\n', "\r\n") } else { text }
        })
}

fn comments(text: &str) -> usize {
    text.matches('#').count()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn items_come_and_go_and_all_else_stays(text in any_list(), at in any::<prop::sample::Index>(), word in "[a-z]{1,3}|no|it's|a: b") {
        let before = list(&text);
        let index = at.index(before.len());
        let source = source(&text);
        let item = source.item(before[index].span).expect("an item");
        prop_assert_eq!(&item, &before[index], "an item is read by itself as in its list");
        let new = [NewValue::Mapping(&[("a", NewValue::Text(&word)), ("b", NewValue::Bool(true))]), NewValue::Text(&word)];
        let edit = source.insert_after(&item, &new).expect("written");
        let changed = edit.apply(&text).expect("it fits");
        let mut wanted: Vec<String> = before.iter().map(said).collect();
        wanted.splice(index + 1..index + 1, [format!("{{a: {word:?}, b: \"true\"}}"), format!("{word:?}")]);
        let after = list(&changed);
        prop_assert_eq!(after.iter().map(said).collect::<Vec<_>>(), wanted, "{}", changed);
        prop_assert!(edit.splices().iter().all(|splice| splice.span.is_empty()), "nothing is taken away");
        // And away again.
        let spans = [after[index + 1].span, after[index + 2].span];
        let removed = applied(&changed, super::Source::new(&changed, Span::new(0, changed.len())).remove_items(&spans));
        prop_assert_eq!(list(&removed).iter().map(said).collect::<Vec<_>>(), before.iter().map(said).collect::<Vec<_>>());
        prop_assert_eq!(comments(&removed), comments(&text), "{}", removed);
        prop_assert_eq!(edit.inverse(&text).expect("it fits").apply(&changed).expect("it fits"), text);
    }

    #[test]
    fn any_items_can_go(text in any_list(), gone in prop::collection::vec(any::<bool>(), 6)) {
        let before = list(&text);
        let is_gone = |index: &usize| gone.get(*index).copied().unwrap_or_default();
        let spans: Vec<Span> = (0..before.len()).filter(is_gone).map(|index| before[index].span).collect();
        let changed = applied(&text, source(&text).remove_items(&spans));
        let left: Vec<String> = (0..before.len()).filter(|index| !is_gone(index)).map(|index| said(&before[index])).collect();
        prop_assert_eq!(list(&changed).iter().map(said).collect::<Vec<_>>(), left, "{}", changed);
        prop_assert!(changed.starts_with("# start"));
    }

    #[test]
    fn keys_come_and_go_and_all_else_stays(text in any_list(), at in any::<prop::sample::Index>(), key in "[abc]|no", word in "[a-z]{1,3}|no|it's|a: b") {
        let before = list(&text);
        let index = at.index(before.len());
        let node = &before[index];
        if node.mapping().is_some() {
            let edit = source(&text).set_keys(node, &[(&key, NewValue::Text(&word))]).expect("written");
            let changed = edit.apply(&text).expect("it fits");
            let after = list(&changed);
            prop_assert_eq!(after[index].get(&key).and_then(Node::text), Some(word.as_str()), "{}", changed);
            for (place, (one, other)) in before.iter().zip(&after).enumerate() {
                let others = |node: &Node| node.entries().iter().filter(|it| place != index || it.key != key).map(|it| said(&it.value)).collect::<Vec<_>>();
                prop_assert_eq!(others(one), others(other), "{}", changed);
            }
            let removed = applied(&changed, Source::new(&changed, Span::new(0, changed.len())).remove_keys(&after[index], &[&key]));
            let left = list(&removed);
            prop_assert!(left[index].get(&key).is_none(), "{}", removed);
            prop_assert_eq!(left.len(), before.len());
            if node.get(&key).is_none() {
                prop_assert_eq!(removed, text);
            }
        }
    }

    #[test]
    fn any_text_and_any_place_are_survived(text in "([ab*&!|'\"é<{}\\[\\],:#\\-]|: |- |\r?\n|\n  |\t){0,40}", from in 0usize..40, length in 0usize..20) {
        let span = Span::new(from.min(text.len()), (from + length).min(text.len()));
        let source = source(&text);
        let _ = source.remove_items(&[span]);
        if let Some(item) = source.item(span) {
            let _ = source.insert_after(&item, &[NewValue::Mapping(&[("a", NewValue::Text("b"))])]).map(|edit| edit.apply(&text));
            let _ = source.remove_keys(&item, &["a", "b"]);
            let _ = source.set_keys(&item, &[("a", NewValue::Text("x"))]);
        }
    }
}
