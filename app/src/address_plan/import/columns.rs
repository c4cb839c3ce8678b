//! What a foreign text was taken for, open to correction.

use super::reading::{Findings, Importing};
use leptos::prelude::*;
use netplat_core::import::{Column, Format, Recognised, TableShape};
use std::sync::Arc;

/// The format, and for a table what each of its columns holds. A change reads the text again.
#[component]
pub fn Reading(importing: Importing, findings: Arc<Findings>) -> impl IntoView {
    let Recognised { format, table } = findings.recognised.clone();
    let columns = table.map(|table| {
        let row = table.first_row(&findings.text);
        let column = |index: usize| {
            let heading = table.headings.get(index).filter(|heading| !heading.is_empty()).cloned();
            let sample = row.get(index).cloned().unwrap_or_default();
            let findings = Arc::clone(&findings);
            view! { <ColumnChoice importing findings table=table.clone() index heading sample /> }
        };
        let columns = (0..table.columns.len()).map(column).collect_view();
        view! { <ul class="import-columns" aria-label="Columns">{columns}</ul> }
    });
    let text = Arc::clone(&findings.text);
    let choose_format = move |event| {
        if let Some(format) = Format::named(&event_target_value(&event)) {
            importing.read_as(Arc::clone(&text), Recognised::as_format(&text, format));
        }
    };
    view! {
        <label class="import-format">
            <span>"Read as"</span>
            <select class="select" on:change=choose_format>
                {Format::ALL
                    .map(|other| {
                        view! {
                            <option value=other.name() selected=other == format>
                                {in_words(other)}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
        </label>
        {columns}
    }
}

#[component]
fn ColumnChoice(
    importing: Importing,
    findings: Arc<Findings>,
    table: TableShape,
    index: usize,
    heading: Option<String>,
    sample: String,
) -> impl IntoView {
    let held = table.columns.get(index).copied().unwrap_or(Column::Ignored);
    let heading = heading.unwrap_or_else(|| format!("Column {}", index + 1));
    let choose = move |event| {
        let chosen = event_target_value(&event);
        let Some(column) = Column::ALL.into_iter().find(|column| column.in_words() == chosen) else { return };
        let Recognised { format, .. } = findings.recognised;
        let table = Some(table.clone().with_column(index, column));
        importing.read_as(Arc::clone(&findings.text), Recognised { format, table });
    };
    view! {
        <li>
            <label>
                <span class="import-heading">{heading}</span>
                <select class="select" on:change=choose>
                    {Column::ALL
                        .map(|column| {
                            view! {
                                <option value=column.in_words() selected=column == held>
                                    {column.in_words()}
                                </option>
                            }
                        })
                        .collect_view()}
                </select>
            </label>
            <span class="import-sample" title=sample.clone()>{sample.clone()}</span>
        </li>
    }
}

fn in_words(format: Format) -> &'static str {
    match format {
        Format::Csv => "a table with separators",
        Format::Json => "JSON",
        Format::List => "a list, one a line",
        Format::Design => "a design",
        Format::Page => "a page of text",
    }
}
