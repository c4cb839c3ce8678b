use super::format::error;
use crate::net::SyntaxError;

/// What a key under `netplat.links` speaks of.
///
/// The grammar: `from "-->" to [ "(" number ")" ]`, or the id that a link has in the chart (`e1@-->`). Without a number
/// every link between the two is meant, in all views; `(2)` means the second of each view, in the order of the text.
/// (`#2` would start a comment in YAML.)
///
/// ```
/// use netplat_core::model::facts::LinkReference;
/// let link = LinkReference::read("edge --> web (2)")?;
/// assert_eq!(link, LinkReference::Ends { from: "edge", to: "web", number: Some(2) });
/// assert_eq!(LinkReference::read("e1")?, LinkReference::Id("e1"));
/// # Ok::<(), netplat_core::net::SyntaxError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LinkReference<'a> {
    /// By the ids at its ends.
    Ends {
        /// Where it starts.
        from: &'a str,
        /// Where it ends.
        to: &'a str,
        /// Which of several, from 1.
        number: Option<usize>,
    },
    /// By its own id.
    Id(&'a str),
}

impl<'a> LinkReference<'a> {
    /// Reads a key.
    ///
    /// # Errors
    /// When it is neither of the two.
    pub fn read(text: &'a str) -> Result<Self, SyntaxError> {
        let expected = "`from --> to`, `from --> to (2)` or the id of a link";
        let Some((from, rest)) = text.split_once("-->") else {
            let id = text.trim();
            let is_id = !id.is_empty() && !id.contains(char::is_whitespace);
            let meant = || arrow(text).map(|(from, to)| format!("{from} --> {to}"));
            return if is_id { Ok(Self::Id(id)) } else { Err(error(text, expected, meant())) };
        };
        let (from, rest) = (from.trim(), rest.trim());
        let (to, number) = match rest.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) {
            Some((to, number)) => (to.trim(), Some(number.trim().parse().ok().filter(|&number| number > 0))),
            None => (rest, None),
        };
        let is_id = |id: &str| !id.is_empty() && !id.contains(char::is_whitespace);
        match number {
            Some(None) => Err(error(text, expected, None)),
            _ if is_id(from) && is_id(to) => Ok(Self::Ends { from, to, number: number.flatten() }),
            _ => Err(error(text, expected, None)),
        }
    }
}

/// The ends of a link that is written with another arrow.
fn arrow(text: &str) -> Option<(&str, &str)> {
    ["->", "==>", "-.->", "---", "=>", "→"].iter().find_map(|arrow| {
        let (from, to) = text.split_once(&format!(" {arrow} "))?;
        (!from.contains(' ') && !to.contains(' ')).then_some((from, to))
    })
}

impl std::fmt::Display for LinkReference<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Ends { from, to, number: None } => write!(formatter, "{from} --> {to}"),
            Self::Ends { from, to, number: Some(number) } => write!(formatter, "{from} --> {to} ({number})"),
            Self::Id(id) => formatter.write_str(id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_named_by_their_ends_or_their_id() {
        let ends = |from, to, number| Some(LinkReference::Ends { from, to, number });
        let expected = [
            ("a --> b", ends("a", "b", None)),
            ("a-->b", ends("a", "b", None)),
            ("a-b --> c-d (12)", ends("a-b", "c-d", Some(12))),
            ("e1", Some(LinkReference::Id("e1"))),
            ("a --> b (0)", None),
            ("a --> ", None),
            ("a --> b --> c", None),
            ("", None),
        ];
        for (text, link) in expected {
            assert_eq!(LinkReference::read(text).ok(), link, "{text}");
        }
        let other = LinkReference::read("a ==> b").expect_err("another arrow");
        assert_eq!(other.suggestion.as_deref(), Some("a --> b"));
    }
}
