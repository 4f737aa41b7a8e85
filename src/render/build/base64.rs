use alloc::string::String;

const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Writes bytes in the standard base64 of [RFC 4648], padded.
///
/// [RFC 4648]: https://www.rfc-editor.org/rfc/rfc4648#section-4
pub(super) fn base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let mut bytes = group.iter().copied().chain([0, 0]);
        let mut next = || bytes.next().unwrap_or_default();
        let [a, b, c] = [next(), next(), next()];
        let digits = [a >> 2, a << 4 | b >> 4, b << 2 | c >> 6, c];
        for (place, digit) in digits.into_iter().enumerate() {
            let digit = DIGITS.as_bytes().get(usize::from(digit & 0b11_1111));
            let is_padding = place > group.len();
            text.push(digit.filter(|_| !is_padding).map_or('=', |digit| char::from(*digit)));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The test vectors of <https://www.rfc-editor.org/rfc/rfc4648#section-10>, and every digit.
    #[test]
    fn the_vectors_of_its_specification() {
        for (bytes, expected) in [
            (&b""[..], ""),
            (b"f", "Zg=="),
            (b"fo", "Zm8="),
            (b"foo", "Zm9v"),
            (b"foob", "Zm9vYg=="),
            (b"fooba", "Zm9vYmE="),
            (b"foobar", "Zm9vYmFy"),
            (b"\0\x10\x83\x10Q\x87 \x92\x8b", "ABCDEFGHIJKL"),
            (b"\xfb\xff\xbf\xff", "+/+//w=="),
        ] {
            assert_eq!(base64(bytes), expected);
        }
    }
}
