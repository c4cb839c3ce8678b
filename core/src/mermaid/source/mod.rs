//! A chart's text as mermaid's parser sees it, with the way back to the document.
//!
//! Before it parses, mermaid rewrites the text: it unifies line ends, cuts front matter, directives and comments
//! and hides entities behind placeholders. [`prepare`] does the same, rule for rule, and the result still knows
//! where each byte came from: `Derived::span` leads back to the document.

mod derived;
mod passes;

pub(super) use derived::Derived;
pub(super) use passes::{ENTITY_END, ENTITY_NAME, ENTITY_NUMBER};

use super::rules::OTHER_DIAGRAM;
use crate::diagnostic::Problem;
use crate::text::Span;

/// A chart's text ready to be read, and what was taken out of it.
pub(super) struct Prepared {
    /// The text that mermaid's parser sees.
    pub text: Derived,
    /// Comments and directives, in order of place.
    pub comments: Vec<Span>,
    /// The YAML between `---` lines above the chart: the text, and its place without the lines.
    pub front_matter: Option<(String, Span)>,
}

/// Rewrites `text`, which starts at byte `base` of the document, as mermaid does before it parses.
pub(super) fn prepare(text: &str, base: usize) -> Prepared {
    let mut derived = Derived::new(text, base);
    let mut comments = Vec::new();
    passes::unify_line_ends(&mut derived);
    passes::soften_attribute_quotes(&mut derived);
    let front_matter = passes::cut_front_matter(&mut derived);
    passes::cut_directives(&mut derived, &mut comments);
    passes::cut_comments(&mut derived, &mut comments);
    passes::drop_style_semicolons(&mut derived, "style");
    passes::drop_style_semicolons(&mut derived, "classDef");
    passes::hide_entities(&mut derived);
    derived.push_newline();
    passes::tighten_braces(&mut derived);
    comments.sort();
    Prepared { text: derived, comments, front_matter }
}

/// `text` with its entities hidden as they are in a prepared chart.
pub(super) fn hidden(text: &str) -> String {
    let mut derived = Derived::new(text, 0);
    passes::hide_entities(&mut derived);
    derived.text().to_owned()
}

/// Mermaid decides by words what kind of diagram a text is, and finds these anywhere.
pub(super) fn other_diagram(derived: &Derived) -> Option<Problem> {
    let text = derived.text();
    let found = ["C4Container", "C4Component", "C4Dynamic", "C4Deployment"].into_iter().filter_map(|word| {
        let outside_comment =
            |at: &usize| !text[..*at].rsplit('\n').next().unwrap_or_default().contains("%%");
        text.match_indices(word).map(|(at, _)| at).take(100).find(outside_comment).map(|at| (at, word))
    });
    let (at, word) = found.min()?;
    let message = format!("Mermaid takes a text with `{word}` in it for a C4 diagram.");
    let problem = Problem::new(&OTHER_DIAGRAM, derived.span(at, at + word.len()), message);
    Some(problem.with_help("Write the word in another way, for instance with a space after `C4`."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prepared(text: &str) -> String {
        prepare(text, 0).text.text().to_owned()
    }

    #[test]
    fn comments_and_directives_go_and_entities_hide() {
        let text = "%%{init: {'theme': 'dark'}}%%\r\n%% note\r\ngraph LR\r\n  %% more\n a[\"x#quot;\"]";
        assert_eq!(prepared(text), "graph LR\n a[\"xﬂ°quot¶ß\"]\n");
    }

    #[test]
    fn a_colour_before_a_semicolon_is_no_entity() {
        assert_eq!(prepared("style a fill:#fff;"), "style a fill:#fff\n");
        assert_eq!(prepared("a[#35;]"), "a[ﬂ°°35¶ß]\n");
    }

    #[test]
    fn front_matter_is_cut_and_kept() {
        let prepared = prepare("---\ntitle: Shop\n---\ngraph LR\n", 10);
        assert_eq!(prepared.text.text(), "graph LR\n\n");
        let (yaml, span) = prepared.front_matter.expect("there is one");
        assert_eq!((yaml.as_str(), span), ("title: Shop", Span::new(14, 25)));
    }

    #[test]
    fn every_place_leads_back_to_the_document() {
        let text = "graph LR\r\n%% note\n  a[\"x#quot;y\"]";
        let prepared = prepare(text, 0);
        let at = prepared.text.text().find("xﬂ").expect("the label");
        let label = prepared.text.span(at, at + "xﬂ°quot¶ßy".len());
        assert_eq!(label.slice(text), "x#quot;y");
        assert_eq!(prepared.comments, [Span::new(10, 17)]);
    }
}
