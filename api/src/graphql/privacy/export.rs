//! The package of a person's data.

use async_graphql::{Enum, SimpleObject};

use crate::graphql::scalars::{DateTime, Url};

/// The package of a person's data, for requests of access and portability.
#[derive(Clone, Debug, SimpleObject)]
pub struct DataExport {
    /// Where it stands.
    state: DataExportState,
    /// Where it can be fetched once; null unless it is ready.
    download_url: Option<Url>,
    /// Until when.
    expires_at: Option<DateTime>,
}

/// Where the package of a person's data stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum DataExportState {
    /// Being made.
    Pending,
    /// Can be fetched.
    Ready,
    /// It was fetched, or its time is over.
    Gone,
}
