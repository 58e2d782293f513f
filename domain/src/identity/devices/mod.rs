//! Devices that are known again: whoever logs in from a new one is told by mail, and attempts from a known one are counted
//! apart, so that nobody can be locked out by whoever tries passwords elsewhere.

mod attempted_from;
mod recognise_device;

pub(super) use attempted_from::attempted_from;
pub(super) use recognise_device::recognise_device;
