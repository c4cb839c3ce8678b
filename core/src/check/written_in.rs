//! Where an object writes something that was read from it without its place.

use crate::text::Span;
use crate::yaml::{Entry, Node};

/// The first entry within `place` for which `is_it` holds, in the order of the text.
pub(super) fn entry_within<'n>(
    tree: &'n Node,
    place: Span,
    is_it: &mut impl FnMut(&Entry) -> bool,
) -> Option<&'n Entry> {
    // What an alias stands for is written elsewhere.
    if tree.is_alias || tree.span.end <= place.start || place.end <= tree.span.start {
        return None;
    }
    for entry in tree.entries().iter().filter(|entry| !entry.is_merged) {
        if place.contains(entry.span()) && is_it(entry) {
            return Some(entry);
        }
        if let Some(found) = entry_within(&entry.value, place, is_it) {
            return Some(found);
        }
    }
    tree.items().iter().find_map(|item| entry_within(item, place, is_it))
}

/// Where `what` stands in `place`; all of it where it is written in another way.
pub(super) fn text_within(text: &str, place: Span, what: &str) -> Span {
    place.slice(text).find(what).map_or(place, |at| {
        let start = place.start as usize + at;
        Span::new(start, start + what.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml;

    #[test]
    fn an_entry_is_found_within_its_place_only() {
        let text = "a: { port: 80 }\nb: [{ port: 80 }]\n";
        let read = yaml::read(text, 0);
        let tree = read.root().expect("a mapping");
        let place = tree.get("b").expect("a list").span;
        let mut is_port = |entry: &Entry| entry.key == "port";
        let found = entry_within(tree, place, &mut is_port).expect("a port");
        assert_eq!(found.value.span.start as usize, text.rfind("80").expect("a number"));
        assert!(entry_within(tree, Span::new(0, 2), &mut is_port).is_none());
    }
}
