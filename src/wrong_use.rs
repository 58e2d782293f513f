//! The command was used wrongly: nothing has been judged or touched. The process ends with 2 instead of 1.

use std::error::Error;
use std::fmt;

/// What is wrong with it, and so what to do.
#[derive(Debug)]
pub(crate) struct WrongUse(String);

impl WrongUse {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }
}

impl fmt::Display for WrongUse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for WrongUse {}
