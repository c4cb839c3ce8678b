//! The browser's local storage. It may be full, forbidden or emptied at any time; nothing relies on it alone.

/// Why nothing was kept: the storage is full, or the browser forbids it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotKept;

fn local() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// What was kept under `key`.
pub fn load(key: &str) -> Option<String> {
    local()?.get_item(key).ok()?
}

/// Keeps `value` under `key`.
///
/// # Errors
/// When the browser does not keep it; what was kept before is still there.
pub fn save(key: &str, value: &str) -> Result<(), NotKept> {
    local().and_then(|storage| storage.set_item(key, value).ok()).ok_or(NotKept)
}

/// Forgets `key`.
pub fn forget(key: &str) {
    if let Some(storage) = local() {
        // A storage that cannot be written holds nothing that could come back.
        let _ = storage.remove_item(key);
    }
}
