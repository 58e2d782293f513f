//! A policy: for whom, what is counted, its windows, and what happens above them.

use std::fmt;
use std::str::FromStr;

use sea_orm::ActiveEnum;
use xorb_entities::tenants::{PolicyMode, PolicyScope, PolicyUnit};

use super::Window;

/// A policy has at most so many windows.
const MAX_WINDOWS: usize = 4;

/// What a policy is about; there is one policy for each. Written `scope/unit` or `scope:subject/unit`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PolicyName {
    /// Whose requests share its buckets.
    pub scope: PolicyScope,
    /// The one operation, role or tenant that it is for; `None`: all that have none of their own.
    pub subject: Option<String>,
    /// What is counted.
    pub unit: PolicyUnit,
}

/// A policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// What it is about.
    pub name: PolicyName,
    /// All of them count.
    pub windows: Vec<Window>,
    /// What happens above a window.
    pub mode: PolicyMode,
    /// An operator set it; otherwise it comes from the settings.
    pub is_set: bool,
}

impl Policy {
    /// A policy with windows as they are written: `300/6 6000/600`.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn new(name: PolicyName, windows: &str, mode: PolicyMode) -> Result<Self, String> {
        let windows: Vec<Window> = windows
            .split_whitespace()
            .map(str::parse)
            .collect::<Result<_, _>>()?;
        if windows.is_empty() || windows.len() > MAX_WINDOWS {
            return Err(format!("a policy has 1 to {MAX_WINDOWS} windows"));
        }
        Ok(Self {
            name,
            windows,
            mode,
            is_set: true,
        })
    }

    /// Its windows as they are written.
    #[must_use]
    pub fn windows_text(&self) -> String {
        let windows: Vec<String> = self.windows.iter().map(ToString::to_string).collect();
        windows.join(" ")
    }
}

impl fmt::Display for PolicyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.scope.to_value())?;
        if let Some(subject) = &self.subject {
            write!(f, ":{subject}")?;
        }
        write!(f, "/{}", self.unit.to_value())
    }
}

impl FromStr for PolicyName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "`{text}` names no policy: write SCOPE/UNIT or SCOPE:SUBJECT/UNIT, such as tenant/points or \
                 operation:startScan/requests; scopes are operation, caller, role, tenant, address and global, units are \
                 requests and points"
            )
        };
        let (place, unit) = text.rsplit_once('/').ok_or_else(wrong)?;
        let (scope, subject) = match place.split_once(':') {
            Some((scope, subject)) => (scope, Some(subject.to_owned())),
            None => (place, None),
        };
        let scope = PolicyScope::try_from_value(&scope.to_owned()).map_err(|_| wrong())?;
        let unit = PolicyUnit::try_from_value(&unit.to_owned()).map_err(|_| wrong())?;
        let may_have_subject = matches!(
            scope,
            PolicyScope::Operation | PolicyScope::Role | PolicyScope::Tenant
        );
        let is_plain = |subject: &String| {
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
            !subject.is_empty() && subject.len() <= 100 && subject.chars().all(plain)
        };
        match &subject {
            Some(_) if !may_have_subject => Err(format!(
                "a policy for {} holds for each of them alike: it has no subject",
                scope.to_value()
            )),
            Some(subject) if !is_plain(subject) => Err(wrong()),
            _ => Ok(Self {
                scope,
                subject,
                unit,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for name in [
            "tenant/points",
            "operation:startScan/requests",
            "global/requests",
        ] {
            assert_eq!(name.parse::<PolicyName>().unwrap().to_string(), name);
        }
        for nonsense in [
            "",
            "tenant",
            "tenant/",
            "house/points",
            "caller:ada/points",
            "tenant:/points",
            "tenant:a b/points",
        ] {
            assert!(nonsense.parse::<PolicyName>().is_err(), "{nonsense}");
        }
    }
}
