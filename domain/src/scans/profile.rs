//! What a profile consists of: its steps, in order.

use xorb_entities::scans::ScanProfile;

/// An engine that a step runs. Each has one file of the same name in the worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Engine {
    /// Which common ports accept connections.
    Ports,
    /// Headers, cookies, exposed files and listings of a web site.
    Http,
}

impl Engine {
    /// All engines.
    pub const ALL: [Self; 2] = [Self::Ports, Self::Http];

    /// The value in `scan_steps.engine`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ports => "builtin:ports",
            Self::Http => "builtin:http",
        }
    }

    /// The reverse; `None` for an engine of another version of this program.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|engine| engine.as_str() == name)
    }
}

/// The steps of a profile; empty if it is not offered.
#[must_use]
pub fn steps_of(profile: ScanProfile) -> &'static [Engine] {
    match profile {
        ScanProfile::Quick => &[Engine::Ports, Engine::Http],
        ScanProfile::Web | ScanProfile::Full => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_engine_is_found_by_its_name() {
        for engine in Engine::ALL {
            assert_eq!(Engine::from_name(engine.as_str()), Some(engine));
        }
        assert_eq!(Engine::from_name("nmap"), None);
    }
}
