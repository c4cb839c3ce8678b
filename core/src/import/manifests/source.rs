use super::distinct::Distinct;
use super::note::Why;

/// A file that was offered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Source {
    /// Its path below the folder or archive, with forward slashes.
    pub path: String,
    /// What it says, or why that was not read.
    pub content: Result<Vec<u8>, Why>,
}

impl Source {
    /// A file that was read.
    pub fn new(path: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self { path: path.into(), content: Ok(bytes) }
    }

    /// A file that was not read.
    pub fn left(path: impl Into<String>, why: Why) -> Self {
        Self { path: path.into(), content: Err(why) }
    }
}

/// Why the file at `path` need not be opened: it is hidden, or neither YAML nor JSON by its name.
///
/// ```
/// use netplat_core::import::manifests::{Why, unread};
/// assert_eq!(unread("apps/web.yaml"), None);
/// assert_eq!(unread("README.md"), Some(Why::OtherFormat));
/// assert_eq!(unread(".git/config"), Some(Why::Hidden));
/// ```
pub fn unread(path: &str) -> Option<Why> {
    if path.split('/').any(is_hidden) {
        return Some(Why::Hidden);
    }
    language(path).is_none().then_some(Why::OtherFormat)
}

/// Whether a file or folder of this name is hidden: it configures the tools around a repository.
pub fn is_hidden(name: &str) -> bool {
    name.starts_with('.') && name.len() > 1 && name != ".."
}

/// The language of the fence for a file, by its name; none for what is neither YAML nor JSON.
pub(super) fn language(path: &str) -> Option<&'static str> {
    let (stem, extension) = path.rsplit_once('.')?;
    if stem.is_empty() || stem.ends_with('/') {
        return None;
    }
    match extension.to_ascii_lowercase().as_str() {
        "yaml" | "yml" => Some("yaml"),
        "json" => Some("json"),
        _ => None,
    }
}

/// Brings files in the order of a folder's listing, name by name, and takes care that no two have the same path.
pub(super) fn in_order(mut sources: Vec<Source>) -> Vec<Source> {
    sources.sort_by(|a, b| a.path.split('/').cmp(b.path.split('/')));
    let mut paths = Distinct::default();
    for source in &mut sources {
        source.path = paths.take(std::mem::take(&mut source.path), numbered);
    }
    sources
}

/// `apps/web-2.yaml` for the second `apps/web.yaml`.
fn numbered(path: &str, number: usize) -> String {
    match path.rsplit_once('.').filter(|(_, extension)| !extension.contains('/')) {
        Some((stem, extension)) => format!("{stem}-{number}.{extension}"),
        None => format!("{path}-{number}"),
    }
}

/// Takes off the folder that all paths share: archives of repositories put everything into one. Returns its name.
pub fn without_common_folder(sources: &mut [Source]) -> Option<String> {
    let folder = sources.first()?.path.split_once('/')?.0.to_owned();
    let is_inside = |path: &str| path.strip_prefix(&folder).is_some_and(|rest| rest.starts_with('/'));
    if !sources.iter().all(|source| is_inside(&source.path)) {
        return None;
    }
    for source in sources {
        source.path.drain(..=folder.len());
    }
    Some(folder)
}
