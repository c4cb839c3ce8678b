use super::cells::{cell, csv_cell};
use crate::export::File;
use crate::model::{PlanEntry, PlanField, Role, Status};

/// The plan as NetBox's bulk import takes it: prefixes, and ranges in a file of their own.
///
/// NetBox has no names: the description is one, and the comments are the note. Roles and tenants must exist there.
/// Cluster, cloud, zone and node mask become custom fields (`cf_cluster`, …), which must exist as well, and stand there only
/// when an entry has one. It knows no "planned": that is its "reserved", designated for later use; an entry without a
/// status becomes active.
pub fn netbox(plan: &[PlanEntry]) -> Vec<File> {
    let (prefixes, ranges): (Vec<_>, Vec<_>) = plan.iter().partition(|entry| entry.range.prefix().is_some());
    let prefix_file = || File { path: "netbox-prefixes.csv".to_owned(), text: table(&prefixes, &["prefix"]) };
    let range_file = || File {
        path: "netbox-ip-ranges.csv".to_owned(),
        text: table(&ranges, &["start_address", "end_address"]),
    };
    let mut files = Vec::new();
    if !prefixes.is_empty() || ranges.is_empty() {
        files.push(prefix_file());
    }
    if !ranges.is_empty() {
        files.push(range_file());
    }
    files
}

fn table(entries: &[&PlanEntry], addresses: &[&str]) -> String {
    const CUSTOM: [(PlanField, &str); 4] = [
        (PlanField::Cluster, "cf_cluster"),
        (PlanField::Cloud, "cf_cloud"),
        (PlanField::Zone, "cf_zone"),
        (PlanField::NodeMask, "cf_node_mask"),
    ];
    let used: Vec<(PlanField, &str)> = CUSTOM
        .into_iter()
        .filter(|(field, _)| entries.iter().any(|entry| !cell(entry, *field).is_empty()))
        .collect();
    let fixed = ["status", "role", "tenant", "description", "comments"];
    let heading = addresses.iter().copied().chain(fixed).chain(used.iter().map(|(_, name)| *name));
    let mut out = heading.collect::<Vec<_>>().join(",") + "\r\n";
    for entry in entries {
        let mut cells = match addresses.len() {
            1 => vec![entry.range.to_string()],
            _ => {
                // NetBox writes the addresses of a range with the length of their network; alone that is the family's.
                let bits = entry.range.family().bits();
                vec![format!("{}/{bits}", entry.range.first()), format!("{}/{bits}", entry.range.last())]
            }
        };
        let status = match entry.status {
            Some(Status::Planned) => "reserved",
            Some(Status::Deprecated) => "deprecated",
            Some(Status::Active) | None => "active",
        };
        let role = if entry.role.value == Role::Unknown { "" } else { entry.role.value.name() };
        let owner = cell(entry, PlanField::Owner);
        let words = [status, role, &owner, &entry.name];
        cells.extend(words.iter().map(|text| csv_cell(text)));
        cells.push(csv_cell(&cell(entry, PlanField::Note)));
        cells.extend(used.iter().map(|(field, _)| csv_cell(&cell(entry, *field))));
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}
