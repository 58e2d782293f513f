//! What is going away says since when it is not wanted and what to take instead.

use crate::contract::sdl::{Kind, Part, Sdl};

pub fn faults(sdl: &Sdl) -> Vec<String> {
    let mut faults = Vec::new();
    for ty in &sdl.types {
        for part in &ty.parts {
            let name = format!("{}.{}", ty.name, part.name);
            faults.extend(fault(&name, part, ty.kind == Kind::Input));
            for argument in &part.arguments {
                let name = format!("{name}({}:)", argument.name);
                faults.extend(fault(&name, argument, true));
            }
        }
    }
    faults
}

fn fault(name: &str, part: &Part, is_input: bool) -> Option<String> {
    let reason = part.deprecated.as_deref()?;
    let instead = reason
        .rsplit_once("Use `")
        .and_then(|(_, rest)| rest.strip_suffix("`."));
    let problem = match instead {
        None | Some("") => "its reason ends with \"Use `X`.\"",
        Some(_) if is_input && part.is_non_null() && !part.has_default => {
            "nobody could leave it out"
        }
        Some(_) => return None,
    };
    Some(format!("{name}: {problem}"))
}

#[test]
fn what_is_deprecated_says_what_to_use() {
    assert_eq!(faults(&Sdl::published()), [""; 0]);
}

#[test]
fn a_deprecation_that_leaves_clients_alone_would_be_found() {
    let sdl = Sdl::parse(
        r#"type A { a: Int @deprecated b: Int @deprecated(reason: "Old.") c: Int @deprecated(reason: "Renamed. Use `d`.")
                    d(e: Int! @deprecated(reason: "Gone. Use `f`."), f: Int @deprecated(reason: "No. Use ``.")): Int }
           enum E { F @deprecated(reason: "Use G.") }
           input I { a: Int! = 1 @deprecated(reason: "Old. Use `b`.") b: Int! @deprecated(reason: "Old. Use `c`.") }"#,
    );
    let found = faults(&sdl);
    let names: Vec<&str> = found
        .iter()
        .filter_map(|fault| fault.split(": ").next())
        .collect();
    assert_eq!(names, ["A.a", "A.b", "A.d(e:)", "A.d(f:)", "E.F", "I.b"]);
}
