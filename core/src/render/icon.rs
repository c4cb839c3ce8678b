//! Small line icons for the kinds of things and groups, of our own design: 16 by 16, lines 1.5 wide with round ends.

/// An icon.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Icon {
    /// Load spread over three.
    Balance,
    /// A flash.
    Bolt,
    /// A parcel.
    Box,
    /// Square brackets around a dot: a name space.
    Brackets,
    /// Bars.
    Chart,
    /// A tick in a circle.
    Check,
    /// A clock's face.
    Clock,
    /// A cloud.
    Cloud,
    /// A drum of three discs.
    Database,
    /// A sheet with lines.
    Document,
    /// A disk drive.
    Drive,
    /// A globe behind a front line.
    Edge,
    /// An arrow through a door.
    Enter,
    /// A way that parts.
    Fork,
    /// A gate with two posts.
    Gate,
    /// A globe.
    Globe,
    /// Four squares.
    Grid,
    /// A ship's wheel.
    Helm,
    /// A hexagon.
    Hexagon,
    /// A centre with three spokes.
    Hub,
    /// A key.
    Key,
    /// Nodes linked with each other.
    Mesh,
    /// A bus with three taps.
    Network,
    /// Head and shoulders.
    Person,
    /// A map's pin.
    Pin,
    /// A row of slots with an arrow.
    Queue,
    /// A rosette.
    Seal,
    /// Two machines in a rack.
    Server,
    /// A shield.
    Shield,
    /// Two signs on a post.
    Signpost,
    /// Sheets upon each other.
    Stack,
    /// A tube.
    Tunnel,
    /// Bricks.
    Wall,
}

/// Each icon with its path; the order is that of the enumeration.
const TABLE: &[(Icon, &str)] = &[
    (
        Icon::Balance,
        "M8 2v4M3 13V9.5A3.5 3.5 0 0 1 6.5 6h3A3.5 3.5 0 0 1 13 9.5V13M8 6v7M1.5 11.5 3 13l1.5-1.5M6.5 11.5 8 13l1.5-1.5M11.5 11.5 13 13l1.5-1.5",
    ),
    (Icon::Bolt, "M9 1.5 3.5 9H8l-1 5.5L12.5 7H8Z"),
    (Icon::Box, "M8 1.5 14 4.7v6.6L8 14.5 2 11.3V4.7ZM2.2 4.8 8 8l5.8-3.2M8 8v6.3"),
    (Icon::Brackets, "M5 2H2.5v12H5M11 2h2.5v12H11M7.9 8h.2"),
    (Icon::Chart, "M2 2v12h12M5.5 11V8.5M9 11V5M12.5 11V7"),
    (Icon::Check, "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0ZM5.3 8.2l2 2 3.6-4"),
    (Icon::Clock, "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0ZM8 4.5V8l2.5 1.7"),
    (Icon::Cloud, "M4.5 12.5a3 3 0 0 1-.4-6 4.2 4.2 0 0 1 8-.3 3.2 3.2 0 0 1-.4 6.3Z"),
    (
        Icon::Database,
        "M13.5 3.7c0 1.2-2.5 2.2-5.5 2.2S2.5 4.9 2.5 3.7 5 1.5 8 1.5s5.5 1 5.5 2.2ZM2.5 3.7v8.6c0 1.2 2.5 2.2 5.5 2.2s5.5-1 5.5-2.2V3.7M2.5 8c0 1.2 2.5 2.2 5.5 2.2s5.5-1 5.5-2.2",
    ),
    (Icon::Document, "M3.5 1.5h6l3 3v10h-9ZM9.5 1.5v3h3M5.8 8h4.4M5.8 11h4.4"),
    (Icon::Drive, "M2 9.5 4 3h8l2 6.5V13H2ZM2 9.5h12M11.4 11.3h.2"),
    (
        Icon::Edge,
        "M9 2.2A6 6 0 1 0 9 13.8M6.8 2.3c-2 3.5-2 7.9 0 11.4M2 8h6.5M12.5 1.5v13M10.5 5.5 12.5 8l-2 2.5",
    ),
    (Icon::Enter, "M9 2h4.5v12H9M1.5 8H9.5M6.5 5l3 3-3 3"),
    (Icon::Fork, "M2 8h4.5L11 4h3M6.5 8 11 12h3M12 2l2 2-2 2M12 10l2 2-2 2"),
    (Icon::Gate, "M2 14V8a6 6 0 0 1 12 0v6M2 14h3V8a3 3 0 0 1 6 0v6h3"),
    (
        Icon::Globe,
        "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0ZM2 8h12M8 2c3.4 3.6 3.4 8.4 0 12M8 2c-3.4 3.6-3.4 8.4 0 12",
    ),
    (Icon::Grid, "M2.5 2.5H7V7H2.5ZM9 2.5h4.5V7H9ZM2.5 9H7v4.5H2.5ZM9 9h4.5v4.5H9Z"),
    (
        Icon::Helm,
        "M12 8A4 4 0 1 1 4 8a4 4 0 0 1 8 0ZM8 1.5V4M8 12v2.5M1.5 8H4M12 8h2.5M3.4 3.4l1.8 1.8M10.8 10.8l1.8 1.8M12.6 3.4l-1.8 1.8M5.2 10.8l-1.8 1.8M7.9 8h.2",
    ),
    (Icon::Hexagon, "M8 1.5 13.7 4.8v6.4L8 14.5 2.3 11.2V4.8Z"),
    (Icon::Hub, "M10 8A2 2 0 1 1 6 8a2 2 0 0 1 4 0ZM8 6V2M6.4 9.2 3 12M9.6 9.2 13 12"),
    (Icon::Key, "M8.5 10.5a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0ZM7.5 8 14 1.5M11 4.5l2.5 2.5"),
    (Icon::Mesh, "M4.5 3.5h7M4.5 12.5h7M3.5 4.5v7M12.5 4.5v7M4.3 4.3l7.4 7.4M11.7 4.3l-7.4 7.4"),
    (Icon::Network, "M1.5 8h13M4 8V4M8 8v4.5M12 8V4M2.5 1.5h3V4h-3ZM10.5 1.5h3V4h-3ZM6.5 12.5h3v2h-3Z"),
    (Icon::Person, "M10.8 4.5a2.8 2.8 0 1 1-5.6 0 2.8 2.8 0 0 1 5.6 0ZM2.5 14.5a5.5 5 0 0 1 11 0"),
    (
        Icon::Pin,
        "M8 14.5C4.5 11 3 8.7 3 6.5a5 5 0 0 1 10 0c0 2.2-1.5 4.5-5 8ZM9.5 6.5a1.5 1.5 0 1 1-3 0 1.5 1.5 0 0 1 3 0Z",
    ),
    (Icon::Queue, "M1.5 5h9v6h-9ZM4.5 5v6M7.5 5v6M12.5 5.5 15 8l-2.5 2.5"),
    (Icon::Seal, "M12 6A4 4 0 1 1 4 6a4 4 0 0 1 8 0ZM5.5 9.3 4.5 14.5 8 12.7l3.5 1.8-1-5.2"),
    (Icon::Server, "M2.5 2.5h11V7h-11ZM2.5 9h11v4.5h-11ZM4.9 4.8h.2M4.9 11.3h.2M8 4.8h3M8 11.3h3"),
    (Icon::Shield, "M8 1.5 13.5 3.5v4c0 3.5-2.2 5.7-5.5 7-3.3-1.3-5.5-3.5-5.5-7v-4Z"),
    (Icon::Signpost, "M8 1.5v13M2.5 3h8l2 1.75-2 1.75h-8ZM13.5 8.5h-8l-2 1.75 2 1.75h8Z"),
    (Icon::Stack, "M8 1.5 14.5 5 8 8.5 1.5 5ZM1.5 8 8 11.5 14.5 8M1.5 11 8 14.5 14.5 11"),
    (
        Icon::Tunnel,
        "M5 8c0 2.5-.8 4.5-1.7 4.5S1.5 10.5 1.5 8s.8-4.5 1.8-4.5S5 5.5 5 8ZM3.3 3.5h9.4c1 0 1.8 2 1.8 4.5s-.8 4.5-1.8 4.5H3.3M7.5 8h4",
    ),
    (
        Icon::Wall,
        "M1.5 3h13v10h-13ZM1.5 6.3h13M1.5 9.7h13M6 3v3.3M11 3v3.3M8.5 6.3v3.4M4 6.3v3.4M6 9.7V13M11 9.7V13",
    ),
];

impl Icon {
    /// Its lines, as the `d` of an SVG path in a box of 16 by 16.
    pub fn path(self) -> &'static str {
        TABLE.get(self as usize).map_or("", |(_, path)| path)
    }

    /// The nearest of our icons for one of a public set, such as `fa-database` or `logos:aws-s3`.
    /// Sets are never fetched; a name that says nothing to us gives nothing.
    pub fn for_foreign_name(name: &str) -> Option<Self> {
        const CLUES: &[(&str, Icon)] = &[
            ("database", Icon::Database),
            ("user", Icon::Person),
            ("person", Icon::Person),
            ("people", Icon::Person),
            ("cloud", Icon::Cloud),
            ("server", Icon::Server),
            ("desktop", Icon::Server),
            ("laptop", Icon::Server),
            ("globe", Icon::Globe),
            ("earth", Icon::Globe),
            ("internet", Icon::Globe),
            ("shield", Icon::Shield),
            ("lock", Icon::Key),
            ("key", Icon::Key),
            ("certificate", Icon::Seal),
            ("chart", Icon::Chart),
            ("fire", Icon::Wall),
            ("bolt", Icon::Bolt),
            ("clock", Icon::Clock),
            ("check", Icon::Check),
            ("network", Icon::Network),
            ("sitemap", Icon::Network),
            ("file", Icon::Document),
            ("docker", Icon::Box),
            ("cube", Icon::Box),
            ("box", Icon::Box),
            ("layer", Icon::Stack),
            ("hdd", Icon::Drive),
            ("disk", Icon::Drive),
            ("envelope", Icon::Queue),
            ("code-branch", Icon::Fork),
        ];
        let name = name.to_ascii_lowercase();
        CLUES.iter().find(|(clue, _)| name.contains(clue)).map(|(_, icon)| *icon)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_enumeration() {
        for (index, (icon, ..)) in TABLE.iter().enumerate() {
            assert_eq!(*icon as usize, index, "{icon:?}");
        }
        assert_eq!(Icon::Wall as usize + 1, TABLE.len());
    }

    #[test]
    fn public_icon_names_find_a_likeness() {
        assert_eq!(Icon::for_foreign_name("fa-user-circle"), Some(Icon::Person));
        assert_eq!(Icon::for_foreign_name("logos:some-unknown-thing"), None);
    }
}
