//! One row of any table to entries.

use super::columns::Column;
use super::delimited::Cell;
use super::proposal::{Proposal, Proposed, role_of};
use crate::model::{Cloud, Known, PlanField, Role, Status, read_range};
use crate::net::{AddressRange, Cidr, RemarkKind};
use crate::text::Span;

/// The cells of one row, with what their columns hold.
pub(super) struct Row<'a> {
    pub text: &'a str,
    pub span: Span,
    pub columns: &'a [Column],
    pub cells: &'a [Cell],
}

impl Row<'_> {
    /// Proposes the entries of the row: a cell may hold several prefixes, IPv4 and IPv6.
    pub fn propose(&self, proposal: &mut Proposal) {
        if self.cells.iter().all(|cell| cell.text.trim().is_empty()) {
            return;
        }
        let place =
            [PlanField::Cidr, PlanField::Range].into_iter().find_map(|field| self.cell(Column::Field(field)));
        let Some(cell) = place else {
            return proposal.complain(self.span, "expected a prefix or range on this line, found none");
        };
        for part in cell.text.split([',', ';', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
            let Some(range) = self.range(part, cell.span, proposal) else { continue };
            let entry = self.entry(range, cell.span, proposal);
            proposal.propose(entry);
        }
    }

    fn cell(&self, column: Column) -> Option<&Cell> {
        let index = self.columns.iter().position(|it| *it == column)?;
        self.cells.get(index).filter(|cell| !cell.text.is_empty())
    }

    fn said(&self, field: PlanField) -> Option<String> {
        self.cell(Column::Field(field)).map(|cell| cell.text.clone())
    }

    /// The addresses of a part of the cell at `span`, with what other columns add.
    fn range(&self, part: &str, span: Span, proposal: &mut Proposal) -> Option<AddressRange> {
        let with = |column| self.cell(column).map(|cell| cell.text.trim());
        let whole = match (with(Column::Mask), with(Column::Last)) {
            (Some(mask), _) if !part.contains(['/', '-']) => {
                format!("{part}/{}", mask.trim_start_matches('/'))
            }
            (_, Some(last)) if !part.contains('-') && !ends_with(part, last) => {
                let bare = |text: &str| text.split('/').next().unwrap_or_default().to_owned();
                format!("{}-{}", bare(part), bare(last))
            }
            _ => part.to_owned(),
        };
        read_addresses(self.text, &whole, span, proposal)
    }

    fn entry(&self, range: AddressRange, span: Span, proposal: &mut Proposal) -> Proposed {
        let name = self.said(PlanField::Name);
        let mut proposed = Proposed::new(range, self.role(name.as_deref()), span);
        let entry = &mut proposed.entry;
        // A purpose in words of its own is more than its role: it is what the entry is called, where nothing else is.
        let purpose =
            || self.said(PlanField::Role).filter(|words| Role::named(&words.trim().to_lowercase()).is_none());
        entry.name = name.or_else(purpose).unwrap_or_default();
        entry.node_mask = self
            .said(PlanField::NodeMask)
            .and_then(|mask| mask.trim().trim_start_matches('/').parse().ok())
            .filter(|&mask| mask <= range.family().bits());
        entry.cluster = self.said(PlanField::Cluster);
        entry.zone = self.said(PlanField::Zone);
        entry.owner = self.said(PlanField::Owner);
        entry.note = self.said(PlanField::Note);
        if let Some(cloud) = self.said(PlanField::Cloud) {
            entry.cloud = Cloud::named(&cloud.to_lowercase());
            if entry.cloud.is_none() {
                proposal
                    .mention(span, format!("the cloud `{}` is not known and was left out", short(&cloud)));
            }
        }
        if let Some(status) = self.said(PlanField::Status) {
            entry.status = Status::named(&status).or_else(|| foreign_status(&status));
            if entry.status.is_none() {
                proposal
                    .mention(span, format!("the status `{}` is not known and was left out", short(&status)));
            }
        }
        let words: Vec<&str> =
            self.cells.iter().map(|cell| cell.text.as_str()).filter(|it| !it.is_empty()).collect();
        proposed.words = short(&words.join(" · "));
        proposed
    }

    /// What the purpose says counts more than what the name says.
    fn role(&self, name: Option<&str>) -> Known<Role> {
        let cell = |field| self.cell(Column::Field(field));
        let by_purpose = cell(PlanField::Role).map(|cell| role_of(&cell.text, cell.span));
        match by_purpose {
            Some(role) if role.value != Role::Unknown || role.evidence.is_declared() => role,
            _ => {
                let span = cell(PlanField::Name).map_or(self.span, |cell| cell.span);
                role_of(name.unwrap_or_default(), span)
            }
        }
    }
}

/// Whether `part` is a prefix that ends with the address `last` anyway.
fn ends_with(part: &str, last: &str) -> bool {
    part.parse::<Cidr>()
        .is_ok_and(|cidr| cidr.length() < cidr.family().bits() && cidr.last().to_string() == last)
}

/// NetBox's "reserved" is designated for later use; a container is in use by what lies in it.
fn foreign_status(words: &str) -> Option<Status> {
    match words.to_lowercase().as_str() {
        "reserved" => Some(Status::Planned),
        "container" | "available" => Some(Status::Active),
        lower => Status::recognised(lower),
    }
}

/// Reads addresses; a slip that can only be meant in one way is mended, and said.
pub(super) fn read_addresses(
    text: &str,
    part: &str,
    span: Span,
    proposal: &mut Proposal,
) -> Option<AddressRange> {
    match AddressRange::read(part) {
        Ok(written) => {
            // Capital letters of IPv6 in a foreign text are nobody's concern; host bits are.
            if let Some(remark) = written.remarks.iter().find(|it| it.kind == RemarkKind::HostBits) {
                proposal.mention(
                    span,
                    format!("`{}` has host bits set; taken as {}", short(part), remark.canonical),
                );
            }
            Some(written.value)
        }
        Err(error) => match error.suggestion.as_deref().and_then(|meant| AddressRange::read(meant).ok()) {
            Some(meant) => {
                proposal.mention(span, format!("`{}`: {error}; taken as {}", short(part), meant.value));
                Some(meant.value)
            }
            None => {
                let mut problems = Vec::new();
                let range = read_range(text, span, part, &mut problems);
                problems.into_iter().for_each(|problem| proposal.report(problem));
                range
            }
        },
    }
}

/// Exports put `'` before what a spreadsheet would take for a formula; here it goes again.
pub(super) fn without_guard(text: &str) -> &str {
    let inner = text.trim_start_matches('\'');
    if inner.len() < text.len() && crate::export::addresses::is_formula(inner) {
        text.strip_prefix('\'').unwrap_or(text)
    } else {
        text
    }
}

/// At most 160 characters, in one line.
pub(super) fn short(text: &str) -> String {
    const MOST: usize = 160;
    let line: Vec<&str> = text.split_whitespace().take(MOST).collect();
    let line = line.join(" ");
    match line.char_indices().nth(MOST) {
        Some((cut, _)) => format!("{}…", line.get(..cut).unwrap_or_default()),
        None => line,
    }
}
