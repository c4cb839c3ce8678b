//! The fix of a flow that no arrow shows: the arrow, as the last line of the first view that shows both ends.

use super::Subject;
use crate::mermaid::write::is_id;
use crate::model::Thing;
use crate::reach::ConnectionSet;
use crate::text::Edit;

/// The edit that draws an arrow from one node to another, with the ports that may pass unless all do. Nothing where no view
/// shows both, or a line at its end would stand in a subgraph that is still open.
pub(super) fn draw_arrow(
    subject: &Subject<'_>,
    from: &Thing,
    to: &Thing,
    ports: &ConnectionSet,
) -> Option<Edit> {
    let view = from.views.iter().copied().find(|view| to.views.contains(view))?;
    let chart = subject.charts.get(view)?;
    if !chart.problems.is_empty() || !is_id(&from.id) || !is_id(&to.id) {
        return None;
    }
    let block = subject.document.flowcharts().nth(view)?;
    let content = block.content.slice(subject.text);
    let label = if ports.is_all() { String::new() } else { format!("|{ports}|") };
    let last = content.lines().rev().find(|line| !line.trim().is_empty())?;
    let is_only_header = content.lines().filter(|line| !line.trim().is_empty()).count() == 1;
    let indentation: &str = &last[..last.len() - last.trim_start().len()];
    let indentation = if is_only_header { format!("{indentation}  ") } else { indentation.to_owned() };
    let newline = if content.contains("\r\n") { "\r\n" } else { "\n" };
    let line = format!("{indentation}{} -->{label} {}", from.id, to.id);
    let end = block.content.start as usize + content.trim_end().len();
    // Blank lines at the end stay below.
    Some(Edit::insert(end, format!("{newline}{line}")))
}
