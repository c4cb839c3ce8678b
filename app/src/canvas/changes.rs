//! What gestures and keys change, as commands of the core.

use crate::gesture::{LinkSide, Outcome};
use crate::workspace::{Target, Workspace};
use netplat_core::model::ThingKind;

