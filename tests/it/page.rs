//! A Markdown page and the checks of its contents.

use std::path::{Path, PathBuf};

pub(crate) struct Page {
    path: PathBuf,
    text: String,
}

impl Page {
    /// A page by its path in the package.
    pub(crate) fn read(path: &str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let text = std::fs::read_to_string(&path).unwrap();
        Self { path, text }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The code blocks of a language.
    pub(crate) fn blocks(&self, language: &str) -> Vec<&str> {
        let begin = format!("```{language}\n");
        let blocks = self.text.split(&begin).skip(1);
        blocks.map(|rest| rest.split_once("```").expect("the end of a block").0).collect()
    }

    /// Compares the text between two marks with what it should be; with
    /// `TAGWRIGHT_WRITE`, writes it instead.
    #[track_caller]
    pub(crate) fn assert_generated(&self, name: &str, expected: &str) {
        let (begin, end) = (format!("<!-- {name}: generated -->\n"), format!("<!-- /{name} -->"));
        let (before, rest) = self.text.split_once(&begin).expect("where it begins");
        let (found, after) = rest.split_once(&end).expect("where it ends");
        if std::env::var_os("TAGWRIGHT_WRITE").is_some() {
            std::fs::write(&self.path, format!("{before}{begin}{expected}{end}{after}")).unwrap();
            return;
        }
        assert_eq!(found, expected, "TAGWRIGHT_WRITE=1 updates the page");
    }
}
