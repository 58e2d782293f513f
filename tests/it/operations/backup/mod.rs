//! Tests of `xorb backup` and `xorb restore` over an embedded installation, with the program as a process.

mod apart;
mod fixture;
mod refused;
mod restored;
mod sealed;
