use super::*;
use crate::document::{Block, Document};
use crate::export;
use crate::k8s;
use crate::mermaid::{self, Flowchart};
use crate::model::{self, Model, ThingKind};
use proptest::prelude::*;
use std::sync::Arc;

fn of(files: &[(&str, &str)]) -> Imported {
    import("t", files.iter().map(|(path, text)| Source::new(*path, text.as_bytes().to_vec())).collect())
}

fn workload(namespace: &str, name: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{ name: {name}, namespace: {namespace} }}\nspec:\n  \
         selector: {{ matchLabels: {{ app: {name} }} }}\n  template:\n    metadata: {{ labels: {{ app: {name} }} }}\n    \
         spec: {{ containers: [{{ name: {name}, image: {name} }}] }}\n"
    )
}

fn service(namespace: &str, name: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Service\nmetadata: {{ name: {name}, namespace: {namespace} }}\n\
         spec: {{ selector: {{ app: {name} }}, ports: [{{ port: 80 }}] }}\n"
    )
}

/// A policy for `to`, with these rules.
fn policy(namespace: &str, to: &str, ingress: &str) -> String {
    format!(
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{ name: {to}, namespace: {namespace} }}\n\
         spec: {{ podSelector: {{ matchLabels: {{ app: {to} }} }}, ingress: [{ingress}] }}\n"
    )
}

/// The lines of the links of a design's views.
fn links(imported: &Imported) -> Vec<&str> {
    imported.text.lines().map(str::trim).filter(|line| line.contains("-->")).collect()
}

/// What `netplat export --to manifests` writes of a page.
fn exported(page: &str) -> String {
    export::own(page, &Document::read(page)).stream()
}

/// The views and the model of a page.
fn read(page: &str) -> (Vec<Arc<Flowchart>>, Model) {
    let document = Document::read(page);
    let chart = |block: &Block| mermaid::read(block.content.slice(page), block.content.start as usize);
    let charts: Vec<_> = document.flowcharts().map(|block| Arc::new(chart(block))).collect();
    let (model, problems) = model::build(page, &document, &charts);
    assert!(charts.iter().all(|chart| chart.problems.is_empty()), "{page}");
    assert_eq!(problems, []);
    (charts, model)
}

#[test]
fn requests_and_flows_are_drawn_as_the_objects_say() {
    let ingress = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: web, namespace: shop }\nspec:\n  rules:\n  \
                   - host: shop.example.com\n    http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] }\n";
    let allow = "{ from: [{ podSelector: { matchLabels: { app: web } } }], ports: [{ port: 5432 }, { port: 53, protocol: UDP }] }";
    let files = [
        workload("shop", "web"),
        workload("shop", "db"),
        workload("shop", "other"),
        service("shop", "web"),
        ingress.to_owned(),
        policy("shop", "db", allow),
    ];
    let imported = of(&[("all.yaml", &files.join("---\n"))]);
    assert_eq!(
        links(&imported),
        [
            "outside --> ingress_shop_web",
            "ingress_shop_web --> service_shop_web",
            "service_shop_web --> deployment_shop_web",
            "deployment_shop_web -->|\"TCP 5432, UDP 53\"| deployment_shop_db",
        ]
    );
}

#[test]
fn a_rule_for_a_whole_namespace_is_one_line_and_one_for_everybody_none() {
    let of_monitoring =
        "{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: monitoring } } }] }";
    let of_all = "{ from: [{ namespaceSelector: {} }] }";
    let files = [
        workload("monitoring", "a"),
        workload("monitoring", "b"),
        workload("shop", "web"),
        workload("shop", "db"),
        policy("shop", "web", of_monitoring),
        policy("shop", "db", of_all),
    ];
    let imported = of(&[("all.yaml", &files.join("---\n"))]);
    assert_eq!(links(&imported), ["namespace_monitoring --> deployment_shop_web"]);
    assert!(imported.text.contains("Not drawn"), "{}", imported.text);
}

#[test]
fn what_another_policy_blocks_is_not_drawn() {
    let allow = "{ from: [{ podSelector: { matchLabels: { app: web } } }] }";
    let deny = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: none, namespace: shop }\n\
                spec: { podSelector: { matchLabels: { app: web } }, policyTypes: [Egress] }\n";
    let files =
        [workload("shop", "web"), workload("shop", "db"), policy("shop", "db", allow), deny.to_owned()];
    assert_eq!(links(&of(&[("all.yaml", &files.join("---\n"))])), [] as [&str; 0]);
}

#[test]
fn three_hundred_workloads_are_an_overview_and_a_view_for_each_namespace() {
    let mut text = String::new();
    for namespace in 0..15 {
        for number in 0..20 {
            let (namespace, name) = (format!("team-{namespace}"), format!("app-{number}"));
            text += &format!("---\n{}---\n{}", workload(&namespace, &name), service(&namespace, &name));
        }
    }
    let imported = of(&[("all.yaml", &text)]);
    let (charts, model) = read(&imported.text);
    let sizes: Vec<usize> = charts.iter().map(|chart| chart.graph.nodes.len()).collect();
    assert_eq!(sizes, [&[15][..], &[40; 15][..]].concat());
    assert!(imported.text.contains("all_of_team-0[[\"team-0<br/>20 workloads<br/>20 services\"]]"));
    // A folded namespace is none of the objects in it.
    let folded = model.thing("all_of_team-0").unwrap();
    assert!(folded.objects.is_empty() && folded.kind.value == ThingKind::Other);
}

#[test]
fn every_node_stands_for_its_object_and_nothing_is_exported_for_it() {
    let files = [workload("shop", "web"), service("shop", "web"), workload("data", "redis")];
    let imported = of(&[("all.yaml", &files.join("---\n"))]);
    let (_, model) = read(&imported.text);
    let named: Vec<String> = model
        .things
        .iter()
        .filter_map(|thing| Some(model.objects.objects.get(*thing.objects.first()?)?.to_string()))
        .collect();
    assert_eq!(named, ["Deployment data/redis", "Deployment shop/web", "Service shop/web"]);
    assert_eq!(export::manifests(&model).objects, []);
    assert_eq!(export::manifests(&model).problems, []);
}

#[test]
fn what_is_drawn_beside_imported_objects_is_exported_and_touches_none_of_them() {
    let imported = of(&[("all.yaml", &workload("shop", "web"))]);
    let text = imported.text.replace(
        "  end\n```",
        "    cache[(Redis cache)]\n  end\n  deployment_shop_web -->|TCP 6379| cache\n```",
    );
    let (_, model) = read(&text);
    let written: Vec<String> = export::manifests(&model)
        .objects
        .iter()
        .map(|object| format!("{} {}", object.kind, object.name))
        .collect();
    assert_eq!(written, ["NetworkPolicy deployment-shop-web-to-cache-ingress", "Service cache"]);
}

#[test]
fn everything_that_is_not_understood_is_listed_with_its_reason() {
    let imported = import(
        "t",
        vec![
            Source::new("broken.yaml", b"apiVersion: v1\nkind: Pod\nmetadata:\n\tname: a\n".to_vec()),
            Source::new("chart/Chart.yaml", b"name: web\n".to_vec()),
            Source::new(
                "chart/templates/web.yaml",
                b"apiVersion: v1\nkind: Pod\nname: {{ .Name }}\n".to_vec(),
            ),
            Source::new("chart/values.yaml", b"replicas: 3\n".to_vec()),
            Source::new("dash.json", b"{ \"panels\": [] }".to_vec()),
            Source::new(
                "kustomization.yaml",
                b"apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n".to_vec(),
            ),
            Source::new("latin.yaml", b"name: B\xfcro\n".to_vec()),
            Source::new("none.yaml", b"# nothing\n".to_vec()),
            Source::left("link.yaml", Why::Link),
            Source::left(".git", Why::Hidden),
            Source::left("logo.png", Why::OtherFormat),
        ],
    );
    let notes: Vec<String> = imported.summary.notes.iter().map(ToString::to_string).collect();
    assert_eq!(
        imported.summary.sentences(),
        [
            "7 files with 2 objects: 1 Pod.",
            "Kept as they stand, of other kinds: 1 Kustomization.",
            "Kept and not understood: 1 document that is no object, 1 file of values for a chart, 1 chart's description, \
             1 template, 1 kustomization, 1 document that cannot be read as YAML, 1 file of nothing but comments.",
            "4 files left out: 1 neither YAML nor JSON, 1 hidden, 1 not UTF-8, 1 symbolic link.",
        ]
    );
    assert_eq!(
        notes,
        [
            ".git: left out: hidden",
            "broken.yaml:4: kept: not readable as YAML: tabs disallowed within this context (block indentation)",
            "chart/Chart.yaml: kept: what a chart says about itself",
            "chart/templates/web.yaml: kept: a template, which a program fills in before it is YAML",
            "chart/values.yaml: kept: values of a chart",
            "dash.json: kept: no object: it has no apiVersion and kind",
            "kustomization.yaml: kept: a kustomization; the objects are read as they stand, without its changes",
            "latin.yaml: left out: not UTF-8",
            "link.yaml: left out: a symbolic link",
            "logo.png: left out: neither YAML nor JSON",
            "none.yaml: kept: nothing but comments",
        ]
    );
}

#[test]
fn what_a_kustomization_applies_is_drawn_in_its_namespace() {
    let release = "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: plex\n";
    let kustomization =
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamespace: media\n";
    let imported = of(&[
        ("apps/media/kustomization.yaml", kustomization),
        ("apps/media/plex/app/helmrelease.yaml", release),
        ("apps/other/helmrelease.yaml", release.replace("plex", "other").as_str()),
    ]);
    let (_, model) = read(&imported.text);
    let namespace = |id: &str| model.thing(id).unwrap().namespace.as_ref().map(|known| known.value.clone());
    assert_eq!(namespace("helmrelease_plex").as_deref(), Some("media"));
    assert_eq!(namespace("helmrelease_other").as_deref(), Some("default"));
    assert_eq!(export::manifests(&model).objects, []);
}

#[test]
fn a_route_leads_from_the_gateway_that_a_kustomization_puts_where_it_names_it() {
    let kustomization =
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamespace: network\n";
    let gateway = "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: main }\n";
    let route = "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: web, namespace: shop }\n\
                 spec: { parentRefs: [{ name: main, namespace: network }] }\n";
    let imported =
        of(&[("net/kustomization.yaml", kustomization), ("net/gateway.yaml", gateway), ("web.yaml", route)]);
    assert_eq!(links(&imported), ["outside --> gateway_main", "gateway_main --> httproute_shop_web"]);
}

#[test]
fn secrets_in_clear_are_counted_and_encrypted_ones_are_not() {
    let secret = |extra: &str| {
        format!("apiVersion: v1\nkind: Secret\nmetadata: {{ name: a }}\ndata: {{ a: YQ== }}\n{extra}")
    };
    let imported = of(&[("a.yaml", &secret("")), ("b.yaml", &secret("sops: { version: 3.8.1 }\n"))]);
    assert_eq!(imported.summary.secrets, 1);
}

#[test]
fn names_that_mermaid_or_markdown_would_read_as_more_are_only_names() {
    let text = workload("shop", "\"end]; <b>`x`|\"").replace("app: \"end]; <b>`x`|\"", "app: a");
    let imported = import("# x ``` [a](b) <!--", vec![Source::new("`a` | <b>.yaml", text.into_bytes())]);
    let (charts, model) = read(&imported.text);
    assert_eq!((charts.len(), model.objects.objects.len()), (1, 1));
}

/// Documents as they are found in repositories, with what stands around them.
fn file() -> impl Strategy<Value = String> {
    let document = prop_oneof![
        "[a-c]".prop_map(|name| workload("shop", &name)),
        "[a-c]".prop_map(|name| service("shop", &name)),
        "[a-c]".prop_map(|name| format!("apiVersion: v1\nkind: Secret\nmetadata:\n  name: {name}\nsops: {{}}\ntext: |\n  ```\n  --- x\n")),
        Just("apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata: { name: p }\n- {}\n".to_owned()),
        Just("{ \"apiVersion\": \"v1\", \"kind\": \"ConfigMap\" }\n".to_owned()),
        Just("replicas: 3\n".to_owned()),
        Just("apiVersion: v1\nkind: Pod\nx: {{ .Values }}\n".to_owned()),
        Just("# nothing\n".to_owned()),
        Just(String::new()),
    ];
    let mark = prop_oneof![
        Just("---\n"),
        Just("--- # two\n"),
        Just("# about\n---\n"),
        Just("...\n---\n"),
        Just("---\n# x\n")
    ];
    let pieces = prop::collection::vec((mark, document), 1..4);
    (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), pieces).prop_map(
        |(starts, crlf, ends, bom, pieces)| {
            let mut text = String::new();
            for (index, (mark, document)) in pieces.iter().enumerate() {
                if index > 0 || starts {
                    text.push_str(mark);
                }
                text.push_str(document);
            }
            if !ends {
                text.truncate(text.trim_end().len());
            }
            let text = if crlf { text.replace('\n', "\r\n") } else { text };
            if bom { format!("\u{feff}{text}") } else { text }
        },
    )
}

proptest! {
    #[test]
    fn the_page_holds_every_byte_of_every_file(
        files in prop::collection::vec(
            ("[a-c/]{1,4}", "(```|~~~|---\n|\r|\n|\u{feff}|[ a:{}-]|apiVersion: v1\nkind: Pod\n|metadata: \\{ name: a \\}\n|\\PC){0,20}"),
            0..5,
        ),
    ) {
        let sources: Vec<Source> = files
            .iter()
            .map(|(path, text)| Source::new(format!("{path}.yaml"), text.as_bytes().to_vec()))
            .filter(|source| unread(&source.path).is_none())
            .collect();
        let mut expected: Vec<String> =
            sources.iter().map(|source| String::from_utf8(source.content.clone().unwrap()).unwrap()).collect();
        let imported = import("t", sources);
        let document = Document::read(&imported.text);
        let mut found: Vec<String> = document
            .blocks
            .iter()
            .filter(|block| block.title(&imported.text).is_some())
            .map(|block| block.file_text(&imported.text).to_owned())
            .collect();
        expected.sort();
        found.sort();
        prop_assert_eq!(found, expected, "{}", imported.text);
        let objects = k8s::read(&imported.text, &document).objects.len();
        prop_assert_eq!(objects, imported.summary.objects(), "{}", imported.text);
    }

    #[test]
    fn what_goes_out_is_what_came_in(files in prop::collection::vec(file(), 1..4)) {
        let sources = files.iter().enumerate().map(|(index, text)| Source::new(format!("{index}.yaml"), text.as_bytes().to_vec()));
        let page = import("t", sources.collect()).text;
        let objects = |text: &str| -> Vec<String> {
            let read = k8s::read_manifest(text);
            read.objects.iter().map(|object| object.span.slice(text).trim_end().to_owned()).collect()
        };
        let before: Vec<String> = files.iter().flat_map(|text| objects(text)).collect();
        let out = exported(&page);
        prop_assert_eq!(objects(&out), before, "{}", out);
        prop_assert_eq!(k8s::read_manifest(&out).left, []);
        // Read again, the page says the same.
        let again: Vec<String> = objects(&exported(&import("t", vec![Source::new("all.yaml", out.clone().into_bytes())]).text));
        prop_assert_eq!(again, objects(&out));
    }
}
