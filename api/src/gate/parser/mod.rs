//! From text to a document, in one pass over the tokens that the scan has counted.
//!
//! It follows the grammar of the specification (October 2021) and gives async-graphql's types. async-graphql's own parser
//! tries rule after rule at each character: 55 KB of one string cost it 12 ms, and `{ a(b: trueish) }` is an error to it.
//! What recurses is bounded by the scan, which limits the nesting of brackets.

mod arguments;
mod definitions;
mod document;
mod number;
mod reader;
mod selection;
mod string;
mod syntax_error;
mod value;
mod variables;

pub(super) use document::document;
