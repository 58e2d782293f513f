//! Creation, permissions and damage of the key file.

use super::*;
use crate::rng::SeededRng;

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("xorb-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }

    fn key(&self) -> PathBuf {
        self.0.join("master.key")
    }

    fn write(&self, text: &str, mode: u32) {
        std::fs::create_dir_all(&self.0).unwrap();
        std::fs::write(self.key(), text).unwrap();
        std::fs::set_permissions(self.key(), std::fs::Permissions::from_mode(mode)).unwrap();
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn line(generation: u32, byte: u8) -> String {
    format!("{generation} {}\n", BASE64.encode([byte; 32]))
}

#[test]
fn a_key_is_created_for_an_empty_database_only() {
    let folder = Folder::new("created");
    let rng = SeededRng::new(1);
    let missing = MasterKey::load_or_create(&folder.key(), false, &rng);
    assert!(matches!(missing, Err(MasterKeyError::Missing { .. })));
    let created = MasterKey::load_or_create(&folder.key(), true, &rng).unwrap();
    let mode = std::fs::metadata(folder.key())
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    let again = MasterKey::load_or_create(&folder.key(), true, &rng).unwrap();
    assert_eq!(created.first().1.expose(), again.first().1.expose());
    let files = std::fs::read_dir(&folder.0).unwrap().count();
    assert_eq!(files, 1, "no scratch file is left");
}

#[test]
fn of_two_that_create_at_once_both_get_the_same_key() {
    let folder = Folder::new("race");
    let keys = std::thread::scope(|scope| {
        let create = |seed| {
            let path = folder.key();
            scope.spawn(move || MasterKey::load_or_create(&path, true, &SeededRng::new(seed)))
        };
        let threads: Vec<_> = (0..8).map(create).collect();
        let keys = threads
            .into_iter()
            .map(|thread| thread.join().unwrap().unwrap());
        keys.collect::<Vec<_>>()
    });
    assert!(
        keys.iter()
            .all(|key| key.first().1.expose() == keys[0].first().1.expose())
    );
}

#[test]
fn all_generations_are_there() {
    let folder = Folder::new("generations");
    let text = format!("# comment\n\n{}{}", line(2, 2), line(1, 1));
    folder.write(&text, 0o600);
    let key = MasterKey::load(&folder.key()).unwrap();
    assert_eq!((key.first().0, key.newest()), (1, 2));
    assert_eq!(key.generation(1).unwrap().expose(), &[1; 32]);
    assert!(key.generation(3).is_none());
}

#[test]
fn a_key_that_others_may_read_is_refused_with_the_command_that_mends_it() {
    let folder = Folder::new("permissions");
    for mode in [0o644, 0o640, 0o660, 0o601] {
        folder.write(&line(1, 1), mode);
        let error = MasterKey::load(&folder.key()).unwrap_err();
        assert!(error.to_string().contains("chmod 600"), "{error}");
    }
    folder.write(&line(1, 1), 0o400);
    assert!(MasterKey::load(&folder.key()).is_ok());
}

#[test]
fn a_damaged_file_is_refused_and_its_line_named() {
    let folder = Folder::new("damaged");
    let cases = [
        "nonsense\n".to_owned(),
        "1 not-base64!\n".to_owned(),
        format!("1 {}\n", BASE64.encode([1; 31])),
        format!("0 {}\n", BASE64.encode([1; 32])),
        format!("-1 {}\n", BASE64.encode([1; 32])),
        format!("4294967295 {}\n", BASE64.encode([1; 32])),
    ];
    for text in cases {
        folder.write(&text, 0o600);
        let error = MasterKey::load(&folder.key()).unwrap_err();
        assert!(error.to_string().contains("line 1"), "{text}: {error}");
    }
    folder.write(&format!("{}{}", line(1, 1), line(1, 2)), 0o600);
    let twice = MasterKey::load(&folder.key()).unwrap_err();
    assert!(twice.to_string().contains("line 2"), "{twice}");
    folder.write("# nothing\n", 0o600);
    let empty = MasterKey::load(&folder.key());
    assert!(matches!(empty, Err(MasterKeyError::Empty { .. })));
}

#[test]
fn an_added_generation_leaves_the_rest_to_the_letter() {
    let folder = Folder::new("added");
    let before = format!("# comment\n{}", line(1, 1));
    folder.write(before.trim_end(), 0o400);
    let known = MasterKey::load(&folder.key()).unwrap();
    let added = MasterKey::add_generation(&folder.key(), &SeededRng::new(1)).unwrap();
    assert_eq!(added, 2);
    let text = std::fs::read_to_string(folder.key()).unwrap();
    assert!(text.starts_with(&format!("{before}2 ")), "{text}");
    let mode = std::fs::metadata(folder.key())
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o400);
    assert_eq!(
        std::fs::read_dir(&folder.0).unwrap().count(),
        1,
        "no scratch file is left"
    );
    assert_eq!(known.newest(), 1);
    assert_eq!(known.read_again().unwrap().newest(), 2);
}

#[test]
fn of_many_that_add_at_once_each_adds_its_own() {
    let folder = Folder::new("added-race");
    folder.write(&line(1, 1), 0o600);
    let mut added = std::thread::scope(|scope| {
        let add = |seed| {
            let path = folder.key();
            scope.spawn(move || MasterKey::add_generation(&path, &SeededRng::new(seed)))
        };
        let threads: Vec<_> = (0..8).map(add).collect();
        let added = threads
            .into_iter()
            .map(|thread| thread.join().unwrap().unwrap());
        added.collect::<Vec<_>>()
    });
    added.sort_unstable();
    assert_eq!(added, (2..=9).collect::<Vec<_>>());
    assert_eq!(MasterKey::load(&folder.key()).unwrap().newest(), 9);
}

#[test]
fn a_link_is_not_replaced_and_the_line_to_add_is_said() {
    let folder = Folder::new("link");
    folder.write(&line(1, 1), 0o600);
    let link = folder.0.join("link.key");
    std::os::unix::fs::symlink(folder.key(), &link).unwrap();
    let error = MasterKey::add_generation(&link, &SeededRng::new(1)).unwrap_err();
    assert!(error.to_string().contains("echo \"2 $(openssl"), "{error}");
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(MasterKey::load(&folder.key()).unwrap().newest(), 1);
}

#[test]
fn what_is_known_stays_when_the_file_loses_or_changes_it() {
    let folder = Folder::new("lost");
    folder.write(&line(1, 1), 0o600);
    let known = MasterKey::load(&folder.key()).unwrap();
    folder.write(&format!("{}{}", line(1, 9), line(2, 2)), 0o600);
    let again = known.read_again().unwrap();
    assert_eq!(again.generation(1).unwrap().expose(), &[1; 32]);
    assert_eq!(again.newest(), 2);
}
