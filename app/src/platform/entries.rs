//! Files and folders that a user drops on the page or chooses, with what lies in them.

use js_sys::{Array, Function, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DataTransfer, File, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry, HtmlInputElement,
};

/// Something that was dropped or chosen. It can be looked into later, also when the event is over.
#[derive(Clone, Debug)]
pub enum Offered {
    /// A file, perhaps of a chosen folder.
    File(File),
    /// A file or folder that was dropped.
    Entry(FileSystemEntry),
}

/// A file with its path, forward slashes between the folders; without one for a folder that was passed over.
#[derive(Clone, Debug)]
pub struct Found {
    /// Below what was dropped or chosen.
    pub path: String,
    /// The file.
    pub file: Option<File>,
}

/// What was dropped. To be asked while the event lasts.
pub fn dropped(transfer: &DataTransfer) -> Vec<Offered> {
    let items = transfer.items();
    let entry = |index| items.get(index)?.webkit_get_as_entry().ok().flatten().map(Offered::Entry);
    let entries: Vec<Offered> = (0..items.length()).filter_map(entry).collect();
    let files = transfer.files();
    let count = files.as_ref().map_or(0, |files| files.length());
    if entries.len() as u32 >= count && !entries.is_empty() {
        return entries;
    }
    (0..count).filter_map(|index| files.as_ref()?.get(index)).map(Offered::File).collect()
}

/// Whether a folder is among them.
pub fn has_folder(offered: &[Offered]) -> bool {
    offered.iter().any(|offered| matches!(offered, Offered::Entry(entry) if entry.is_directory()))
}

/// Lets the user choose a folder, and hands over its files.
pub fn pick_folder(then: impl FnOnce(Vec<Offered>) + 'static) {
    super::files::pick_with(
        |input: &HtmlInputElement| {
            // Refused only where the name is none of an attribute.
            let _ = input.set_attribute("webkitdirectory", "");
        },
        move |files| then(files.into_iter().map(Offered::File).collect()),
    );
}

/// All files in what was offered. A folder is looked into unless `passes_over` its name.
pub async fn found(offered: Vec<Offered>, passes_over: fn(&str) -> bool) -> Vec<Found> {
    let mut found = Vec::new();
    let mut open: Vec<(String, Offered)> =
        offered.into_iter().rev().map(|offered| (String::new(), offered)).collect();
    while let Some((folder, offered)) = open.pop() {
        match offered {
            Offered::File(file) => {
                let path = relative_path(&file).unwrap_or_else(|| file.name());
                found.push(Found { path: folder + &path, file: Some(file) });
            }
            Offered::Entry(entry) => {
                let path = folder + &entry.name();
                if entry.is_directory() && passes_over(&entry.name()) {
                    found.push(Found { path, file: None });
                } else if let Some(directory) = entry.dyn_ref::<FileSystemDirectoryEntry>() {
                    let below = format!("{path}/");
                    open.extend(
                        inside(directory)
                            .await
                            .into_iter()
                            .map(|entry| (below.clone(), Offered::Entry(entry))),
                    );
                } else if let Some(file) = entry.dyn_ref::<FileSystemFileEntry>() {
                    found.push(Found { path, file: file_of(file).await });
                }
            }
        }
    }
    found
}

/// The bytes of a file; nothing where the browser cannot read it.
pub async fn bytes(file: &File) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// `shop/web.yaml` for a file of the chosen folder `shop`.
fn relative_path(file: &File) -> Option<String> {
    let path = js_sys::Reflect::get(file, &"webkitRelativePath".into()).ok()?.as_string()?;
    (!path.is_empty()).then_some(path)
}

/// What a folder holds. A browser hands it over in batches, the last of them empty.
async fn inside(directory: &FileSystemDirectoryEntry) -> Vec<FileSystemEntry> {
    let reader = directory.create_reader();
    let mut all = Vec::new();
    loop {
        let batch =
            answer(|resolve, reject| reader.read_entries_with_callback_and_callback(resolve, reject)).await;
        let batch: Vec<FileSystemEntry> = batch
            .map(|batch| Array::from(&batch).iter().filter_map(|entry| entry.dyn_into().ok()).collect())
            .unwrap_or_default();
        if batch.is_empty() {
            return all;
        }
        all.extend(batch);
    }
}

async fn file_of(entry: &FileSystemFileEntry) -> Option<File> {
    let file = answer(|resolve, reject| {
        entry.file_with_callback_and_callback(resolve, reject);
        Ok(())
    })
    .await;
    file.ok()?.dyn_into().ok()
}

/// What a function with two callbacks answers.
async fn answer(
    mut ask: impl FnMut(&Function, &Function) -> Result<(), JsValue>,
) -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        if let Err(error) = ask(&resolve, &reject) {
            // A promise's own function refuses nothing.
            let _ = reject.call1(&JsValue::NULL, &error);
        }
    });
    JsFuture::from(promise).await
}
