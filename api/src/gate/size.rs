//! What a selection set amounts to once its fragments are expanded. All sums saturate.

/// Measures of one selection set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Size {
    /// Fields on every level.
    pub fields: u64,
    /// Fields on this level.
    pub fields_here: u64,
    /// Fields inside each other.
    pub depth: u32,
    /// Selections of any kind inside each other.
    pub selection_depth: u32,
    /// Introspection lists inside each other.
    pub introspection_lists: u32,
    /// Uses of variables.
    pub variable_uses: u64,
}

impl Size {
    /// Both, on the same level.
    pub fn beside(self, other: Self) -> Self {
        Self {
            fields: self.fields.saturating_add(other.fields),
            fields_here: self.fields_here.saturating_add(other.fields_here),
            depth: self.depth.max(other.depth),
            selection_depth: self.selection_depth.max(other.selection_depth),
            introspection_lists: self.introspection_lists.max(other.introspection_lists),
            variable_uses: self.variable_uses.saturating_add(other.variable_uses),
        }
    }

    /// A field that selects this.
    pub fn inside_field(self, name: &str) -> Self {
        Self {
            fields: self.fields.saturating_add(1),
            fields_here: 1,
            depth: self.depth.saturating_add(1),
            selection_depth: self.selection_depth.saturating_add(1),
            introspection_lists: self.introspection_lists + u32::from(is_introspection_list(name)),
            ..self
        }
    }

    /// An inline fragment or a spread that selects this: no level of its own for the client.
    pub fn inside_fragment(self) -> Self {
        Self {
            selection_depth: self.selection_depth.saturating_add(1),
            ..self
        }
    }

    /// With so many more uses of variables.
    pub fn with_variable_uses(self, uses: u64) -> Self {
        Self {
            variable_uses: self.variable_uses.saturating_add(uses),
            ..self
        }
    }
}

/// Lists of the introspection schema that lead back into it.
fn is_introspection_list(name: &str) -> bool {
    matches!(
        name,
        "types"
            | "fields"
            | "args"
            | "inputFields"
            | "enumValues"
            | "interfaces"
            | "possibleTypes"
            | "directives"
    )
}
