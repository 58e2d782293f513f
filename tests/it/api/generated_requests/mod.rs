//! Requests that a seed makes from the schema: valid, nearly valid, broken. Nothing they do may be answered with a 5xx.
//!
//! `XORB_GENERATED_REQUESTS=100000` makes more of them, `XORB_GENERATED_SEED=7` others.

mod broken;
mod documents;
mod model;
mod random;
mod requests;
mod run;
mod values;
