//! Mentions of people in free text: found in every spelling and encoding, cut out, and indexed by keyed hash.

mod addresses;
mod base64;
mod boundary;
mod decode;
mod finder;
mod fold;
mod index;
mod locations;
mod mask;
mod needle;
mod readings;
mod redact;
mod redact_json;
#[cfg(test)]
mod tests;
mod token;

pub(crate) use addresses::Mentioned;
pub use addresses::{MAX_ADDRESSES, addresses_in};
pub(crate) use index::{
    IndexedRow, count_mentions_of, index_new_rows, index_row, mentions_of, unclear_locations,
};
pub use index::{
    count_mentioned_rows, forget_mentions, forget_rows, index_mentions, mentioned_rows,
};
pub(crate) use locations::{
    ASSET_VERIFICATIONS, ASSETS, AUDIT_PAYLOADS, CHECK_COVERAGE, FINDING_EVENTS,
    FINDING_OBSERVATIONS, FINDINGS, SCAN_STEPS, WEBHOOK_ENDPOINTS,
};
pub use locations::{INDEXED, IndexedTable};
pub use redact::{ERASED, redact};
pub use redact_json::redact_json;
