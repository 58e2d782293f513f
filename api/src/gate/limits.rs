//! The numbers of the gate, in one place.

use xorb_domain::settings::GraphqlSettings;

/// What a document may be at most. The defaults let every operation of the contract pass with room to spare.
#[derive(Clone, Copy, Debug)]
pub struct GateLimits {
    /// Length of the document in bytes.
    pub bytes: usize,
    /// Lexical tokens (comments and commas don't count).
    pub tokens: usize,
    /// Brackets of any kind inside each other.
    pub nesting: usize,
    /// Fields of one operation once its fragments are expanded.
    pub fields: u64,
    /// Fields of the whole document (other operations are validated too), fragments expanded.
    pub document_fields: u64,
    /// Fields inside each other.
    pub depth: u32,
    /// Selections (fields, inline fragments, spreads) inside each other; async-graphql itself recurses so deep.
    pub selection_depth: u32,
    /// Operations in the document.
    pub operations: usize,
    /// Fragment definitions in the document.
    pub fragments: usize,
    /// Aliases in the document.
    pub aliases: usize,
    /// Directives in the document.
    pub directives: usize,
    /// Fragment spreads and inline fragments in the document.
    pub spreads: usize,
    /// Variables that the document defines.
    pub variables: usize,
    /// Names, numbers and strings in arguments, variables' defaults among them.
    pub values: usize,
    /// Characters of a name or number.
    pub name: usize,
    /// Root fields of one operation once its fragments are expanded.
    pub root_fields: u64,
    /// Lists inside each other in an introspection (`types { fields { args } }` is three).
    pub introspection_lists: u32,
    /// Uses of variables, fragments expanded, times the size of the largest variable: each use copies it.
    pub variable_copies: u64,
}

impl From<&GraphqlSettings> for GateLimits {
    fn from(settings: &GraphqlSettings) -> Self {
        let depth = u32::try_from(settings.max_depth).unwrap_or(u32::MAX);
        let fields = settings.max_fields as u64;
        Self {
            bytes: settings.max_document_bytes,
            tokens: settings.max_tokens,
            nesting: settings.max_nesting,
            fields,
            document_fields: fields.saturating_mul(4),
            depth,
            selection_depth: depth.saturating_mul(2),
            fragments: settings.max_fragments,
            aliases: settings.max_aliases,
            directives: settings.max_directives,
            root_fields: settings.max_root_fields as u64,
            ..Self::default()
        }
    }
}

impl Default for GateLimits {
    fn default() -> Self {
        Self {
            bytes: 64 * 1024,
            tokens: 5_000,
            nesting: 64,
            fields: 2_000,
            document_fields: 8_000,
            depth: 15,
            selection_depth: 30,
            operations: 100,
            fragments: 100,
            aliases: 100,
            directives: 100,
            spreads: 500,
            variables: 200,
            values: 2_000,
            name: 256,
            root_fields: 50,
            introspection_lists: 3,
            variable_copies: 500_000,
        }
    }
}
