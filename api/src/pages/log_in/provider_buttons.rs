//! Buttons that lead to identity providers. They are links: browsers follow no form to another site from these pages.

use xorb_domain::identity::federation::LogInProvider;

use crate::pages::escape;

/// A button for each provider, with these parameters in its address.
pub(in crate::pages) fn provider_buttons(
    verb: &str,
    providers: &[LogInProvider],
    parameters: &[(&str, &str)],
) -> String {
    let button = |provider: &LogInProvider| {
        let mut address = provider.login_uri.clone();
        address.query_pairs_mut().extend_pairs(parameters);
        format!(
            "<p><a class=\"button\" href=\"{}\">{verb} {}</a></p>\n",
            escape(address.as_str()),
            escape(&provider.name)
        )
    };
    providers.iter().map(button).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn what_a_tenant_has_chosen_stays_text() {
        let provider = LogInProvider {
            id: Uuid::nil(),
            name: "<script>\"Acme\"".to_owned(),
            login_uri: "https://xorb.example/auth/oidc/idp_1/start"
                .parse()
                .unwrap(),
        };
        let html = provider_buttons("Log in with", &[provider], &[("returnTo", "/a?b=c&d=\"e")]);
        assert!(
            html.contains("Log in with &lt;script&gt;&quot;Acme&quot;"),
            "{html}"
        );
        assert!(
            html.contains("start?returnTo=%2Fa%3Fb%3Dc%26d%3D%22e\""),
            "{html}"
        );
        assert_eq!(provider_buttons("Log in with", &[], &[]), "");
    }
}
