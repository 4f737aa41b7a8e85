use std::path::Path;

/// Reads recorded answers of another implementation, or says that there are
/// none: they are not part of this crate.
pub(crate) fn vectors(file: &str) -> Option<serde_json::Value> {
    let Ok(folder) = std::env::var("TAGWRIGHT_VECTORS") else {
        println!("skipped: TAGWRIGHT_VECTORS is not set");
        return None;
    };
    let text = std::fs::read_to_string(Path::new(&folder).join(file)).unwrap();
    Some(serde_json::from_str(&text).unwrap())
}

/// The rows of a file in which they stand under `cases`; none where there is
/// no such file.
#[track_caller]
pub(crate) fn cases(file: &str) -> Vec<serde_json::Value> {
    let Some(mut recorded) = vectors(file) else { return Vec::new() };
    match recorded["cases"].take() {
        serde_json::Value::Array(rows) if !rows.is_empty() => rows,
        _ => panic!("{file} has no cases"),
    }
}
