use super::error::Flaw;

const FORM: &str = "an SPDX expression joins license ids by AND, OR and WITH, such as MIT OR \
                    Apache-2.0";

/// What precedes a token. It decides which tokens are allowed.
#[derive(Clone, Copy)]
enum Before {
    /// Nothing, `(`, `AND` or `OR`: a license follows.
    Operator,
    License,
    /// `WITH`: the id of an exception follows.
    With,
    /// An exception, or `)`.
    Whole,
}

/// Checks the syntax of an SPDX license expression. Whether its license ids exist is
/// not checked.
///
/// ```text
/// compound  = simple / simple "WITH" idstring
///           / compound "AND" compound / compound "OR" compound / "(" compound ")"
/// simple    = idstring / idstring "+"
///           / [ "DocumentRef-" idstring ":" ] "LicenseRef-" idstring
/// idstring  = 1*( ALPHA / DIGIT / "-" / "." )
/// ```
///
/// <https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions/>
pub(crate) fn check(text: &str) -> Result<(), Flaw> {
    let (mut before, mut depth, mut index) = (Before::Operator, 0_usize, 0);
    while let Some(rest) = text.get(index..).filter(|rest| !rest.is_empty()) {
        let length = rest.find([' ', '(', ')']).unwrap_or(rest.len()).max(1);
        let token = rest.get(..length).unwrap_or(rest);
        before = match (before, token) {
            (_, " ") => before,
            (Before::Operator, "(") => {
                depth += 1;
                Before::Operator
            }
            (Before::License | Before::Whole, ")") if depth > 0 => {
                depth -= 1;
                Before::Whole
            }
            (Before::License | Before::Whole, "AND" | "OR") => Before::Operator,
            (Before::License, "WITH") => Before::With,
            (_, "(" | ")" | "AND" | "OR" | "WITH") | (Before::License | Before::Whole, _) => {
                return Err(Flaw::character(index, FORM));
            }
            (Before::Operator, license) => {
                check_license(license).map_err(|at| Flaw::character(index + at, FORM))?;
                Before::License
            }
            (Before::With, exception) => {
                check_id(exception).map_err(|at| Flaw::character(index + at, FORM))?;
                Before::Whole
            }
        };
        index += length;
    }
    match before {
        Before::License | Before::Whole if depth == 0 => Ok(()),
        _ => Err(Flaw::end(text.len(), FORM)),
    }
}

/// Checks a simple expression; the error is the index of the first wrong byte.
fn check_license(text: &str) -> Result<(), usize> {
    match text.split_once(':') {
        None => check_id(text.strip_suffix('+').unwrap_or(text)),
        Some((document, license)) => {
            let id = document.strip_prefix("DocumentRef-").ok_or(0_usize)?;
            check_id(id).map_err(|at| "DocumentRef-".len() + at)?;
            let at = document.len() + ":".len();
            let id = license.strip_prefix("LicenseRef-").ok_or(at)?;
            check_id(id).map_err(|inner| at + "LicenseRef-".len() + inner)
        }
    }
}

fn check_id(text: &str) -> Result<(), usize> {
    let is_legal = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
    match text.bytes().position(|byte| !is_legal(byte)) {
        None if !text.is_empty() => Ok(()),
        flaw => Err(flaw.unwrap_or_default()),
    }
}
