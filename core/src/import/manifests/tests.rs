use super::*;
use crate::document::Document;
use crate::k8s;
use proptest::prelude::*;

const WEB: &str = "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: shop }\nspec:\n  template:\n    metadata: { labels: { app: web } }\n    spec: { containers: [{ name: web, image: web }] }\n";

fn of(files: &[(&str, &str)]) -> Imported {
    import("t", files.iter().map(|(path, text)| Source::new(*path, text.as_bytes().to_vec())).collect())
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
        let mut expected: Vec<String> = sources.iter().map(|source| String::from_utf8(source.content.clone().unwrap()).unwrap()).collect();
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
}

#[test]
fn tmp() {
    println!("{}", of(&[("web.yaml", WEB)]).text);
}
