//! Every reason for which the gate refuses. The published corpus has a document for each.

/// Why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// More bytes than are read.
    TooLong,
    /// More tokens than are parsed.
    TooManyTokens,
    /// Brackets inside each other.
    TooNested,
    /// A string without an end.
    EndlessString,
    /// A name or number of more characters.
    LongName,
    /// Not GraphQL.
    Syntax,
    /// Several operations and no name.
    UnclearOperation,
    /// No operation of that name.
    NoSuchOperation,
    /// More operations and fragments than are parsed.
    TooManyDefinitions,
    /// More operations than are validated.
    TooManyOperations,
    /// More fragments than are validated.
    TooManyFragments,
    /// More fields, fragments expanded.
    TooManyFields,
    /// Fields inside each other.
    TooDeep,
    /// More root fields.
    TooManyRootFields,
    /// More spreads of fragments, inline fragments among them.
    TooManySpreads,
    /// More variables.
    TooManyVariables,
    /// More names and values in arguments.
    TooManyValues,
    /// A fragment that is not there.
    UnknownFragment,
    /// A fragment in itself.
    FragmentCycle,
    /// Selections and fragments inside each other.
    TooManyLevels,
    /// More aliases.
    TooManyAliases,
    /// More directives.
    TooManyDirectives,
    /// Lists of the introspection inside each other.
    IntrospectionCircle,
    /// A variable that must be there is not.
    MissingVariable,
    /// A large variable in many places.
    VariableCopies,
}

impl Reason {
    /// All of them.
    pub const ALL: [Self; 25] = [
        Self::TooLong,
        Self::TooManyTokens,
        Self::TooNested,
        Self::EndlessString,
        Self::LongName,
        Self::Syntax,
        Self::UnclearOperation,
        Self::NoSuchOperation,
        Self::TooManyDefinitions,
        Self::TooManyOperations,
        Self::TooManyFragments,
        Self::TooManyFields,
        Self::TooDeep,
        Self::TooManyRootFields,
        Self::TooManySpreads,
        Self::TooManyVariables,
        Self::TooManyValues,
        Self::UnknownFragment,
        Self::FragmentCycle,
        Self::TooManyLevels,
        Self::TooManyAliases,
        Self::TooManyDirectives,
        Self::IntrospectionCircle,
        Self::MissingVariable,
        Self::VariableCopies,
    ];

    /// Whether the document asks for too much, or can't be right at all.
    pub(crate) fn is_too_much(self) -> bool {
        !matches!(
            self,
            Self::EndlessString
                | Self::Syntax
                | Self::UnclearOperation
                | Self::NoSuchOperation
                | Self::UnknownFragment
                | Self::FragmentCycle
                | Self::MissingVariable
        )
    }
}
