//! Reads `Set-Cookie` fields as far as the checks need them. Values are never kept: they may be somebody's session.

/// A cookie that a server sets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SetCookie {
    pub(super) name: String,
    pub(super) secure: bool,
    pub(super) http_only: bool,
    /// Lower case; none if absent.
    pub(super) same_site: Option<String>,
    is_removal: bool,
}

impl SetCookie {
    /// None for what no browser would store.
    pub(super) fn parse(field: &str) -> Option<Self> {
        let mut parts = field.split(';');
        let (name, _) = parts.next()?.split_once('=')?;
        let name = name.trim().to_owned();
        if name.is_empty() {
            return None;
        }
        let mut cookie = Self {
            name,
            ..Self::default()
        };
        for part in parts {
            let (attribute, value) = part.split_once('=').unwrap_or((part, ""));
            cookie.apply(&attribute.trim().to_ascii_lowercase(), value.trim());
        }
        (!cookie.is_removal).then_some(cookie)
    }

    fn apply(&mut self, attribute: &str, value: &str) {
        match attribute {
            "secure" => self.secure = true,
            "httponly" => self.http_only = true,
            "samesite" => self.same_site = Some(value.to_ascii_lowercase()),
            "max-age" => self.is_removal |= value.parse::<i64>().is_ok_and(|seconds| seconds <= 0),
            "expires" => self.is_removal |= value.contains("1970"),
            _ => {}
        }
    }

    /// The attributes as evidence, without the value.
    pub(super) fn masked(&self) -> String {
        let same_site = self
            .same_site
            .as_ref()
            .map(|value| format!("; SameSite={value}"));
        format!(
            "Set-Cookie: {}=********{}{}{}",
            self.name,
            if self.secure { "; Secure" } else { "" },
            if self.http_only { "; HttpOnly" } else { "" },
            same_site.unwrap_or_default(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_in_any_case_and_order() {
        let cookie = SetCookie::parse("sid=a=b; path=/; SECURE; samesite=Lax; HttpOnly").unwrap();
        assert_eq!(cookie.name, "sid");
        assert!(cookie.secure && cookie.http_only);
        assert_eq!(cookie.same_site.as_deref(), Some("lax"));
        assert_eq!(
            cookie.masked(),
            "Set-Cookie: sid=********; Secure; HttpOnly; SameSite=lax"
        );
    }

    #[test]
    fn a_value_does_not_pass_for_an_attribute() {
        let cookie = SetCookie::parse("sid=Secure").unwrap();
        assert!(!cookie.secure && !cookie.masked().contains("=Secure"));
    }

    #[test]
    fn what_no_browser_keeps_is_no_cookie() {
        for field in [
            "",
            "novalue",
            "=x",
            "a=b; Max-Age=0",
            "a=b; expires=Thu, 01 Jan 1970 00:00:00 GMT",
        ] {
            assert_eq!(SetCookie::parse(field), None, "{field}");
        }
    }
}
