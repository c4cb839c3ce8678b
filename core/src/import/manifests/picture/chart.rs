use crate::mermaid::write;
use std::collections::BTreeMap;
use std::fmt::Write;

/// A flowchart that is being written.
#[derive(Debug, Default)]
pub(super) struct Chart {
    /// Nodes by the group that they stand in; those without one first.
    nodes: BTreeMap<Option<Group>, Vec<String>>,
    links: Vec<String>,
}

/// A subgraph, in the order in which they are written.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Group {
    pub id: String,
    pub title: String,
}

impl Chart {
    pub fn node(&mut self, group: Option<Group>, id: &str, text: &str, shape: &str) {
        self.nodes.entry(group).or_default().push(write::node(id, text, shape));
    }

    /// A subgraph, also one in which nothing stands.
    pub fn group(&mut self, group: Group) {
        self.nodes.entry(Some(group)).or_default();
    }

    pub fn link(&mut self, from: &str, to: &str, label: &str) {
        self.links.push(match label {
            "" => format!("{from} --> {to}"),
            label => format!("{from} -->|{}| {to}", write::quoted(label)),
        });
    }

    /// The text, which ends with a line break.
    pub fn finish(self) -> String {
        let mut out = "flowchart LR\n".to_owned();
        for (group, nodes) in &self.nodes {
            let indentation = if group.is_some() { "    " } else { "  " };
            if let Some(group) = group {
                let _ = writeln!(out, "  subgraph {} [{}]", group.id, write::quoted(&group.title));
            }
            for node in nodes {
                let _ = writeln!(out, "{indentation}{node}");
            }
            if group.is_some() {
                out.push_str("  end\n");
            }
        }
        for link in &self.links {
            let _ = writeln!(out, "  {link}");
        }
        out
    }
}
