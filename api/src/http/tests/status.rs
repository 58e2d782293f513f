//! Status, media type and body of answers, as the GraphQL-over-HTTP specification wants them.

use actix_web::http::StatusCode;

use super::client::{LEGACY, NEW, Reply, get, post, post_body, send, with};

async fn post_as(accept: &str, body: &str) -> Reply {
    send(with(post_body(body), &[("accept", accept)])).await
}

#[actix_web::test]
async fn a_query_is_answered_in_the_media_type_that_was_asked_for() {
    for (accept, expected) in [(NEW, NEW), (LEGACY, LEGACY), ("*/*", LEGACY)] {
        let reply = post_as(accept, r#"{"query":"{ hello(name: \"Ann\") }"}"#).await;
        assert_eq!(reply.status, StatusCode::OK);
        assert_eq!(
            reply.header("content-type"),
            format!("{expected}; charset=utf-8")
        );
        assert_eq!(reply.json()["data"]["hello"], "hello Ann");
    }
    assert_eq!(
        send(post("{ hello }")).await.header("content-type"),
        format!("{NEW}; charset=utf-8")
    );
}

#[actix_web::test]
async fn request_errors_are_400_and_for_legacy_clients_200_without_data() {
    for body in [
        r#"{"query":"{"}"#,
        r#"{"query":"{ unknown }"}"#,
        r#"{"query":"query A { hello } query B { hello }"}"#,
        r#"{"query":"{ hello }","operationName":"B"}"#,
        r#"{"query":"query($n: Int!) { numbers(upto: $n) }"}"#,
        r#"{"query":"query($n: Int!) { numbers(upto: $n) }","variables":{"n":null}}"#,
        r#"{"query":"query($n: Int!) { numbers(upto: $n) }","variables":{"n":"x"}}"#,
        r#"{"query":"query($to: EmailAddress!) { mail(to: $to) }","variables":{"to":"nobody"}}"#,
        r#"{"query":"{ mail(to: \"nobody\") }"}"#,
        r#"{"query":"{ things(first: 101) { totalCount } }"}"#,
        r#"{"query":"{ things(first: -1) { totalCount } }"}"#,
        r#"{"query":"subscription { ticks(upto: 3) }"}"#,
    ] {
        let reply = post_as(NEW, body).await;
        assert_eq!(
            (reply.status, reply.code().as_str()),
            (StatusCode::BAD_REQUEST, "BAD_USER_INPUT"),
            "{body}"
        );
        assert!(reply.json().get("data").is_none(), "{body}");
        assert_eq!(post_as(LEGACY, body).await.status, StatusCode::OK, "{body}");
    }
}

#[actix_web::test]
async fn what_is_no_request_is_400_for_everybody() {
    for body in [
        "NONSENSE",
        "",
        "{}",
        "{\"query\":7}",
        "[{\"query\":\"{ hello }\"}]",
        r#"{"query":"{ hello }","variables":[1]}"#,
        r#"{"query":"{ hello }","extensions":7}"#,
    ] {
        for accept in [NEW, LEGACY] {
            let reply = post_as(accept, body).await;
            assert_eq!(
                (reply.status, reply.code().as_str()),
                (StatusCode::BAD_REQUEST, "BAD_USER_INPUT"),
                "{body}"
            );
        }
    }
}

#[actix_web::test]
async fn field_errors_are_200_with_the_data_that_there_is() {
    for accept in [NEW, LEGACY] {
        let reply = post_as(accept, r#"{"query":"{ hello missing { id } }"}"#).await;
        assert_eq!(
            (reply.status, reply.code().as_str()),
            (StatusCode::OK, "NOT_FOUND")
        );
        assert!(reply.json().get("data").is_some());
        let reply = post_as(accept, r#"{"query":"{ strict }"}"#).await;
        assert_eq!(
            (reply.status, reply.json().get("data")),
            (StatusCode::OK, Some(&serde_json::Value::Null))
        );
    }
}

#[actix_web::test]
async fn invalid_credentials_are_401_and_missing_ones_too_where_they_are_needed() {
    for accept in [NEW, LEGACY] {
        for authorization in ["Bearer wrong", "Basic Zm9v", "Bearer"] {
            let reply = send(with(
                post("{ hello }"),
                &[("accept", accept), ("authorization", authorization)],
            ))
            .await;
            assert_eq!(
                (reply.status, reply.code().as_str()),
                (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED")
            );
            assert_eq!(reply.header("www-authenticate"), "Bearer");
        }
        let reply = send(with(
            post("{ hello ... { viewer } }"),
            &[("accept", accept)],
        ))
        .await;
        assert_eq!(
            (reply.status, reply.code().as_str()),
            (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED")
        );
    }
    let reply = send(with(
        post("{ viewer }"),
        &[("authorization", "Bearer good")],
    ))
    .await;
    assert_eq!(
        (reply.status, &reply.json()["data"]["viewer"]),
        (StatusCode::OK, &"Ann".into())
    );
}

#[actix_web::test]
async fn if_callers_cannot_be_verified_now_it_is_503_with_a_time_to_come_back() {
    let reply = send(with(post("{ hello }"), &[("authorization", "Bearer away")])).await;
    assert_eq!(
        (reply.status, reply.code().as_str()),
        (StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE")
    );
    assert_eq!(reply.header("retry-after"), "1");
}

#[actix_web::test]
async fn what_cannot_be_accepted_is_406_and_what_cannot_be_read_415() {
    let reply = send(with(post("{ hello }"), &[("accept", "text/html")])).await;
    assert_eq!(reply.status, StatusCode::NOT_ACCEPTABLE);
    for content_type in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
    ] {
        let request = super::client::request(actix_web::http::Method::POST, "/graphql");
        let request = with(request, &[("content-type", content_type)])
            .set_payload(r#"{"query":"{ hello }"}"#);
        assert_eq!(
            send(request).await.status,
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "{content_type}"
        );
    }
    let bare = super::client::request(actix_web::http::Method::POST, "/graphql").set_payload("{}");
    assert_eq!(send(bare).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[actix_web::test]
async fn a_body_beyond_the_limit_is_413() {
    let body = format!(
        "{{\"query\":\"{{ hello }}\",\"x\":\"{}\"}}",
        "x".repeat(262_144)
    );
    assert_eq!(
        send(post_body(&body)).await.status,
        StatusCode::PAYLOAD_TOO_LARGE
    );
}

#[actix_web::test]
async fn a_query_by_get_is_answered() {
    let reply = send(get(
        "/graphql?query=query($n:String){hello(name:$n)}&variables=%7B%22n%22:%22Ann%22%7D",
    ))
    .await;
    assert_eq!(
        (reply.status, &reply.json()["data"]["hello"]),
        (StatusCode::OK, &"hello Ann".into())
    );
    assert_eq!(send(get("/graphql")).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(
        send(get("/graphql?query=%7B&variables=x")).await.status,
        StatusCode::BAD_REQUEST
    );
}
