//! What every section of the settings does after it was read: fill in what depends on others, and check its values.

use std::path::Path;

use super::Role;
use super::problems::Problems;

/// What a section may depend on.
pub(super) struct Context<'a> {
    pub role: Role,
    pub data_dir: &'a Path,
}

pub(super) trait Section {
    /// Reports every value that is out of range or does not fit the others.
    fn complete(&mut self, context: &Context<'_>, problems: &mut Problems);
}
