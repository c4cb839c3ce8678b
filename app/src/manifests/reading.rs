//! Files to bytes to a design, a little at a time, so that the page goes on answering.

use super::Given;
use crate::page::Page;
use crate::platform::entries::{self, Found};
use crate::platform::frames;
use leptos::prelude::*;
use netplat_core::document::MAX_BYTES;
use netplat_core::import::manifests::{
    Imported, Importer, Source, Why, archive, holds_objects, is_archive, is_hidden, unread,
    without_common_folder,
};
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;

/// How long the page does not answer at a time.
const SLICE_MS: f64 = 12.0;

/// How far an import is.
#[derive(Clone, Copy)]
pub(super) struct Reading {
    /// In words.
    pub progress: RwSignal<String>,
    /// The end.
    pub imported: RwSignal<Option<Arc<Imported>>>,
    /// Whether the design is in the page already, because nothing else was.
    pub is_open: RwSignal<bool>,
}

impl Reading {
    /// Begins to read what was given.
    pub fn begin(page: Page, given: Option<Given>) -> Self {
        let reading = Self {
            progress: RwSignal::new("Reading…".to_owned()),
            imported: RwSignal::new(None),
            is_open: RwSignal::new(false),
        };
        if let Some(given) = given {
            spawn_local(reading.read(page, given));
        }
        reading
    }

    async fn read(self, page: Page, given: Given) {
        let pasted = match &given {
            Given::Text(text) => Some(text.clone()),
            Given::Offered(_) => None,
        };
        let (title, sources) = match given {
            Given::Text(text) if !holds_objects(&text) => {
                page.manifests.open.set(false);
                return open_text(page, &text);
            }
            Given::Text(text) => {
                ("Manifests".to_owned(), vec![Source::new("manifests.yaml", text.into_bytes())])
            }
            Given::Offered(offered) => {
                let mut sources = self.sources(entries::found(offered, is_hidden).await).await;
                let folder = without_common_folder(&mut sources);
                (folder.unwrap_or_else(|| title(&sources)), sources)
            }
        };
        let mut importer = Importer::new(&title, sources);
        loop {
            let until = frames::now_ms() + SLICE_MS;
            let mut progress = importer.step();
            while !progress.is_done() && frames::now_ms() < until {
                progress = importer.step();
            }
            if progress.is_done() {
                break;
            }
            // The dialog is gone: nobody waits for the rest.
            let said = format!("{} of {} KB understood", progress.read / 1024, progress.total / 1024);
            if self.progress.try_set(said).is_some() {
                return;
            }
            frames::pause().await;
        }
        let imported = importer.finish();
        let text = page.workspace.text();
        let is_open = imported.summary.files > 0
            && (text.trim().is_empty() || pasted.is_some_and(|pasted| *pasted == *text));
        if is_open {
            page.workspace.open(&imported.text, None);
        }
        self.is_open.try_set(is_open);
        self.imported.try_set(Some(Arc::new(imported)));
    }

    /// Reads the files that a design takes in, and what archives hold.
    async fn sources(self, found: Vec<Found>) -> Vec<Source> {
        let mut sources = Vec::new();
        let total = found.len();
        // A file that somebody chose is read whatever stands around it.
        let is_alone = total == 1;
        let mut read = 0;
        let mut answered = frames::now_ms();
        for (index, Found { path, file }) in found.into_iter().enumerate() {
            let Some(file) = file else {
                sources.push(Source::left(path, Why::Hidden));
                continue;
            };
            let is_zip = path.to_ascii_lowercase().ends_with(".zip");
            if let Some(why) = unread(&path).filter(|_| !(is_zip && is_alone)) {
                sources.push(Source::left(path, why));
                continue;
            }
            read += file.size() as usize;
            if read > MAX_BYTES {
                sources.push(Source::left(path, Why::DoesNotFit));
                continue;
            }
            match entries::bytes(&file).await {
                Some(bytes) if is_archive(&bytes) => match archive(&bytes) {
                    Ok(inner) => sources.extend(inner),
                    Err(error) => sources.push(Source::left(path, Why::Unreadable(error.to_string()))),
                },
                Some(bytes) => sources.push(Source::new(path, bytes)),
                None => {
                    let why = "the browser could not read it".to_owned();
                    sources.push(Source::left(path, Why::Unreadable(why)));
                }
            }
            if frames::now_ms() - answered > SLICE_MS {
                self.progress.try_set(format!("{} of {total} files read", index + 1));
                frames::pause().await;
                answered = frames::now_ms();
            }
        }
        sources
    }
}

/// What looked like manifests and is none is a text as any other.
fn open_text(page: Page, text: &str) {
    if *page.workspace.text() != *text {
        page.workspace.open(text, None);
    }
}

/// What a design of these files is called, where no folder is around all of them.
fn title(sources: &[Source]) -> String {
    match sources {
        [only] => only.path.rsplit_once('.').map_or(only.path.as_str(), |(stem, _)| stem).to_owned(),
        _ => "Manifests".to_owned(),
    }
}
