//! Which rows must be put in order together.

use crate::layout::joined::Joined;
use crate::layout::sheets::{Kind, Sheets};
use crate::layout::tree::Child;

/// Rows that can be put in order apart from each other: those of sheets that no port ties together.
pub(super) fn clusters(sheets: &Sheets) -> Vec<Vec<usize>> {
    let mut joined = Joined::new(sheets.rows.len());
    for sheet in &sheets.all {
        sheet.rows.clone().skip(1).for_each(|row| joined.join(sheet.rows.start, row));
    }
    for port in 0..sheets.ports {
        if let Some(strand) = sheets.vertices[port].outer {
            joined.join(sheets.vertices[port].row, sheets.vertices[sheets.strands[strand].upper].row);
        }
    }
    let mut found = vec![usize::MAX; sheets.rows.len()];
    let mut clusters: Vec<Vec<usize>> = Vec::new();
    for row in rows_along_flow(sheets) {
        let root = joined.root(row);
        if found[root] == usize::MAX {
            found[root] = clusters.len();
            clusters.push(Vec::new());
        }
        clusters[found[root]].push(row);
    }
    clusters
}

/// All rows, so that those of a group come between those before and those after its own.
fn rows_along_flow(sheets: &Sheets) -> Vec<usize> {
    let mut listed = Vec::with_capacity(sheets.rows.len());
    // What is still to do, last first: a row, then the groups in it.
    enum Task {
        Row(usize),
        Container(usize),
    }
    let root = sheets.of_container.len() - 1;
    let mut tasks = vec![Task::Container(root)];
    while let Some(task) = tasks.pop() {
        match task {
            Task::Container(container) => {
                for &sheet in sheets.of_container[container].iter().rev() {
                    tasks.extend(sheets.all[sheet].rows.clone().rev().map(Task::Row));
                }
            }
            Task::Row(row) => {
                listed.push(row);
                for &vertex in sheets.rows[row].vertices.iter().rev() {
                    if let Kind::Child(Child::Group(group)) = sheets.vertices[vertex].kind {
                        tasks.push(Task::Container(group));
                    }
                }
            }
        }
    }
    listed.extend((0..sheets.rows.len()).filter(|&row| sheets.rows[row].fixed));
    listed
}
