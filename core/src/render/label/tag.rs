//! The HTML tags that labels use. Tags that are known are read and gone, with all their attributes; anything else
//! that looks like a tag is text.

use super::Writer;

/// What a tag does to the text.
enum Effect {
    Bold,
    Italic,
    Code,
    /// A new line.
    Break,
    /// Lines of its own.
    Block,
    /// A line of its own with a dot before it.
    Item,
    /// Nothing.
    Nothing,
}

/// Writes `text`, which may hold tags and the two characters `\n` for a line break.
pub(super) fn read(text: &str, writer: &mut Writer) {
    let mut rest = text;
    while let Some(at) = rest.find(['<', '\\']) {
        let (before, from) = rest.split_at(at);
        writer.text(before);
        if let Some(after) = from.strip_prefix("\\n") {
            writer.break_line();
            rest = after;
        } else if let Some((effect, closes, after)) = tag(from) {
            apply(&effect, closes, writer);
            rest = after;
        } else {
            let (one, after) = from.split_at(1);
            writer.text(one);
            rest = after;
        }
    }
    writer.text(rest);
}

/// The known tag at the start of `text`, whether it closes, and what follows it.
fn tag(text: &str) -> Option<(Effect, bool, &str)> {
    let inner = text.strip_prefix('<')?;
    let (closes, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
    let length = inner.find(|character: char| !character.is_ascii_alphanumeric()).unwrap_or(inner.len());
    // The longest known name has ten characters.
    let (name, attributes) = inner.split_at_checked(length).filter(|(name, _)| name.len() <= 10)?;
    let effect = effect(&name.to_ascii_lowercase())?;
    if !attributes.starts_with(['>', '/', ' ', '\t', '\n']) {
        return None;
    }
    let end = attributes.find(['<', '>']).filter(|end| attributes.as_bytes().get(*end) == Some(&b'>'))?;
    Some((effect, closes, attributes.get(end + 1..)?))
}

fn effect(name: &str) -> Option<Effect> {
    Some(match name {
        "b" | "strong" => Effect::Bold,
        "i" | "em" | "cite" | "var" => Effect::Italic,
        "code" | "kbd" | "samp" | "tt" | "pre" => Effect::Code,
        "br" => Effect::Break,
        "p" | "div" | "ul" | "ol" | "hr" | "table" | "tr" | "center" | "blockquote" | "h1" | "h2" | "h3"
        | "h4" | "h5" | "h6" => Effect::Block,
        "li" => Effect::Item,
        "a" | "span" | "font" | "small" | "big" | "sub" | "sup" | "u" | "s" | "del" | "ins" | "mark"
        | "strike" | "q" | "abbr" | "td" | "th" | "tbody" | "thead" | "img" | "label" | "section" => {
            Effect::Nothing
        }
        _ => return None,
    })
}

fn apply(effect: &Effect, closes: bool, writer: &mut Writer) {
    let count = |depth: &mut u32| *depth = if closes { depth.saturating_sub(1) } else { *depth + 1 };
    match effect {
        Effect::Bold => count(&mut writer.bold),
        Effect::Italic => count(&mut writer.italic),
        Effect::Code => count(&mut writer.code),
        Effect::Break => writer.break_line(),
        Effect::Block => writer.break_block(),
        Effect::Item => {
            writer.break_block();
            if !closes {
                writer.text("• ");
            }
        }
        Effect::Nothing => {}
    }
}
