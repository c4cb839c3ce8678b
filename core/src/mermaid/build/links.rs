//! Links: one for each pair of nodes on both sides of an arrow.

use super::{Builder, Link, declarations, label};
use crate::diagnostic::Problem;
use crate::mermaid::graph::{End, NodeIndex};
use crate::mermaid::rules::{TOO_MANY_LINKS, UNKNOWN_LINK};
use crate::mermaid::syntax::{Arrow, LinkStyle, Mention};
use crate::text::Span;

/// So many links mermaid draws unless its page allows more.
const MERMAID_MAX_LINKS: usize = 500;

impl<'a> Builder<'a> {
    /// All links of an arrow, in mermaid's order. Its id goes to the one from the last start to the first end.
    pub(super) fn links(&mut self, from: &'a [Mention], to: &'a [Mention], arrow: &Arrow, statement: Span) {
        let text = arrow.label.as_ref().map(|label| &label.text);
        let arrow_label = text.map(label).filter(|label| !label.text.is_empty());
        let size = size_of::<Link>() + text.map_or(0, |text| text.text.len());
        for (start_at, start) in from.iter().enumerate() {
            for (end_at, end) in to.iter().enumerate() {
                if !self.spend(size + 4 * (start.id.text.len() + end.id.text.len()), statement) {
                    return;
                }
                let pair = (start.id.text.as_str(), end.id.text.as_str());
                let own = arrow.id.as_ref().filter(|_| start_at + 1 == from.len() && end_at == 0);
                let own = own.filter(|id| !self.link_ids.contains_key(&id.text) && !id.text.is_empty());
                let parallel = self.parallel.entry(pair).or_insert(0);
                let number = if *parallel == 0 { 0 } else { *parallel + 1 };
                *parallel += 1;
                let id =
                    own.map_or_else(|| format!("L_{}_{}_{number}", pair.0, pair.1), |id| id.text.clone());
                self.link_ids.entry(id.clone()).or_insert(self.graph.links.len());
                self.ends.push(pair);
                self.graph.links.push(Link {
                    id,
                    id_span: own.map(|id| id.span),
                    from: End::Node(NodeIndex(0)),
                    to: End::Node(NodeIndex(0)),
                    label: arrow_label.clone(),
                    stroke: arrow.stroke,
                    tail: arrow.tail,
                    head: arrow.head,
                    length: arrow.length,
                    classes: Vec::new(),
                    styles: Vec::new(),
                    arrow: arrow.span,
                    from_span: start.span,
                    to_span: end.span,
                    statement,
                });
            }
        }
    }

    /// `linkStyle 0,1 stroke:red`: replaces what the links had.
    pub(super) fn link_style(&mut self, style: &LinkStyle, span: Span) {
        let Some(styles) = &style.styles else {
            return self.check_positions(style);
        };
        let styles: Vec<String> = declarations(styles).collect();
        if style.positions.is_empty() {
            self.graph.default_link_styles = styles;
            return;
        }
        self.check_positions(style);
        let size: usize = styles.iter().map(|style| style.len() + 24).sum();
        for position in style.positions.iter().filter_map(|position| index(&position.text)) {
            if position < self.graph.links.len()
                && self.spend(size, span)
                && let Some(link) = self.graph.links.get_mut(position)
            {
                link.styles.clone_from(&styles);
            }
        }
    }

    fn check_positions(&mut self, style: &LinkStyle) {
        let count = self.graph.links.len();
        for position in &style.positions {
            if index(&position.text).is_none_or(|position| position >= count) {
                let message = match count {
                    0 => format!("There is no link {}: none stands before this line.", position.text),
                    _ => format!(
                        "There is no link {}: those before this line are 0 to {}.",
                        position.text,
                        count - 1
                    ),
                };
                self.problems.push(Problem::new(&UNKNOWN_LINK, position.span, message));
            }
        }
    }

    pub(super) fn warn_of_many_links(&mut self) {
        let count = self.graph.links.len();
        if let Some(link) = self.graph.links.get(MERMAID_MAX_LINKS) {
            let message = format!(
                "The chart has {count} links; mermaid draws {MERMAID_MAX_LINKS} unless told otherwise."
            );
            self.problems.push(Problem::new(&TOO_MANY_LINKS, link.arrow, message));
        }
    }
}

/// A link's number as mermaid understands it: `0`, not `00`.
fn index(position: &str) -> Option<usize> {
    let plain = position == "0" || !position.starts_with('0');
    position.parse().ok().filter(|_| plain)
}
