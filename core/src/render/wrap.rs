//! Words to lines of a bounded width, measured; lines of one paragraph are made about equally long.

use super::label::Words;
use super::measure::{Font, Measure, is_combining, is_ideographic};
use super::{Color, Run, TextBlock};
use crate::layout::{Rect, Size};

/// How a text is set.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Setting {
    /// Pixels.
    pub font_size: f64,
    /// From line to line.
    pub line_height: f64,
    /// All of it strong.
    pub bold: bool,
    /// All of it slanted.
    pub italic: bool,
    /// Lines become no wider than this, in pixels, unless a single word is; very long words are cut.
    pub max_width: f64,
    /// Whether lines are centred.
    pub centered: bool,
    /// The colour.
    pub color: Color,
}

/// Sets `words` into lines. The block's box stands at 0, 0 and is as large as the text.
pub fn set(words: &Words, setting: Setting, measure: &dyn Measure) -> TextBlock {
    let mut lines = Vec::with_capacity(words.lines.len());
    let mut widest = 0.0_f64;
    for paragraph in &words.lines {
        let atoms = atoms(paragraph, setting, measure);
        let width = balanced_width(&atoms, setting.max_width);
        for range in break_lines(&atoms, width) {
            let line = atoms.get(range).unwrap_or_default();
            widest = widest.max(width_of(line));
            lines.push(runs(line));
        }
    }
    let height = setting.line_height * lines.len() as f64;
    TextBlock {
        lines,
        // Rounding up to whole pixels keeps boxes crisp and leaves a reader's font some air.
        rect: Rect { x: 0.0, y: 0.0, width: widest.ceil(), height },
        font_size: setting.font_size,
        line_height: setting.line_height,
        color: setting.color,
        centered: setting.centered,
        bold: setting.bold,
    }
}

impl TextBlock {
    /// The box's size.
    pub fn size(&self) -> Size {
        Size { width: self.rect.width, height: self.rect.height }
    }

    /// Whether there is nothing to see.
    pub fn is_blank(&self) -> bool {
        self.lines.iter().flatten().all(|run| run.text.trim().is_empty())
    }
}

/// What may stand between an atom and the one before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    /// They belong together.
    Glued,
    /// A line may break here.
    Break,
    /// A blank, or a line break instead of it.
    Blank,
}

/// The smallest piece that is never broken, of one style.
struct Atom {
    run: Run,
    width: f64,
    joint: Joint,
    /// The width of the blank before it, if there is one.
    blank: f64,
}

fn atoms(paragraph: &[Run], setting: Setting, measure: &dyn Measure) -> Vec<Atom> {
    let mut atoms = Vec::new();
    let mut joint = Joint::Break;
    for run in paragraph {
        let font = Font {
            size: setting.font_size,
            bold: run.bold || setting.bold,
            italic: run.italic || setting.italic,
            code: run.code,
        };
        let blank = measure.width(" ", font);
        for (index, word) in run.text.split(' ').enumerate() {
            if index > 0 {
                joint = Joint::Blank;
            }
            for piece in pieces(word, setting.max_width, |text| measure.width(text, font)) {
                let width = measure.width(piece, font);
                // Not a clone of the run with another text: the run's own may be megabytes long.
                let run = Run { text: piece.to_owned(), bold: run.bold, italic: run.italic, code: run.code };
                atoms.push(Atom { run, width, joint, blank });
                joint = Joint::Break;
            }
            if !word.is_empty() {
                joint = Joint::Glued;
            }
        }
    }
    atoms
}

/// How much wider than a line a word may be before it is cut: paths and host names are read best in one piece.
const LONG_WORD: f64 = 1.4;

/// A word cut where a line may break within it: at ideographs, and if it is much wider than a line, after
/// punctuation or else anywhere.
fn pieces(word: &str, max_width: f64, width: impl Fn(&str) -> f64) -> Vec<&str> {
    let wide = width(word) > max_width * LONG_WORD;
    if !wide && word.is_ascii() {
        return if word.is_empty() { Vec::new() } else { vec![word] };
    }
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut soft = 0;
    let mut so_far = 0.0;
    let mut before = None;
    for (at, character) in word.char_indices() {
        let advance = if wide { width(character.encode_utf8(&mut [0; 4])) } else { 0.0 };
        let both_sides = |c: char| is_ideographic(u32::from(c));
        let breaks = before.is_some_and(|before| both_sides(before) && both_sides(character));
        let overflows = wide && so_far + advance > max_width && !is_combining(u32::from(character));
        if at > start && (breaks || overflows) {
            // A soft place in the latter part of the line is better than the very end of it.
            let cut = if !breaks && soft > start + (at - start) / 3 { soft } else { at };
            pieces.push(&word[start..cut]);
            start = cut;
            so_far = if wide { width(&word[cut..at]) } else { 0.0 };
        }
        so_far += advance;
        if matches!(
            character,
            '/' | '.' | '-' | '_' | ':' | ',' | ';' | '?' | '&' | '=' | '@' | '|' | ')' | '}' | ']'
        ) {
            soft = at + character.len_utf8();
        }
        before = Some(character);
    }
    if start < word.len() {
        pieces.push(&word[start..]);
    }
    pieces
}

/// The width of a line that starts with the first of `line`.
fn width_of(line: &[Atom]) -> f64 {
    line.iter().enumerate().map(|(index, atom)| atom.width + if index > 0 { gap(atom) } else { 0.0 }).sum()
}

fn gap(atom: &Atom) -> f64 {
    if atom.joint == Joint::Blank { atom.blank } else { 0.0 }
}

/// Lines as ranges of atoms, each as long as fits. A paragraph without atoms is one blank line.
fn break_lines(atoms: &[Atom], max_width: f64) -> Vec<std::ops::Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut width = 0.0;
    let mut at = 0;
    while at < atoms.len() {
        // What is glued together moves together.
        let mut end = at + 1;
        while atoms.get(end).is_some_and(|atom| atom.joint == Joint::Glued) {
            end += 1;
        }
        let unit = atoms.get(at..end).unwrap_or_default();
        let unit_width: f64 = unit.iter().map(|atom| atom.width).sum();
        let blank = unit.first().map_or(0.0, gap);
        if at > start && width + blank + unit_width > max_width {
            lines.push(start..at);
            (start, width) = (at, unit_width);
        } else {
            width += unit_width + if at > start { blank } else { 0.0 };
        }
        at = end;
    }
    lines.push(start..atoms.len());
    lines
}

/// The least width, in steps of a few pixels, that needs no more lines than `max_width` does.
fn balanced_width(atoms: &[Atom], max_width: f64) -> f64 {
    let lines = break_lines(atoms, max_width).len();
    // A long text is not worth the search: its last line is one of many.
    if lines == 1 || lines > 8 {
        return max_width;
    }
    let (mut least, mut enough) = (max_width / 2.0, max_width);
    while enough - least > 4.0 {
        let middle = f64::midpoint(least, enough);
        let fits = break_lines(atoms, middle);
        let within =
            fits.iter().all(|line| atoms.get(line.clone()).is_some_and(|line| width_of(line) <= middle));
        if fits.len() <= lines && within {
            enough = middle;
        } else {
            least = middle;
        }
    }
    enough
}

/// The atoms of a line as runs: neighbours of one style joined, with blanks between.
fn runs(line: &[Atom]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (index, atom) in line.iter().enumerate() {
        let blank = index > 0 && atom.joint == Joint::Blank;
        let style = (atom.run.bold, atom.run.italic, atom.run.code);
        match runs.last_mut() {
            Some(last) if (last.bold, last.italic, last.code) == style => {
                if blank {
                    last.text.push(' ');
                }
                last.text.push_str(&atom.run.text);
            }
            Some(last) => {
                // The blank belongs to the run before, which is where its width was counted or nearly so.
                if blank {
                    last.text.push(' ');
                }
                runs.push(atom.run.clone());
            }
            None => runs.push(atom.run.clone()),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mermaid::Label;
    use crate::render::Tone;

    /// Ten pixels a character.
    struct Typewriter;

    impl Measure for Typewriter {
        fn width(&self, text: &str, _font: Font) -> f64 {
            text.chars().count() as f64 * 10.0
        }
    }

    fn check(text: &str, max_width: f64, expected: &[&str]) {
        let words = Words::read(&Label { text: text.to_owned(), markdown: true, span: None });
        let setting = Setting {
            font_size: 14.0,
            line_height: 20.0,
            bold: false,
            italic: false,
            max_width,
            centered: true,
            color: Color::Theme(Tone::Text),
        };
        let block = set(&words, setting, &Typewriter);
        let lines: Vec<String> =
            block.lines.iter().map(|line| line.iter().map(|run| run.text.as_str()).collect()).collect();
        assert_eq!(lines, expected);
        let widest = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0) as f64 * 10.0;
        assert_eq!(block.rect.width, widest);
        assert_eq!(block.rect.height, 20.0 * lines.len() as f64);
    }

    #[test]
    fn lines_break_between_words_and_come_out_about_equal() {
        check("one two three", 200.0, &["one two three"]);
        check("aaaa bbbb cccc dddd", 150.0, &["aaaa bbbb", "cccc dddd"]);
    }

    #[test]
    fn styles_within_a_word_do_not_break_it() {
        check("aaaa **bb**bb cc", 70.0, &["aaaa", "bbbb cc"]);
        check("a **b c** d", 100.0, &["a b c d"]);
    }

    #[test]
    fn a_word_wider_than_a_line_breaks_after_punctuation_or_anywhere() {
        check("argocd.internal.example.com", 160.0, &["argocd.internal.", "example.com"]);
        check("abcdefghij", 40.0, &["abcd", "efgh", "ij"]);
        check("see abcde", 40.0, &["see", "abcde"]);
    }

    #[test]
    fn ideographs_break_anywhere() {
        check("負載平衡器", 30.0, &["負載平", "衡器"]);
    }

    #[test]
    fn blank_lines_in_the_middle_are_kept() {
        check("a<br><br>b", 100.0, &["a", "", "b"]);
    }
}
