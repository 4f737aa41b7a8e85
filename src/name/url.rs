use super::error::Flaw;

/// Checks a URL.
///
/// ```text
/// URL    = scheme "://" 1*character        ; RFC 3986, with an authority
/// scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )
/// ```
///
/// An authority is required: otherwise `host:5000/path` would be a URL.
pub(crate) fn check(text: &str) -> Result<(), Flaw> {
    const FORM: &str = "expected a form like https://example.com/path";
    const HOLDS: &str = "a URL holds ASCII letters, digits and -._~:/?#[]@!$&'()*+,;=; another \
                         character is written as %20 is";
    let is_of_scheme =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    let scheme = text.bytes().take_while(|byte| is_of_scheme(*byte)).count();
    let mut rest = text.bytes().enumerate().skip(scheme);
    if !text.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return Err(Flaw::character(0, FORM));
    }
    for expected in *b"://" {
        match rest.next() {
            Some((_, found)) if found == expected => {}
            Some((index, _)) => return Err(Flaw::character(index, FORM)),
            None => return Err(Flaw::end(text.len(), FORM)),
        }
    }
    match rest.clone().next() {
        None => return Err(Flaw::end(text.len(), FORM)),
        Some((index, b'/' | b'?' | b'#')) => return Err(Flaw::character(index, FORM)),
        Some(_) => {}
    }
    while let Some((index, byte)) = rest.next() {
        let is_legal = match byte {
            b'%' => {
                let digits = [rest.next(), rest.next()];
                digits.iter().flatten().filter(|(_, digit)| digit.is_ascii_hexdigit()).count() == 2
            }
            byte => byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=".contains(&byte),
        };
        if !is_legal {
            return Err(Flaw::character(index, HOLDS));
        }
    }
    Ok(())
}
