//! `[graphql]`: what a document may cost before it is refused.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::durations;
use super::problems::Problems;
use super::section::{Context, Section};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GraphqlSettings {
    pub max_document_bytes: usize,
    pub max_tokens: usize,
    /// Brackets of all kinds. Beyond a few thousand levels the parser's stack overflows: the upper bound protects the process.
    pub max_nesting: usize,
    pub max_fields: usize,
    pub max_fragments: usize,
    pub max_aliases: usize,
    pub max_root_fields: usize,
    pub max_directives: usize,
    pub max_depth: usize,
    pub max_complexity: usize,
    pub max_subscriptions: usize,
    /// While a subscription is open, its caller's rights are confirmed so often.
    #[serde(rename = "reauthorise_seconds", with = "durations::seconds")]
    pub reauthorise: Duration,
    /// A subscription to which no change was announced looks so often whether there was one.
    #[serde(rename = "look_again_seconds", with = "durations::seconds")]
    pub look_again: Duration,
    pub anonymous_introspection: bool,
    pub graphiql: bool,
}

impl Section for GraphqlSettings {
    fn complete(&mut self, _: &Context<'_>, problems: &mut Problems) {
        let mut check = |key: &str, value: usize, most: usize| {
            problems.check_range(&format!("graphql.{key}"), value, 1..=most);
        };
        check("max_document_bytes", self.max_document_bytes, 1_048_576);
        check("max_tokens", self.max_tokens, 100_000);
        check("max_nesting", self.max_nesting, 256);
        check("max_fields", self.max_fields, 100_000);
        check("max_fragments", self.max_fragments, 10_000);
        check("max_aliases", self.max_aliases, 10_000);
        check("max_root_fields", self.max_root_fields, 1_000);
        check("max_directives", self.max_directives, 10_000);
        check("max_depth", self.max_depth, 100);
        check("max_complexity", self.max_complexity, 10_000_000);
        check("max_subscriptions", self.max_subscriptions, 1_000);
        let mut check = |key: &str, value: Duration, most: u64| {
            problems.check_range(&format!("graphql.{key}"), value.as_secs(), 1..=most);
        };
        check("reauthorise_seconds", self.reauthorise, 60);
        check("look_again_seconds", self.look_again, 300);
    }
}
