//! Whole texts in, proposals out, and what the exports write, read again. `#[cfg(test)]`: may use modules further down.

use super::*;
use crate::export::addresses;
use crate::model::{Cloud, Evidence, Known, NewEntry, PlanEntry, Role, Status};
use crate::net::AddressRange;
use crate::session::Snapshot;
use crate::text::Span;
use proptest::option;
use proptest::prelude::*;

/// `range name [role] cluster` of each entry.
fn said(proposal: &Proposal) -> Vec<String> {
    let entry = |it: &Proposed| {
        let entry = &it.entry;
        let cluster = entry.cluster.as_deref().map(|cluster| format!(" @{cluster}")).unwrap_or_default();
        format!("{} {} [{}]{cluster}", entry.range, entry.name, it.role().name())
    };
    proposal.entries.iter().map(entry).collect()
}

#[test]
fn a_european_export_with_a_title_above_is_read_by_its_headings() {
    let text = "\u{feff}Netzplan;;\r\nNetz;Zweck;Verantwortlich\r\n10.1.0.0/16;Pods;\"Team \"\"A\"\"\"\r\nfd00::/64;Worker;\r\n";
    let found = read(text);
    assert_eq!(said(&found), ["10.1.0.0/16  [pods]", "fd00::/64 Worker [nodes]"]);
    assert_eq!(found.entries[0].entry.owner.as_deref(), Some("Team \"A\""));
    assert!(found.problems.iter().any(|problem| problem.message.contains("above the table")));
}

#[test]
fn a_table_without_headings_is_read_by_what_its_columns_hold() {
    assert_eq!(
        said(&read("dmz,10.0.1.0/24\npods,10.0.2.0/24\n")),
        ["10.0.1.0/24 dmz [subnet]", "10.0.2.0/24 pods [pods]"]
    );
}

#[test]
fn masks_and_last_addresses_may_stand_in_columns_of_their_own() {
    assert_eq!(
        said(&read("Name,Network,Netmask\na,10.0.0.0,255.255.0.0\nb,10.1.0.0,24\n")),
        ["10.0.0.0/16 a [unknown]", "10.1.0.0/24 b [unknown]"]
    );
    assert_eq!(said(&read("Name,Start,End\na,10.0.0.4,10.0.0.9\n")), ["10.0.0.4-10.0.0.9 a [unknown]"]);
}

#[test]
fn bad_lines_are_problems_at_their_place_and_the_others_are_read() {
    let text = "cidr,name\n10.0.0.0/16,a\n10.0.0.0/33,b\n,c\n10.1.2.3/16,d\n";
    let found = read(text);
    assert_eq!(said(&found), ["10.0.0.0/16 a [unknown]", "10.1.0.0/16 d [unknown]"]);
    let places: Vec<&str> = found.problems.iter().map(|problem| problem.span.slice(text).trim()).collect();
    assert_eq!(places, ["33", ",c", "10.1.2.3/16"]);
}

#[test]
fn a_purpose_in_words_names_what_has_no_name() {
    let found = read(
        "Prefix;Purpose\n10.0.4.0/24;Printers Berlin\n10.244.0.0/16;Pod addresses\n10.96.0.0/16;services\n",
    );
    assert_eq!(
        said(&found),
        [
            "10.0.4.0/24 Printers Berlin [unknown]",
            "10.244.0.0/16 Pod addresses [pods]",
            "10.96.0.0/16  [services]"
        ]
    );
}

#[test]
fn a_page_gives_each_prefix_with_the_nearest_words() {
    let text = "# Network\n\nNodes use 10.0.0.0/16, while pods get 10.244.0.0/16 and services live in 10.96.0.0/12.\n\
                \nAnyone (0.0.0.0/0) may ask.\n\n| Network Type | CIDR Range | Purpose |\n|---|---|---|\n| Edge | 192.168.4.0/24 | MetalLB |\n";
    let found = read(text);
    assert_eq!(found.format, Format::Page);
    let roles: Vec<_> = found.entries.iter().map(|it| (it.entry.range.to_string(), it.role())).collect();
    assert_eq!(
        roles,
        [
            ("10.0.0.0/16".to_owned(), Role::Nodes),
            ("10.244.0.0/16".to_owned(), Role::Pods),
            ("10.96.0.0/12".to_owned(), Role::Services),
            ("0.0.0.0/0".to_owned(), Role::Unknown),
            ("192.168.4.0/24".to_owned(), Role::LoadBalancers),
        ]
    );
    assert!(found.entries[3].doubt.is_some());
    assert_eq!(found.entries[1].place.slice(text), "10.244.0.0/16");
}

#[test]
fn configuration_is_a_page_whose_keys_say_what_it_is_for() {
    let text = "networking:\n  podSubnet: 10.244.0.0/16,fd00:10:244::/56\n  serviceSubnet: 10.96.0.0/16\n";
    let roles: Vec<_> = read(text).entries.iter().map(|it| it.role()).collect();
    assert_eq!(roles, [Role::Pods, Role::Pods, Role::Services]);
}

#[test]
fn json_of_other_programs_is_read_by_its_keys() {
    let netbox = r#"{"count":1,"results":[{"prefix":"10.0.0.0/16","status":{"value":"reserved"},"role":{"name":"Pods","slug":"pods"},"tenant":{"name":"Shop"},"is_pool":false,"description":"west pods","comments":"n","custom_fields":{"cluster":"west"}}]}"#;
    let found = read(netbox);
    assert_eq!(said(&found), ["10.0.0.0/16 west pods [pods] @west"]);
    assert_eq!(
        (found.entries[0].entry.status, found.entries[0].entry.owner.as_deref()),
        (Some(Status::Planned), Some("Shop"))
    );
    let calculator = r#"{"config_version":"2","base_network":"10.0.0.0/16","subnets":{"10.0.0.0/16":{"10.0.0.0/17":{"_note":"nodes"},"10.0.128.0/17":{"10.0.128.0/18":{},"10.0.192.0/18":{"_note":"pods"}}}}}"#;
    assert_eq!(
        said(&read(calculator)),
        [
            "10.0.0.0/16  [unknown]",
            "10.0.0.0/17 nodes [nodes]",
            "10.0.128.0/18  [unknown]",
            "10.0.192.0/18 pods [pods]"
        ]
    );
    let aws = r#"{"Subnets":[{"CidrBlock":"10.0.1.0/24","AvailabilityZone":"eu-west-1a","SubnetId":"subnet-1","VpcId":"vpc-1","Ipv6CidrBlockAssociationSet":[{"Ipv6CidrBlock":"2001:db8::/64"}],"Tags":[{"Key":"Name","Value":"private-a"},{"Key":"kubernetes.io/cluster/shop","Value":"owned"}]}]}"#;
    let found = read(aws);
    assert_eq!(
        said(&found),
        ["10.0.1.0/24 private-a [subnet] @shop", "2001:db8::/64 private-a [subnet] @shop"]
    );
    assert_eq!(
        (found.entries[0].entry.zone.as_deref(), found.entries[0].entry.cloud),
        (Some("eu-west-1a"), Cloud::named("aws"))
    );
    let plan = r#"{"prefixes":[{"name":"lb","cidr":null,"first":"10.0.0.4","last":"10.0.0.9","role":"load-balancers","free":[]}],"problems":[]}"#;
    assert_eq!(said(&read(plan)), ["10.0.0.4-10.0.0.9 lb [load-balancers]"]);
    assert_eq!(read("[{]").problems.len(), 1);
}

#[test]
fn real_pages_give_their_cluster_service_node_and_pod_ranges() {
    // Pages that are not part of the project; where they are absent there is nothing to try.
    let folder = std::env::var("NETPLAT_SEEDS").unwrap_or_default();
    let Ok(files) = std::fs::read_dir(folder) else { return };
    for file in files.flatten() {
        let name = file.file_name().to_string_lossy().into_owned();
        let roles = |text: &str| {
            let found = read(text);
            found.entries.iter().map(|it| (it.entry.range.to_string(), it.role())).collect::<Vec<_>>()
        };
        let expected: &[(&str, Role)] = match name.get(..3) {
            Some("002") => &[
                ("10.244.0.0/16", Role::Pods),
                ("10.96.0.0/12", Role::Services),
                ("10.0.0.0/16", Role::Nodes),
            ],
            Some("003") => &[("10.69.0.0/16", Role::Pods), ("10.96.0.0/16", Role::Services)],
            _ => continue,
        };
        let text = std::fs::read_to_string(file.path()).expect("a page");
        let expected: Vec<_> = expected.iter().map(|(range, role)| ((*range).to_owned(), *role)).collect();
        assert_eq!(roles(&text), expected, "{name}");
    }
}

#[test]
fn a_large_table_is_read_in_steps_and_within_bounds() {
    let mut text = String::from("cidr,name\n");
    for index in 0..MAX_ENTRIES + 5 {
        text.push_str(&format!("10.{}.{}.0/24,x\n", index >> 8 & 255, index & 255));
    }
    text.push_str("bad,\"\n");
    let mut reader = Reader::new(&text, recognise(&text));
    let mut steps = 0;
    while !reader.step(1 << 16).is_done() {
        steps += 1;
    }
    let found = reader.finish();
    assert!(steps > 10);
    assert_eq!((found.entries.len(), found.further_entries), (MAX_ENTRIES, 5));
    assert!(!found.problems.is_empty());
}

#[test]
fn no_cell_of_an_export_is_a_formula() {
    let mut entry = entry(AddressRange::read("10.0.0.0/8").unwrap().value);
    for hostile in ["=1+1", "+1", "-1", "@a", "\t=1", " =1", "\"=1", "a,=1"] {
        entry.name = hostile.to_owned();
        let text = addresses::csv(std::slice::from_ref(&entry));
        let row = text.lines().nth(1).unwrap_or_default();
        assert!(!row.contains(",=") || hostile == "a,=1", "{row}");
        assert_eq!(read(&text).entries[0].entry.name, hostile);
    }
}

#[test]
fn a_design_that_is_made_of_a_proposal_says_the_same() {
    let found = read(
        "cidr,name,role,note\n10.0.0.0/16,\"a: \"\"b\"\" #c\",pods,\"two\nlines\"\n10.9.0.1-10.9.0.4,no,vpn,x\n",
    );
    let model = Snapshot::new(&design(found.entries.iter().map(|it| &it.entry))).model;
    let again: Vec<_> = model.plan.iter().map(NewEntry::of).collect();
    let meant: Vec<_> = found.entries.into_iter().map(|it| it.entry).collect();
    assert_eq!(again, meant);
}

fn entry(range: AddressRange) -> PlanEntry {
    let text = "---\nnetplat: { addresses: [{ cidr: 10.0.0.0/8 }] }\n---\n";
    PlanEntry { range, ..Snapshot::new(text).model.plan[0].clone() }
}

fn hostile() -> impl Strategy<Value = String> {
    "([=+@|\\\\\"'`*_<>&;:,#{}$%! \n\r\t-]|[a-zé]|\\PC){1,10}"
}

fn ranges() -> impl Strategy<Value = AddressRange> {
    let four = (any::<u32>(), 1..=32u8).prop_filter_map("a prefix", |(bits, length)| {
        crate::net::Cidr::containing(std::net::Ipv4Addr::from_bits(bits).into(), length)
            .map(AddressRange::from)
    });
    let six = (any::<u128>(), 1..=128u8).prop_filter_map("a prefix", |(bits, length)| {
        let address = std::net::Ipv6Addr::from_bits(bits | 1 << 127);
        crate::net::Cidr::containing(address.into(), length).map(AddressRange::from)
    });
    let stop = (any::<u16>(), any::<u8>()).prop_filter_map("a range", |(start, size)| {
        let at = |number: u32| std::net::Ipv4Addr::from_bits(0x0a00_0000 + number).into();
        AddressRange::new(at(u32::from(start)), at(u32::from(start) + u32::from(size) + 1))
    });
    prop_oneof![four, six, stop]
}

prop_compose! {
    fn entries()(range in ranges(), name in option::of(hostile()), role in 0..10usize, mask in option::of(0..=32u8),
        cluster in option::of(hostile()), cloud in option::of(0..3usize), zone in option::of(hostile()),
        owner in option::of(hostile()), status in 0..3usize, note in option::of(hostile())) -> PlanEntry {
        PlanEntry {
            name: name.unwrap_or_default(),
            role: Known { value: Role::ALL[role], evidence: Evidence::Declared(Span::default()) },
            node_mask: mask,
            cluster,
            cloud: cloud.map(|cloud| Cloud::ALL[cloud]),
            zone,
            owner,
            status: Some(Status::ALL[status]),
            note,
            ..entry(range)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn what_goes_out_comes_in_again(plan in prop::collection::vec(entries(), 1..6)) {
        let meant: Vec<_> = plan.iter().map(NewEntry::of).collect();
        let forms = [
            ("csv", addresses::csv(&plan)),
            ("markdown", addresses::markdown(&plan)),
            ("json", addresses::json(&plan).unwrap()),
        ];
        for (form, text) in forms {
            let found = read(&text);
            let again: Vec<_> = found.entries.into_iter().map(|it| it.entry).collect();
            prop_assert_eq!(&again, &meant, "{}:\n{}\n{:?}", form, text, found.problems);
        }
        // What a design says, and nothing of its prose; its tables are read as the design reads them.
        let facts = design(&meant);
        let found = read(&facts);
        let again: Vec<_> = found.entries.into_iter().map(|it| it.entry).collect();
        prop_assert_eq!((found.format, &again), (Format::Design, &meant), "{}", facts);
        let whole = format!("{facts}\nSee 192.0.2.0/24.\n\n{}", addresses::markdown(&plan));
        let again: Vec<_> = read(&whole).entries.into_iter().map(|it| it.entry).collect();
        prop_assert_eq!(again, Snapshot::new(&whole).model.plan.iter().map(NewEntry::of).collect::<Vec<_>>());
        let mut again: Vec<_> = Vec::new();
        for file in addresses::netbox(&plan) {
            again.extend(read(&file.text).entries.into_iter().map(|it| it.entry));
        }
        let (mut prefixes, ranges): (Vec<_>, Vec<_>) = meant.into_iter().partition(|it| it.range.prefix().is_some());
        prefixes.extend(ranges);
        prop_assert_eq!(again, prefixes);
    }

    #[test]
    fn any_text_is_read_without_panic(text in "([|,;\"'\n\\[\\]{}:/.0-9a-f -]|\\PC){0,80}") {
        for format in Format::ALL {
            let mut reader = Reader::new(&text, Recognised::as_format(&text, format));
            let mut steps = 0;
            while !reader.step(7).is_done() {
                steps += 1;
                prop_assert!(steps <= text.len());
            }
        }
    }
}
