use super::Builder;
use crate::catalog::{GroupKind, recognise_group};
use crate::mermaid::{Group, GroupIndex};
use crate::model::plain_text::{label_lines, one_line};
use crate::model::{Evidence, GroupThing, Known};
use crate::net::to_dns_label;

impl<'a> Builder<'a> {
    /// The subgraphs of all views, one for each id.
    pub(super) fn add_groups(&mut self) {
        let charts = self.charts;
        for (view, chart) in charts.iter().enumerate() {
            for group in &chart.graph.groups {
                self.add_group(group);
            }
            for group in &chart.graph.groups {
                let parent = group.parent.and_then(|GroupIndex(index)| chart.graph.groups.get(index));
                if let Some(parent) = parent {
                    self.nest(&group.id, &parent.id, view);
                }
            }
        }
    }

    fn add_group(&mut self, group: &'a Group) {
        let text = one_line(&group.label.text);
        if let Some(known) =
            self.groups.get(group.id.as_str()).and_then(|&index| self.model.groups.get_mut(index))
        {
            // The first view may mention it by its id alone.
            if known.text == known.id && text != group.id {
                known.kind = kind(group);
                known.text = text;
            }
            return;
        }
        self.groups.insert(&group.id, self.model.groups.len());
        self.model.groups.push(GroupThing {
            id: group.id.clone(),
            text,
            kind: kind(group),
            name: String::new(),
            object: None,
            parent: None,
            span: group.header,
            fact: None,
        });
    }

    /// Puts a group into another, unless an earlier view did or that would make it its own parent.
    fn nest(&mut self, id: &str, parent: &str, view: usize) {
        let (Some(&child), Some(&parent)) = (self.groups.get(id), self.groups.get(parent)) else { return };
        let mut above = Some(parent);
        // The groups of one view are a tree; only another view can turn it around.
        while let Some(index) = above.filter(|_| view > 0) {
            if index == child {
                return;
            }
            above = self.model.groups.get(index).and_then(|group| group.parent);
        }
        if let Some(group) =
            self.model.groups.get_mut(child).filter(|group| group.parent.is_none() && child != parent)
        {
            group.parent = Some(parent);
        }
    }

    /// Gives every group its name.
    pub(super) fn name_groups(&mut self) {
        for group in &mut self.model.groups {
            if group.name.is_empty() {
                group.name = name(&group.text, &group.id);
            }
        }
    }

    /// Gives the things the namespaces that they stand in.
    pub(super) fn name_namespaces(&mut self) {
        let around = self.namespaces_around();
        for thing in self.model.things.iter_mut().filter(|thing| thing.namespace.is_none()) {
            let namespace = thing.group.and_then(|index| around.get(index).copied().flatten());
            thing.namespace = namespace.and_then(|index| self.model.groups.get(index)).map(|group| Known {
                value: group.name.clone(),
                evidence: Evidence::Inferred {
                    clue: format!("it stands in the namespace {}", group.name),
                    span: group.span,
                },
            });
        }
    }

    /// For each group the innermost namespace that it is or lies in. Every group is walked over once.
    pub(super) fn namespaces_around(&self) -> Vec<Option<usize>> {
        let groups = &self.model.groups;
        let mut around: Vec<Option<Option<usize>>> = vec![None; groups.len()];
        for start in 0..groups.len() {
            let mut path = Vec::new();
            let mut at = Some(start);
            let found = loop {
                let Some((index, group)) = at.and_then(|index| Some((index, groups.get(index)?))) else {
                    break None;
                };
                if let Some(known) = around.get(index).copied().flatten() {
                    break known;
                }
                path.push(index);
                if group.kind.value == GroupKind::Namespace {
                    break Some(index);
                }
                at = group.parent;
            };
            for index in path {
                if let Some(slot) = around.get_mut(index) {
                    *slot = Some(found);
                }
            }
        }
        around.into_iter().map(Option::flatten).collect()
    }
}

fn kind(group: &Group) -> Known<GroupKind> {
    let lines = label_lines(&group.label.text).join("\n");
    let span = group.label.span.unwrap_or(group.header);
    let by_title = recognise_group(&lines).map(|(kind, word)| (kind, format!("its title says “{word}”")));
    let by_id = || recognise_group(&group.id).map(|(kind, word)| (kind, format!("its id says “{word}”")));
    let (value, clue) =
        by_title.or_else(by_id).unwrap_or((GroupKind::Box, "nothing says what it is".to_owned()));
    Known { value, evidence: Evidence::Inferred { clue, span } }
}

/// The name that a namespace with this title has: `shop` for "Namespace: shop".
fn name(title: &str, id: &str) -> String {
    let is_kind = |word: &&str| {
        let word = word.to_lowercase();
        matches!(word.as_str(), "namespace" | "namespaces" | "ns" | "k8s" | "kubernetes")
    };
    let own = |text: &str| {
        let words = text.split([' ', '/', '\n', '"', '\'', '“', '”']).filter(|word| !is_kind(word));
        to_dns_label(&words.collect::<Vec<_>>().join(" "))
    };
    title
        .split([':', '(', ')', '[', ']'])
        .find_map(own)
        .or_else(|| own(id))
        .or_else(|| to_dns_label(id))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn a_namespace_is_called_by_what_its_title_adds() {
        let expected = [
            ("Namespace shop", "x", "shop"),
            ("namespace: shop", "x", "shop"),
            ("Shop Namespace (production)", "x", "shop"),
            ("ns/shop-backend", "x", "shop-backend"),
            ("Namespace", "shop", "shop"),
            ("Shop Backend", "x", "shop-backend"),
            ("", "Shop_2", "shop-2"),
        ];
        for (title, id, expected) in expected {
            assert_eq!(name(title, id), expected, "{title}");
        }
    }
}
