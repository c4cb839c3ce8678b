//! Widgets that know nothing of networks: each could serve another page as it is.

pub mod dialog;
pub mod icon;
pub mod menu;
pub mod splitter;
pub mod tabs;
pub mod toast;
