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
    assert_eq!(created.current().1.expose(), again.current().1.expose());
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
            .all(|key| key.current().1.expose() == keys[0].current().1.expose())
    );
}

#[test]
fn the_highest_generation_wraps_and_all_are_there() {
    let folder = Folder::new("generations");
    let text = format!("# comment\n\n{}{}", line(2, 2), line(1, 1));
    folder.write(&text, 0o600);
    let key = MasterKey::load(&folder.key()).unwrap();
    assert_eq!(key.current().0, 2);
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
