//! The scene in the page.
