use super::object::Object;
use super::objects::{Left, Objects, WhyLeft};
use super::parts::{indentation, margin, parts};
use super::rule::{MISSING_FIELD, WRONG_TYPE};
use crate::diagnostic::Problem;
use crate::document::{BlockKind, Document};
use crate::yaml::{self, Node, Value};

/// The objects in the YAML and JSON fences of `document`, which was read from `text`.
///
/// Never fails. Linear in the text, within the limits of [`crate::yaml`] for each YAML document.
pub fn read(text: &str, document: &Document) -> Objects {
    let mut read = Objects::default();
    for (block, fence) in document.blocks.iter().enumerate() {
        if may_hold_objects(&fence.kind) {
            read_parts(fence.file_text(text), fence.content.start as usize, Some(block), &mut read);
        }
    }
    read
}

/// Whether objects are looked for in blocks of this kind.
pub fn may_hold_objects(kind: &BlockKind) -> bool {
    match kind {
        BlockKind::Yaml => true,
        BlockKind::OtherFence { language } => language == "json",
        _ => false,
    }
}

/// The objects of a whole file of YAML or JSON.
///
/// Never fails. Linear in the text, within the limits of [`crate::yaml`] for each YAML document.
pub fn read_manifest(text: &str) -> Objects {
    let mut read = Objects::default();
    read_parts(text, 0, None, &mut read);
    read
}

/// Adds what `source` holds, which starts at byte `base` of the text.
fn read_parts(source: &str, base: usize, block: Option<usize>, read: &mut Objects) {
    for part in parts(source) {
        let why = read_part(part.slice(source), base + part.start as usize, block, read);
        read.left.extend(why.map(|why| Left { span: part.shifted(base), why }));
    }
}

/// Adds the objects of one YAML document. Returns why there are none.
fn read_part(part: &str, base: usize, block: Option<usize>, read: &mut Objects) -> Option<WhyLeft> {
    if !may_be_object(part) {
        return Some(WhyLeft::NotAnObject);
    }
    let yaml = yaml::read(part, base);
    let is_whole = yaml.problems.is_empty();
    if !is_whole && is_template(part) {
        return Some(WhyLeft::Template);
    }
    let before = read.objects.len();
    let mut unfolded = Unfolded { block, is_whole, objects: &mut read.objects, problems: Vec::new() };
    yaml.documents.into_iter().for_each(|tree| unfolded.add(tree, None));
    let problems = unfolded.problems;
    let is_empty = read.objects.len() == before;
    if is_whole {
        let why = if problems.is_empty() { WhyLeft::NotAnObject } else { WhyLeft::Unreadable };
        read.problems.extend(problems);
        return is_empty.then_some(why);
    }
    if is_empty && !is_meant_as_object(part) {
        return Some(WhyLeft::NotAnObject);
    }
    // What follows a line that cannot be read may be wrong only because of it. An excerpt is not meant to be whole.
    if !is_excerpt(part) {
        read.problems.extend(yaml.problems.into_iter().next());
    }
    is_empty.then_some(WhyLeft::Unreadable)
}

/// Takes the objects out of documents and lists.
struct Unfolded<'a> {
    block: Option<usize>,
    is_whole: bool,
    objects: &'a mut Vec<Object>,
    /// What keeps something from being an object that was meant as one.
    problems: Vec<Problem>,
}

impl Unfolded<'_> {
    /// Adds the object that `tree` is, or those that it lists. Items of a list may leave out what the list's kind says.
    fn add(&mut self, tree: Node, listed: Option<(&str, &str)>) {
        let own = |key: &str| tree.get(key).and_then(Node::text);
        let (Some(api_version), Some(kind)) =
            (own("apiVersion").or(listed.map(|it| it.0)), own("kind").or(listed.map(|it| it.1)))
        else {
            return self.report_unnamed(&tree);
        };
        let (api_version, kind) = (api_version.to_owned(), kind.to_owned());
        match kind.strip_suffix("List").filter(|_| tree.get("items").is_some()) {
            Some("") => self.items(tree).into_iter().for_each(|item| self.add(item, None)),
            Some(of) => {
                let items = self.items(tree);
                items.into_iter().for_each(|item| self.add(item, Some((&api_version, of))));
            }
            None => {
                let named = |key: &str| tree.get("metadata")?.get(key)?.text().map(str::to_owned);
                let namespace = named("namespace").filter(|namespace| !namespace.is_empty());
                let name = named("name").or_else(|| named("generateName")).unwrap_or_default();
                let (span, block, is_whole) = (tree.span, self.block, self.is_whole);
                self.objects.push(Object { namespace, name, span, api_version, kind, tree, block, is_whole });
            }
        }
    }

    /// What `list` lists, taken out of it.
    fn items(&mut self, list: Node) -> Vec<Node> {
        let Value::Mapping(mapping) = list.value else { return Vec::new() };
        let Some(items) = mapping.entries.into_iter().find(|entry| entry.key == "items") else {
            return Vec::new();
        };
        let Value::Sequence(sequence) = items.value.value else {
            if !items.value.is_null() {
                self.wrong_type(&items.value, "a list");
            }
            return Vec::new();
        };
        let (objects, others) = sequence.items.into_iter().partition(|item| item.mapping().is_some());
        let others: Vec<Node> = others;
        others.iter().for_each(|item| self.wrong_type(item, "an object"));
        objects
    }

    /// Reports what does not say of which kind it is, though it has the other fields of an object.
    fn report_unnamed(&mut self, tree: &Node) {
        let has = |key: &str| tree.get(key).is_some_and(|node| !node.is_null());
        for key in ["apiVersion", "kind"] {
            match tree.get(key).filter(|node| !node.is_null()) {
                Some(node) if node.text().is_none() => self.wrong_type(node, "a text"),
                None if has("metadata") && (has("spec") || has("data")) => {
                    let place = tree.entries().first().map_or(tree.span, |entry| entry.key_span);
                    let message = format!("the field `{key}` is missing");
                    self.problems.push(Problem::new(&MISSING_FIELD, place, message));
                }
                _ => {}
            }
        }
    }

    fn wrong_type(&mut self, node: &Node, expected: &str) {
        let message = format!("expected {expected}, found {}", node.described());
        self.problems.push(Problem::new(&WRONG_TYPE, node.span, message));
    }
}

/// Whether it is worth while to read `part`. Most fences hold something else; this spares parsing them at each
/// keystroke.
fn may_be_object(part: &str) -> bool {
    match (part.contains("apiVersion"), part.contains("kind")) {
        (true, true) => true,
        (false, false) => false,
        // One of them may have been forgotten.
        _ => part.contains("metadata") && (part.contains("spec") || part.contains("data:")),
    }
}

/// Whether a program fills in `part` before it is YAML: Helm, Jinja, Go's templates.
fn is_template(part: &str) -> bool {
    ["{{", "{%", "<%"].iter().any(|mark| part.contains(mark))
}

/// Whether a line stands for what the author left out.
fn is_excerpt(part: &str) -> bool {
    part.lines().any(|line| matches!(line.trim().trim_start_matches("# "), "..." | "…" | "[...]" | "[…]"))
}

/// Whether `part` has two of an object's keys where an object has them, whatever is wrong with it.
fn is_meant_as_object(part: &str) -> bool {
    let margin = margin(part);
    let is_json = part.trim_start().starts_with('{');
    let lines = part.lines().filter(|line| is_json || indentation(line) == margin);
    let has = |key: &str| {
        lines.clone().any(|line| {
            let after = line.trim_start().trim_start_matches(['"', '\'']).strip_prefix(key);
            after.is_some_and(|after| !after.starts_with(char::is_alphanumeric))
        })
    };
    has("apiVersion") && (has("kind") || has("metadata")) || has("kind") && has("metadata")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;
    use proptest::prelude::*;

    /// What is found in a file: a line for each object, each document left, and each problem.
    fn found(text: &str) -> Vec<String> {
        described(text, &read_manifest(text))
    }

    fn described(text: &str, read: &Objects) -> Vec<String> {
        let objects = read.objects.iter().map(|object| {
            format!("{} {object}{}", object.api_version, if object.is_whole { "" } else { " in part" })
        });
        let left = read.left.iter().map(|left| format!("{:?}", left.why));
        let line = |span: Span| text[..span.start as usize].matches('\n').count() + 1;
        let problems =
            read.problems.iter().map(|problem| format!("{} line {}", problem.rule.code, line(problem.span)));
        objects.chain(left).chain(problems).collect()
    }

    fn pod(name: &str) -> String {
        format!("apiVersion: v1\nkind: Pod\nmetadata:\n  name: {name}\n")
    }

    #[test]
    fn documents_and_lists_are_unfolded() {
        let text = "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata: { name: a }\n---\n\
                    apiVersion: networking.k8s.io/v1\nkind: NetworkPolicyList\nitems:\n- metadata: { name: b, namespace: c }\n";
        assert_eq!(found(text), ["v1 Pod a", "networking.k8s.io/v1 NetworkPolicy c/b"]);
        let read = read_manifest(text);
        assert_eq!(read.objects[1].span.slice(text), "metadata: { name: b, namespace: c }");
    }

    #[test]
    fn json_is_read_as_yaml_is() {
        let text = "{\n\t\"apiVersion\": \"v1\",\n\t\"kind\": \"PodList\",\n\t\"items\": [{\"metadata\": {\"name\": \"a\\u002db\"}}]\n}\n";
        assert_eq!(found(text), ["v1 Pod a-b"]);
    }

    #[test]
    fn a_broken_document_is_one_problem_at_its_line_and_the_others_are_read() {
        let broken: &[(&str, &str)] = &[
            ("\tlabels: {}\n", "YA003 line 10"),
            ("  labels\n  a: b\n", "YA001 line 10"),
            ("  name: again\n", "YA002 line 10"),
            ("  labels: [\n", "YA001 line 10"),
        ];
        for (line, problem) in broken {
            let text = format!("{}---\n{}{line}---\n{}", pod("a"), pod("b"), pod("c"));
            let found = found(&text);
            assert_eq!(found.first().map(String::as_str), Some("v1 Pod a"), "{text}");
            assert!(found.contains(&"v1 Pod c".to_owned()), "{text}");
            let problems: Vec<_> = found.iter().filter(|line| line.starts_with("YA")).collect();
            assert_eq!(problems, [problem], "{text}");
        }
    }

    #[test]
    fn a_hundred_levels_and_exploding_anchors_are_refused() {
        let deep = "[".repeat(100) + &"]".repeat(100);
        let laughs: String = (1..9)
            .map(|level| {
                format!("  l{level}: &l{level} [{}]\n", vec![format!("*l{}", level - 1); 10].join(", "))
            })
            .collect();
        for spec in [format!("spec: {deep}\n"), format!("spec:\n  l0: &l0 ha\n{laughs}")] {
            let found = found(&format!("{}{spec}---\n{}", pod("a"), pod("b")));
            assert!(found.contains(&"v1 Pod b".to_owned()));
            assert_eq!(found.iter().filter(|line| line.starts_with("YA004")).count(), 1, "{found:?}");
        }
    }

    #[test]
    fn what_is_no_object_is_left_alone() {
        assert_eq!(found("replicas: 3\nimage: [\n"), ["NotAnObject"]);
        assert_eq!(
            found("# kind and apiVersion\nvalues:\n  apiVersion: v1\n  kind: x: y\n"),
            ["NotAnObject"]
        );
        assert_eq!(found("apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Name }}\n"), ["Template"]);
        assert_eq!(found("apiVersion: v1\nkind: Pod\n{{- if x }}\n"), ["Template"]);
        let excerpt = "apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  ...\n  containers: []\n";
        assert_eq!(found(excerpt), ["v1 Pod a in part"]);
    }

    #[test]
    fn what_forgets_its_kind_is_meant_as_an_object() {
        assert_eq!(
            found("apiVersion: v1\nmetadata: { name: a }\nspec: {}\n"),
            ["Unreadable", "KU003 line 1"]
        );
        assert_eq!(found("kind: [Pod]\napiVersion: v1\n"), ["Unreadable", "KU001 line 1"]);
        assert_eq!(
            found("apiVersion: v1\nkind: List\nitems:\n- 3\n- { apiVersion: v1, kind: Pod }\n"),
            ["v1 Pod ", "KU001 line 4"]
        );
        assert_eq!(found("metadata: { name: a }\nkind: x\n"), ["NotAnObject"]);
    }

    #[test]
    fn placeholders_between_quotes_make_no_template() {
        assert_eq!(found("apiVersion: v1\nkind: Pod\nmetadata: { name: \"{{ x }}\" }\n"), ["v1 Pod {{ x }}"]);
    }

    #[test]
    fn an_object_without_a_colon_is_still_meant_as_one() {
        assert_eq!(found("apiVersion v1\nkind: Pod\nmetadata:\n  name: a\n"), ["Unreadable", "YA001 line 2"]);
    }

    #[test]
    fn fences_of_a_page_are_read_where_they_stand() {
        let text = format!(
            "# A\n\n- item\n\n  ```yaml\n  {}  ```\n\n```yaml\n{}```\n",
            pod("a").replace('\n', "\n  "),
            pod("b")
        );
        let document = Document::read(&text);
        let read = read(&text, &document);
        assert_eq!(described(&text, &read), ["v1 Pod a", "v1 Pod b"]);
        let object = &read.objects[1];
        assert_eq!(object.span.slice(&text), pod("b").trim_end());
        let block = object.block.and_then(|block| document.blocks.get(block)).expect("a block");
        assert!(block.content.contains(object.span));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_text_can_be_read(text in "(apiVersion: v1\n|kind: List\n|kind: Pod\n|items:\n|- |---\n|\\.\\.\\.\n|[a:{}\\[\\]\"'*& \t]|\n  |\\PC){0,40}") {
            let read = read_manifest(&text);
            for object in &read.objects {
                prop_assert!(text.get(object.span.range()).is_some());
            }
            for problem in &read.problems {
                prop_assert!(text.get(problem.span.range()).is_some());
            }
        }
    }
}
