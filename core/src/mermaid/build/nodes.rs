//! Nodes: made by their first mention, changed by every later one.

use super::{Builder, Label, Node, declarations, label};
use crate::diagnostic::Problem;
use crate::mermaid::data::NodeData;
use crate::mermaid::graph::{Click, Shape};
use crate::mermaid::label::decode;
use crate::mermaid::rules::UNKNOWN_SHAPE;
use crate::mermaid::shapes;
use crate::mermaid::syntax::{self, Data, Mention, Word};
use crate::text::Span;

impl<'a> Builder<'a> {
    /// A node as it stands in a chain.
    pub(super) fn mention(&mut self, mention: &'a Mention) {
        let index = self.node(&mention.id);
        if let Some((bracket, node)) =
            mention.bracket.as_ref().zip(index.and_then(|index| self.graph.nodes.get_mut(index)))
        {
            node.label = label(&bracket.text);
            node.shape = Shape(bracket.shape.to_owned());
            node.definition = mention.span;
        }
        if let Some(class) = &mention.class {
            for id in mention.id.text.split(',') {
                self.set_class(id, &class.text, mention.span);
            }
        }
    }

    /// What the `@{ … }` of a mention says.
    pub(super) fn data_of(&mut self, mention: Option<&Mention>) {
        if let Some((mention, data)) = mention.and_then(|mention| Some((mention, mention.data.as_ref()?))) {
            self.data(&mention.id, data, mention.span);
        }
    }

    /// The node with this id, made if there is none. An id that a link has makes no node.
    fn node(&mut self, id: &'a Word) -> Option<usize> {
        if self.link_ids.contains_key(&id.text) {
            return None;
        }
        let index = *self.nodes.entry(&id.text).or_insert_with(|| {
            self.graph.nodes.push(Node {
                id: id.text.clone(),
                label: Label { text: decode(&id.text), ..Label::default() },
                shape: Shape("square".to_owned()),
                definition: id.span,
                ..Node::default()
            });
            self.graph.nodes.len() - 1
        });
        self.graph.nodes.get_mut(index)?.mentions.push(id.span);
        Some(index)
    }

    /// `@{ … }`: of a node, a link or a group.
    fn data(&mut self, id: &Word, data: &Data, mention: Span) {
        let read = match NodeData::read(&data.text) {
            Ok(read) => read,
            Err(problem) => {
                self.problems.push(problem.at(data.span));
                return;
            }
        };
        if self.groups.contains_key(&id.text) || self.link_ids.contains_key(&id.text) {
            return;
        }
        let Some(node) = self.nodes.get(id.text.as_str()).and_then(|&index| self.graph.nodes.get_mut(index))
        else {
            return;
        };
        if let Some(shape) = read.shape {
            if shapes::is_known(&shape) {
                node.shape = Shape(shape);
                node.definition = mention;
            } else {
                self.problems.push(unknown_shape(&shape, data.span));
            }
        }
        if let Some(text) = &read.label {
            node.label = Label { text: decode(text), markdown: !read.plain, span: None };
            node.definition = mention;
        }
        let pictured = read.icon.is_some() || read.image.is_some();
        if pictured
            && read.label.as_ref().is_none_or(|text| text.trim().is_empty())
            && node.label.text == node.id
        {
            node.label = Label::default();
        }
        node.icon = read.icon.or(node.icon.take());
        node.image = read.image.or(node.image.take());
    }

    /// A class for the node, link and group with this id, as far as they exist by now.
    pub(super) fn set_class(&mut self, id: &str, class: &str, span: Span) {
        let mut wanted = Vec::new();
        if let Some(node) = self.nodes.get(id).and_then(|&index| self.graph.nodes.get_mut(index)) {
            wanted.push(&mut node.classes);
        }
        if let Some(link) = self.link_ids.get(id).and_then(|&index| self.graph.links.get_mut(index)) {
            wanted.push(&mut link.classes);
        }
        if let Some(group) = self.groups.get(id).and_then(|&index| self.graph.groups.get_mut(index)) {
            wanted.push(&mut group.classes);
        }
        let size = wanted.len() * (class.len() + 24);
        if size <= self.budget {
            wanted.into_iter().for_each(|classes| classes.push(class.to_owned()));
        }
        self.spend(size, span);
    }

    /// `style a fill:#f9f`
    pub(super) fn style(&mut self, id: &'a Word, styles: &[Word]) {
        if let Some(node) = self.node(id).and_then(|index| self.graph.nodes.get_mut(index)) {
            node.styles.extend(declarations(styles));
        }
    }

    pub(super) fn click(&mut self, click: &'a syntax::Click, span: Span) {
        for target in &click.targets {
            if let Some(address) = &click.address {
                let size =
                    address.text.len() + click.tooltip.as_ref().map_or(0, |tooltip| tooltip.text.len());
                let node = self.nodes.get(target.text.as_str()).copied();
                if node.is_some() && self.spend(size, span) {
                    let tooltip = click.tooltip.as_ref().map(|tooltip| decode(&tooltip.text));
                    if let Some(node) = node.and_then(|index| self.graph.nodes.get_mut(index)) {
                        node.href = Some(Click { address: decode(&address.text), tooltip, span });
                    }
                }
            }
            self.set_class(&target.text, "clickable", span);
        }
    }
}

fn unknown_shape(shape: &str, span: Span) -> Problem {
    let problem = Problem::new(&UNKNOWN_SHAPE, span, format!("There is no shape `{shape}`."));
    match shapes::nearest(shape) {
        Some(near) => problem.with_help(format!("Did you mean `{near}`?")),
        None => problem,
    }
}
