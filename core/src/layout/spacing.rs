//! Every distance of the picture, in pixels at zoom 1. They suit text of 14 px in nodes about 40 px high.

/// Around the whole picture.
pub(super) const MARGIN: f64 = 8.0;
/// Between two boxes side by side.
pub(super) const NODE_GAP: f64 = 32.0;
/// Between a box and a link that passes it.
pub(super) const LINK_GAP: f64 = 18.0;
/// Between two links side by side.
pub(super) const LINE_GAP: f64 = 14.0;
/// Between a label and what stands beside it.
pub(super) const LABEL_GAP: f64 = 12.0;
/// What a link needs to bend between two rows of boxes.
pub(super) const BEND: f64 = 24.0;
/// What it needs before or after a row of labels, or an empty row.
pub(super) const LABEL_BEND: f64 = 14.0;
/// Between the border of a group and the boxes in it.
pub(super) const PADDING: f64 = 16.0;
/// What links run straight before and after a box, so that their heads stand upright.
pub(super) const STUB: f64 = 10.0;
/// How much further apart rows stand for each pixel that a link between them runs sideways, …
pub(super) const SLOPE: f64 = 0.06;
/// … and how much at most.
pub(super) const MAX_SLOPE: f64 = 40.0;
/// How much later each of several links bends that run the same way.
pub(super) const STAGGER: f64 = 4.0;
/// What a link needs to bend between the border of a group and the boxes in it.
pub(super) const BORDER_BEND: f64 = 18.0;
/// What an arrowhead needs before the box that it points at, where its link does not bend.
pub(super) const HEAD_ROOM: f64 = 18.0;
/// Between the border and the title, above and beside it.
pub(super) const TITLE_GAP: f64 = 8.0;
/// Between the title and what stands below it.
pub(super) const TITLE_BELOW: f64 = 10.0;
/// Between two links at one side of a box, where the side is long enough.
pub(super) const PORT_GAP: f64 = 18.0;
/// Between links that come in beside each other across the flow, and the radius of their turn.
pub(super) const TRACK_GAP: f64 = 12.0;
/// How far a link from a box to itself reaches.
pub(super) const LOOP_REACH: f64 = 24.0;
/// The longest minimum length of a link that is honoured, in ranks.
pub(super) const MAX_LENGTH: u32 = 24;
