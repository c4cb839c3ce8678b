//! The browser: thin wrappers that say what the page needs of it. Nothing here knows networks, documents or widgets.

pub mod clipboard;
pub mod entries;
pub mod files;
pub mod focus;
pub mod frames;
pub mod listen;
pub mod mailbox;
pub mod panic;
pub mod raster;
pub mod storage;
pub mod theme;
