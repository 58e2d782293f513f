//! Scalars of our own say by which standard they are written, and none carries arbitrary JSON.

use crate::contract::sdl::{Kind, Sdl};

/// Each has a standard of its own. Think twice before there are more.
const KNOWN: [&str; 5] = ["Date", "DateTime", "Duration", "EmailAddress", "URL"];

pub fn faults(sdl: &Sdl) -> Vec<String> {
    let mut faults = Vec::new();
    for scalar in sdl.of_kind(Kind::Scalar) {
        let name = &scalar.name;
        let url = scalar.specified_by.as_deref().unwrap_or_default();
        if !url.starts_with("https://") {
            faults.push(format!("{name}: says by `@specifiedBy` how it is written"));
        }
        if !KNOWN.contains(&name.as_str()) {
            faults.push(format!("{name}: say why it is needed"));
        }
    }
    // `brokenAt` is the place in the trail, by the contract.
    let times = sdl
        .output_fields()
        .filter(|(_, part)| part.name.ends_with("At") && part.name != "brokenAt");
    for (ty, part) in times.filter(|(_, part)| part.named() != "DateTime") {
        faults.push(format!(
            "{}.{}: what ends in `At` is a `DateTime`",
            ty.name, part.name
        ));
    }
    faults
}

#[test]
fn scalars_say_how_they_are_written() {
    assert_eq!(faults(&Sdl::published()), [""; 0]);
}

#[test]
fn a_scalar_without_a_standard_would_be_found() {
    let sdl = Sdl::parse(
        r#"scalar URL scalar JSON @specifiedBy(url: "https://json.org") scalar Date @specifiedBy(url: "http://date")
           scalar DateTime @specifiedBy(url: "https://date.time") type A { seenAt: String madeAt: DateTime! }"#,
    );
    let found = faults(&sdl);
    let names: Vec<&str> = found
        .iter()
        .filter_map(|fault| fault.split(": ").next())
        .collect();
    assert_eq!(names, ["URL", "JSON", "Date", "A.seenAt"]);
}
