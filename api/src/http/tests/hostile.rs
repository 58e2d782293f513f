//! Hostile documents, each refused with the code and the words that its first line says. All through the whole
//! application: what is not refused in time would hang or abort this test.

use std::path::Path;

use serde_json::json;

use super::client::{Reply, post, post_body, send};

fn expect(reply: &Reply, code: &str, words: &str, what: &str) {
    assert_eq!(
        reply.status,
        400,
        "{what}: {}",
        reply.text.chars().take(300).collect::<String>()
    );
    assert_eq!(reply.code(), code, "{what}");
    assert!(
        reply.text.contains(words),
        "{what}: {}",
        reply.text.chars().take(300).collect::<String>()
    );
    assert!(
        reply.text.len() < 20_000,
        "{what}: the answer is {} bytes long",
        reply.text.len()
    );
}

#[actix_web::test]
async fn every_hostile_document_is_refused_as_its_first_line_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/hostile_documents");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let document = std::fs::read_to_string(&path).unwrap();
        let (first, document) = document.split_once('\n').unwrap();
        let (code, words) = first.trim_start_matches("# ").split_once(": ").unwrap();
        expect(
            &send(post(document)).await,
            code,
            words,
            &path.display().to_string(),
        );
        count += 1;
    }
    assert!(count >= 10);
}

#[actix_web::test]
async fn nested_lists_and_objects_are_refused_wherever_they_stand() {
    for levels in [65, 1_000, 2_000, 7_000, 30_000] {
        let list = format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        let object = format!("{}1{}", "{a:".repeat(levels), "}".repeat(levels));
        let open = "[".repeat(levels);
        for value in [&list, &object, &open] {
            for document in [
                format!("{{ numbers(list: {value}) }}"),
                format!("query($x: [Int] = {value}) {{ numbers(list: $x) }}"),
                format!("{{ hello @include(if: {value}) }}"),
                format!("query @x(a: {value}) {{ hello }}"),
                format!(
                    "{{ ...F @skip(if: {value}) }} fragment F on Query @x(a: {value}) {{ hello }}"
                ),
            ] {
                let words = if document.len() > 65_536 {
                    "65536"
                } else {
                    "64 levels"
                };
                expect(
                    &send(post(&document)).await,
                    "COST_EXCEEDED",
                    words,
                    &format!("{levels} levels"),
                );
            }
        }
        let types = format!(
            "query($x: {}Int{}) {{ hello }}",
            "[".repeat(levels),
            "]".repeat(levels)
        );
        let fields = format!("{}a{}", "{ a ".repeat(levels), "}".repeat(levels));
        for document in [types, fields] {
            let words = if document.len() > 65_536 {
                "65536"
            } else {
                "64 levels"
            };
            expect(
                &send(post(&document)).await,
                "COST_EXCEEDED",
                words,
                &format!("{levels} levels"),
            );
        }
    }
}

#[actix_web::test]
async fn a_hundred_thousand_levels_do_not_fit_and_say_so() {
    let levels = 100_000;
    let document = format!(
        "{{ numbers(list: {}{}) }}",
        "[".repeat(levels),
        "]".repeat(levels)
    );
    expect(
        &send(post(&document)).await,
        "COST_EXCEEDED",
        "65536",
        "list",
    );
}

#[actix_web::test]
async fn nested_variables_are_refused() {
    for levels in [64, 1_000, 100_000] {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let value = format!("{}1{}", open.repeat(levels), close.repeat(levels));
            let body = format!(
                "{{\"query\":\"query($x: [Int]) {{ numbers(list: $x) }}\",\"variables\":{{\"x\":{value}}}}}"
            );
            let reply = send(post_body(&body)).await;
            let expected = if body.len() > 262_144 { 413 } else { 400 };
            assert_eq!(
                (reply.status.as_u16(), reply.code().as_str()),
                (expected, "BAD_USER_INPUT"),
                "{levels}"
            );
        }
    }
}

#[actix_web::test]
async fn a_large_variable_used_often_is_refused() {
    let uses: String = (0..300).map(|_| "numbers(list: $x) ").collect();
    let query = format!("query($x: [Int!]!) {{ itself {{ {uses} }} }}");
    let body = json!({ "query": query, "variables": { "x": vec![1; 20_000] } });
    let reply = send(post_body(&body.to_string())).await;
    assert_eq!(
        (reply.status.as_u16(), reply.code().as_str()),
        (400, "COST_EXCEEDED")
    );
}
