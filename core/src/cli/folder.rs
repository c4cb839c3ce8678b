//! The files below a folder.

use super::Failure;
use std::path::{Path, PathBuf};

/// Adds the files below `folder` that are `wanted` to `found`, in order of their names. What is hidden is left out, and
/// links are not followed: they may lead in circles.
///
/// # Errors
/// When a folder cannot be read.
pub(super) fn collect(
    folder: &Path,
    wanted: fn(&Path) -> bool,
    found: &mut Vec<PathBuf>,
) -> Result<(), Failure> {
    let failure = |error: std::io::Error| format!("{}: {error}", folder.display());
    let entries: Result<Vec<_>, _> = std::fs::read_dir(folder).map_err(failure)?.collect();
    let mut entries = entries.map_err(failure)?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let kind = entry.file_type().map_err(failure)?;
        let path = entry.path();
        if kind.is_dir() && !entry.file_name().to_string_lossy().starts_with('.') {
            collect(&path, wanted, found)?;
        } else if kind.is_file() && wanted(&path) {
            found.push(path);
        }
    }
    Ok(())
}
