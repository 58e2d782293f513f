//! The tables `scans`, `scan_steps`, `check_coverage` and `kill_switches`.

mod coverage;
mod kill_switches;
mod scans;
mod steps;

pub(crate) use coverage::upsert_coverage;
pub(crate) use kill_switches::{
    KillSwitch, find_engaged_switch, set_platform_switch, set_tenant_switch,
};
pub(crate) use scans::{
    count_scans, end_scan, find_scan, find_scans, has_live_scan, insert_scan, list_scans,
    lock_scan, update_scan,
};
pub(crate) use steps::{
    StepsEnd, end_open_steps, find_step, find_steps, insert_steps, reset_steps, update_step,
};
