//! The answer that a provider gives through the browser. A parameter that comes twice could be read differently by two.

use std::borrow::Cow;

use xorb_domain::identity::federation::FederationRefusal as Refusal;

const MAX_CODE: usize = 4_096;

/// The parameters that count; all others are ignored.
#[derive(Debug, Default)]
pub(super) struct Answer {
    pub(super) state: Option<String>,
    code: Option<String>,
    iss: Option<String>,
    error: Option<String>,
}

impl Answer {
    pub(super) fn read<'q>(
        pairs: impl Iterator<Item = (Cow<'q, str>, Cow<'q, str>)>,
    ) -> Result<Self, Refusal> {
        let mut answer = Self::default();
        let mut is_twice = false;
        for (name, value) in pairs {
            let field = match name.as_ref() {
                "state" => &mut answer.state,
                "code" => &mut answer.code,
                "iss" => &mut answer.iss,
                "error" => &mut answer.error,
                _ => continue,
            };
            is_twice |= field.replace(value.into_owned()).is_some();
        }
        if is_twice {
            return Err(Refusal::ParameterTwice);
        }
        Ok(answer)
    }

    /// The code, if the answer is one, and from this issuer.
    pub(super) fn authorization(
        &self,
        issuer: &str,
        promises_iss: bool,
    ) -> Result<String, Refusal> {
        match self.iss.as_deref() {
            Some(iss) if iss == issuer => {}
            Some(_) => return Err(Refusal::IssParameterWrong),
            None if promises_iss => return Err(Refusal::IssParameterMissing),
            None => {}
        }
        if self.error.is_some() {
            return Err(Refusal::ProviderError);
        }
        let code = self.code.as_deref().filter(|code| !code.is_empty());
        let code = code.ok_or(Refusal::CodeMissing)?;
        let is_plain = code.bytes().all(|byte| (0x20..0x7f).contains(&byte));
        if code.len() <= MAX_CODE && is_plain {
            Ok(code.to_owned())
        } else {
            Err(Refusal::CodeMalformed)
        }
    }
}
