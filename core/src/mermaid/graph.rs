//! What a flowchart says once it is read: nodes, links, groups and classes, as mermaid's own parser would report
//! them, each with its places in the text.

use crate::text::Span;
use serde::Serialize;

/// Where ranks grow to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize)]
pub enum Direction {
    /// `TB` or `TD`: the first rank on top.
    #[default]
    #[serde(rename = "TB")]
    Down,
    /// `BT`
    #[serde(rename = "BT")]
    Up,
    /// `LR`
    #[serde(rename = "LR")]
    Right,
    /// `RL`
    #[serde(rename = "RL")]
    Left,
}

impl Direction {
    /// Whether ranks are columns.
    pub fn is_horizontal(self) -> bool {
        matches!(self, Self::Right | Self::Left)
    }
}

/// The text of a node, link or group.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Label {
    /// As a reader sees it, entities decoded. `<br>` and newlines are still in it.
    pub text: String,
    /// Whether it stood in a markdown string (`"` and backtick).
    pub markdown: bool,
    /// The text's own place, without quotes and brackets; none when the text is the id by default.
    pub span: Option<Span>,
}

/// Index into [`Graph::nodes`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeIndex(pub usize);

/// Index into [`Graph::groups`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct GroupIndex(pub usize);

/// What a link starts or ends at.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum End {
    /// A node.
    Node(NodeIndex),
    /// A whole subgraph.
    Group(GroupIndex),
}

/// A node: one id, however often it is mentioned.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Node {
    /// The id.
    pub id: String,
    /// What it shows; the id when no text is given.
    pub label: Label,
    /// Its outline, by mermaid's name: a bracket's type (`round`, `cylinder`) or the name given in `@{ shape: … }`.
    /// `square` when none is given.
    pub shape: Shape,
    /// Class names in the order in which they were given.
    pub classes: Vec<String>,
    /// `style` declarations, such as `fill:#f9f`.
    pub styles: Vec<String>,
    /// The innermost group that the node belongs to.
    pub group: Option<GroupIndex>,
    /// What a click opens, if it is an address.
    pub href: Option<Click>,
    /// Icon name from `@{ icon: … }`, such as `fa:user`.
    pub icon: Option<String>,
    /// Image address from `@{ img: … }`. Never fetched.
    pub image: Option<String>,
    /// The place that gave shape and text (`web[Web shop]`), else the first mention.
    pub definition: Span,
    /// Every place where the id stands, in order.
    pub mentions: Vec<Span>,
}

/// A shape by the name that mermaid's parser reports for it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Shape(pub String);

/// `click NODE href "…"`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Click {
    /// The address as written. Only `http`, `https` and `mailto` are ever opened.
    pub address: String,
    /// The tooltip.
    pub tooltip: Option<String>,
    /// The whole statement.
    pub span: Span,
}

/// How a link's line is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stroke {
    /// `---`
    #[default]
    Normal,
    /// `===`
    Thick,
    /// `-.-`
    Dotted,
    /// `~~~`
    Invisible,
}

/// What stands at an end of a link.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tip {
    /// Nothing.
    #[default]
    None,
    /// `>` or `<`
    Arrow,
    /// `o`
    Circle,
    /// `x`
    Cross,
}

/// One link. `a & b --> c` makes two, which share their arrow's span.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// The id that mermaid gives it: the written one (`e1@-->`), else `L_from_to_n`.
    pub id: String,
    /// Where `e1@` stands, if it does.
    pub id_span: Option<Span>,
    /// Where it starts.
    pub from: End,
    /// Where it ends.
    pub to: End,
    /// What it says.
    pub label: Option<Label>,
    /// Its line.
    pub stroke: Stroke,
    /// What stands at its start.
    pub tail: Tip,
    /// What stands at its end.
    pub head: Tip,
    /// How many ranks it spans at least; 1 for `-->`.
    pub length: u32,
    /// Class names.
    pub classes: Vec<String>,
    /// `linkStyle` declarations.
    pub styles: Vec<String>,
    /// The arrow with its label: `-->|TCP 5432|`.
    pub arrow: Span,
    /// The mention that it starts from, with its text if it stands there.
    pub from_span: Span,
    /// The mention that it ends at.
    pub to_span: Span,
    /// The chain statement that it stands in.
    pub statement: Span,
}

/// A subgraph.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    /// The id, as mermaid gives it.
    pub id: String,
    /// The title.
    pub label: Label,
    /// Its own `direction`, if it has one.
    pub direction: Option<Direction>,
    /// Where that direction is written: the two letters.
    pub direction_span: Option<Span>,
    /// The group around it.
    pub parent: Option<GroupIndex>,
    /// Ids of its members, nodes and nested groups, in mermaid's order.
    pub members: Vec<String>,
    /// Class names.
    pub classes: Vec<String>,
    /// `style` declarations.
    pub styles: Vec<String>,
    /// Every place where a chain or `style` names it as it would a node, in order.
    pub mentions: Vec<Span>,
    /// From `subgraph` to the end of `end`.
    pub span: Span,
    /// `subgraph id [title]`.
    pub header: Span,
    /// Between header and `end`.
    pub body: Span,
}

/// `classDef name fill:…`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Class {
    /// The name.
    pub name: String,
    /// Declarations in order.
    pub styles: Vec<String>,
    /// The statement.
    pub span: Span,
}

/// What one flowchart says.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Graph {
    /// The direction in the header.
    pub direction: Direction,
    /// In the order of their first mention.
    pub nodes: Vec<Node>,
    /// In the order in which mermaid numbers them.
    pub links: Vec<Link>,
    /// In mermaid's order: inner groups first.
    pub groups: Vec<Group>,
    /// The nodes that mermaid's parser keeps beside groups which are named like nodes, as the ends of links are.
    /// Nothing draws them; the group's own fields hold what matters.
    pub shadows: Vec<Node>,
    /// Classes by `classDef`, in order.
    pub classes: Vec<Class>,
    /// `linkStyle default` declarations.
    pub default_link_styles: Vec<String>,
    /// `title` of the chart's front matter.
    pub title: Option<String>,
    /// `accTitle`.
    pub accessible_title: Option<String>,
    /// `accDescr`.
    pub accessible_description: Option<String>,
}

impl Graph {
    /// The node with this id.
    pub fn node(&self, id: &str) -> Option<NodeIndex> {
        self.nodes.iter().position(|node| node.id == id).map(NodeIndex)
    }

    /// The group with this id.
    pub fn group(&self, id: &str) -> Option<GroupIndex> {
        self.groups.iter().position(|group| group.id == id).map(GroupIndex)
    }

    /// The id at an end of a link.
    pub fn id(&self, end: End) -> &str {
        match end {
            End::Node(NodeIndex(index)) => self.nodes.get(index).map_or("", |node| &node.id),
            End::Group(GroupIndex(index)) => self.groups.get(index).map_or("", |group| &group.id),
        }
    }
}
