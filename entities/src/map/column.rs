//! What one column means. A constructor names the category; the rest follows from it and from the table, unless said
//! otherwise.

use std::fmt;

use super::{Category, Erase, Export, FIXED_SET, Form, Link, Terms};

/// Whether a value may be written to a log, a span or a metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LogPolicy {
    Allow,
    Never,
}

/// One column as it is written beside the model. `None` means: as the table says.
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct ColumnMap {
    pub(super) name: &'static str,
    pub(super) category: Category,
    pub(super) form: Form,
    pub(super) link: Option<Link>,
    pub(super) terms: Option<Terms>,
    pub(super) erase: Option<Erase>,
    pub(super) export: Export,
    pub(super) log: LogPolicy,
}

const SECRET: &str = "a secret, or a digest of one";
const INTERNAL: &str = "an internal reference that says nothing without the system";
const NOTHING_PERSONAL: &str = "no personal data";

impl ColumnMap {
    const fn new(name: &'static str, category: Category, export: Export) -> Self {
        let is_personal = category.is_personal();
        Self {
            name,
            category,
            form: Form::Plain,
            link: if is_personal {
                None
            } else {
                Some(Link::Nobody)
            },
            terms: None,
            erase: None,
            export,
            log: if is_personal {
                LogPolicy::Never
            } else {
                LogPolicy::Allow
            },
        }
    }

    /// The row's random id, or one that refers to a row which is about nobody in particular.
    pub const fn row_id(name: &'static str) -> Self {
        Self::new(name, Category::RowId, Export::Exclude(INTERNAL))
    }

    /// A number, flag or time that says nothing about a person.
    pub const fn technical(name: &'static str) -> Self {
        Self::new(name, Category::Technical, Export::Exclude(NOTHING_PERSONAL))
    }

    /// A state, kind or the like of a row that is about nobody.
    pub const fn fixed_set(name: &'static str) -> Self {
        Self::not_personal(name, FIXED_SET)
    }

    /// Text, JSON or bytes that hold no personal data, and why.
    pub const fn not_personal(name: &'static str, reason: &'static str) -> Self {
        Self::new(
            name,
            Category::NotPersonal(reason),
            Export::Exclude(NOTHING_PERSONAL),
        )
    }

    pub const fn pseudonym(name: &'static str) -> Self {
        Self::new(name, Category::Pseudonym, Export::Exclude(INTERNAL))
    }

    pub const fn identity(name: &'static str) -> Self {
        Self::new(name, Category::Identity, Export::Include)
    }

    pub const fn contact(name: &'static str) -> Self {
        Self::new(name, Category::Contact, Export::Include)
    }

    pub const fn credential(name: &'static str) -> Self {
        Self::new(name, Category::Credential, Export::Exclude(SECRET)).stored(Form::Hashed)
    }

    pub const fn activity(name: &'static str) -> Self {
        Self::new(name, Category::Activity, Export::Include)
    }

    pub const fn preference(name: &'static str) -> Self {
        Self::new(name, Category::Preference, Export::IncludePortable)
    }

    /// Free text: whom it mentions is not known without reading it.
    pub const fn free_text(name: &'static str) -> Self {
        Self::new(name, Category::Content, Export::Mask)
            .linked(Link::Mention)
            .erased_by(Erase::RedactMentions)
    }

    /// A document about the row's own person.
    pub const fn content(name: &'static str) -> Self {
        Self::new(name, Category::Content, Export::Include)
    }

    /// A system of the tenant's, which may carry a person's name.
    pub const fn target(name: &'static str) -> Self {
        Self::new(name, Category::Target, Export::Mask)
            .linked(Link::Mention)
            .erased_by(Erase::RedactMentions)
    }

    pub const fn stored(mut self, form: Form) -> Self {
        self.form = form;
        self
    }

    pub const fn linked(mut self, link: Link) -> Self {
        self.link = Some(link);
        self
    }

    pub const fn on(mut self, terms: Terms) -> Self {
        self.terms = Some(terms);
        self
    }

    pub const fn erased_by(mut self, erase: Erase) -> Self {
        self.erase = Some(erase);
        self
    }

    pub const fn export(mut self, export: Export) -> Self {
        self.export = export;
        self
    }

    pub const fn never_logged(mut self) -> Self {
        self.log = LogPolicy::Never;
        self
    }
}

impl fmt::Display for LogPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Allow => "may be logged",
            Self::Never => "never logged",
        })
    }
}
