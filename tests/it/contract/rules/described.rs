//! Everything is described, in whole sentences or phrases that end as such, for the client and not for the programmer.

use crate::contract::sdl::{Part, Sdl};

pub fn faults(sdl: &Sdl) -> Vec<String> {
    let mut faults = Vec::new();
    for ty in &sdl.types {
        faults.extend(fault(&ty.name, ty.description.as_deref()));
        for part in &ty.parts {
            let name = format!("{}.{}", ty.name, part.name);
            faults.extend(of_part(&name, part));
        }
    }
    faults
}

fn of_part(name: &str, part: &Part) -> Vec<String> {
    let own = fault(name, part.description.as_deref());
    let arguments = part.arguments.iter().filter_map(|argument| {
        let name = format!("{name}({}:)", argument.name);
        fault(&name, argument.description.as_deref())
    });
    own.into_iter().chain(arguments).collect()
}

fn fault(name: &str, description: Option<&str>) -> Option<String> {
    let description = description.unwrap_or_default().trim();
    let starts_well = description.starts_with(|c: char| !c.is_lowercase());
    let problem = match description {
        "" => "is not described",
        _ if !starts_well => "its description begins in lower case",
        _ if !description.ends_with('.') => "its description does not end with a full stop",
        _ if description.contains("::") || description.contains("TODO") => {
            "its description speaks to programmers of the platform"
        }
        _ => return None,
    };
    Some(format!("{name}: {problem}"))
}

#[test]
fn everything_is_described() {
    assert_eq!(faults(&Sdl::published()), [""; 0]);
}

#[test]
fn what_is_not_described_would_be_found() {
    let sdl = Sdl::parse(
        r#""A." type A { b(c: Int): Int }
           "D" enum D { "e." E "See crate::D." F }
           "I." input I { i: Int "Good." j: Int } scalar S interface N { "Id." id: ID } union U = A"#,
    );
    let found = faults(&sdl);
    let names: Vec<&str> = found
        .iter()
        .filter_map(|fault| fault.split(": ").next())
        .collect();
    assert_eq!(
        names,
        ["A.b", "A.b(c:)", "D", "D.E", "D.F", "I.i", "S", "N", "U"]
    );
}
