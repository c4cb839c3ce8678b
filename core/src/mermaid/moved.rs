//! A chart whose text only moved within its document: the same, with all of its places so many bytes further on.
//! Reading it again would give no other, and costs several times as much.
//!
//! Each type is taken apart field by field, so that a place that is added to it cannot be forgotten here.

use super::Flowchart;
use super::graph::{Class, Click, Direction, Graph, Group, Label, Link, Node};
use super::syntax::{
    Arrow, ArrowLabel, Bracket, Chain, Data, Header, LinkStyle, Mention, Statement, StatementKind, Subgraph,
    Syntax, Text, Word,
};
use crate::diagnostic::Problem;
use crate::text::Span;

impl Flowchart {
    /// The chart as it is read `by` bytes further on in the document; further up when `by` is negative.
    ///
    /// ```
    /// use netplat_core::mermaid::read;
    /// let text = "graph LR\n  web --> db\n";
    /// assert_eq!(read(text, 7).moved(5).graph, read(text, 12).graph);
    /// ```
    #[must_use]
    pub fn moved(&self, by: i64) -> Self {
        let mut chart = self.clone();
        chart.shift(by);
        chart
    }
}

/// Something with places in the document.
trait Shift {
    fn shift(&mut self, by: i64);
}

impl Shift for Span {
    fn shift(&mut self, by: i64) {
        *self = self.moved(by);
    }
}

impl Shift for Problem {
    fn shift(&mut self, by: i64) {
        *self = self.moved(by);
    }
}

impl Shift for Direction {
    fn shift(&mut self, _: i64) {}
}

impl<T: Shift> Shift for Option<T> {
    fn shift(&mut self, by: i64) {
        self.iter_mut().for_each(|inner| inner.shift(by));
    }
}

impl<T: Shift> Shift for Vec<T> {
    fn shift(&mut self, by: i64) {
        self.iter_mut().for_each(|item| item.shift(by));
    }
}

impl<A: Shift, B: Shift> Shift for (A, B) {
    fn shift(&mut self, by: i64) {
        self.0.shift(by);
        self.1.shift(by);
    }
}

/// Which fields of a type hold places, and which do not.
macro_rules! shift {
    ($($type:ident { $($moves:ident)* ; $($stays:ident)* })*) => {$(
        impl Shift for $type {
            fn shift(&mut self, by: i64) {
                let Self { $($moves,)* $($stays: _,)* } = self;
                $($moves.shift(by);)*
            }
        }
    )*};
}

shift! {
    Flowchart { graph syntax problems; }
    Graph {
        nodes links groups shadows classes;
        direction default_link_styles title accessible_title accessible_description
    }
    Node { label href definition mentions; id shape classes styles group icon image }
    Link {
        id_span label arrow from_span to_span statement;
        id from to stroke tail head length classes styles
    }
    Group {
        label direction_span mentions span header body;
        id direction parent members classes styles
    }
    Class { span; name styles }
    Label { span; text markdown }
    Click { span; address tooltip }
    Syntax { header statements comments front_matter; }
    Header { keyword direction; }
    Statement { span kind; within complete }
    Word { span; text }
    Text { span; text quoting }
    Chain { ranks arrows; }
    Mention { span id bracket class data; }
    Bracket { span text; shape }
    Data { span inner; text }
    Arrow { span id strokes label; stroke tail head length }
    ArrowLabel { text span; barred }
    Subgraph { name title header body end; }
    LinkStyle { positions curve styles; }
}

impl Shift for StatementKind {
    fn shift(&mut self, by: i64) {
        match self {
            Self::Chain(chain) => chain.shift(by),
            Self::Subgraph(subgraph) => subgraph.shift(by),
            Self::Direction(_, span) => span.shift(by),
            Self::ClassDef(names, styles) => {
                names.shift(by);
                styles.shift(by);
            }
            Self::Class(ids, class) => {
                ids.shift(by);
                class.shift(by);
            }
            Self::Style(id, styles) => {
                id.shift(by);
                styles.shift(by);
            }
            Self::LinkStyle(style) => style.shift(by),
            Self::Click(super::syntax::Click { targets, address, tooltip }) => {
                targets.shift(by);
                address.shift(by);
                tooltip.shift(by);
            }
            Self::AccessibleTitle(text) | Self::AccessibleDescription(text) => text.shift(by),
            Self::Stray | Self::Unreadable => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::mermaid::read;
    use proptest::prelude::*;

    /// Pieces of charts, one of each construct, valid in some orders and broken in others.
    static PIECES: [&str; 26] = [
        "flowchart LR\n",
        "---\ntitle: Shop\n---\n",
        "---\ntitle: [\n---\n",
        "%%{init: {}}%%\n",
        "%% note\r\n",
        " a[\"x#quot;\"] & b@{ shape: cyl, label: \"B\" } -->|TCP 80| c:::hot\n",
        " b -- text --> a; ;",
        " e1@-.-> c\n",
        " subgraph s [Shop]\n",
        " subgraph\n",
        " subgraph[",
        " direction TB\n",
        " end\n",
        " s --> t\n",
        " classDef hot,cold fill:#f9f\n",
        " class a,b hot\n",
        " style a fill:red\n",
        " linkStyle 0,9 interpolate basis stroke:red\n",
        " linkStyle default stroke:red\n",
        " click a href \"https://a.example\" \"tip\"\n",
        " accTitle: T\n",
        " accDescr { D }\n",
        " a@{ shape: nope }\n",
        " --[",
        " C4Context",
        " é({((",
    ];

    /// One of the pieces, or signs that a half-typed line may have.
    fn piece() -> impl Strategy<Value = String> {
        let known = prop::sample::select(PIECES.as_slice()).prop_map(str::to_owned);
        prop_oneof![known, r#"[ab\n`> \[\]:#|(){}@&;"%=.x-]{1,6}"#]
    }

    proptest! {
        #[test]
        fn a_chart_that_moves_is_the_chart_as_read_there(pieces in prop::collection::vec(piece(), 0..12)) {
            let text = pieces.concat();
            for (from, to) in [(100, 40), (7, 300)] {
                let moved = read(&text, from).moved(to as i64 - from as i64);
                prop_assert_eq!(format!("{:?}", moved), format!("{:?}", read(&text, to)), "{}", text);
            }
        }
    }
}
