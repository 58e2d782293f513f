//! Which methods do what.

use actix_web::http::{Method, StatusCode};

use super::client::{get, request, send, with};

#[actix_web::test]
async fn a_mutation_by_get_is_405_and_nothing_runs() {
    for path in [
        "/graphql?query=mutation%7Bchange%7D",
        "/graphql?query=query+A%7Bhello%7Dmutation+B%7Bchange%7D&operationName=B",
    ] {
        let reply = send(get(path)).await;
        assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        assert_eq!(reply.header("allow"), "POST");
        assert!(reply.json().get("data").is_none());
    }
    let path = "/graphql?query=query+A%7Bhello%7Dmutation+B%7Bchange%7D&operationName=A";
    assert_eq!(send(get(path)).await.status, StatusCode::OK);
}

#[actix_web::test]
async fn other_methods_are_405_with_what_is_allowed() {
    for method in [Method::PUT, Method::DELETE, Method::PATCH] {
        let reply = send(request(method, "/graphql")).await;
        assert_eq!(
            (reply.status, reply.header("allow")),
            (StatusCode::METHOD_NOT_ALLOWED, "GET, POST")
        );
    }
}

#[actix_web::test]
async fn a_subscription_by_get_is_refused_with_the_way_to_do_it() {
    let reply = send(get("/graphql?query=subscription%7Bsilence%7D")).await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    assert!(reply.text.contains("graphql-transport-ws"));
}

#[actix_web::test]
async fn a_path_that_does_not_exist_is_404_for_programs_and_people() {
    let reply = send(get("/nothing")).await;
    assert_eq!(
        (reply.status, reply.code().as_str()),
        (StatusCode::NOT_FOUND, "BAD_USER_INPUT")
    );
    let reply = send(with(get("/nothing"), &[("accept", "text/html")])).await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
    assert!(reply.text.contains("<h1>Not found</h1>"));
}
