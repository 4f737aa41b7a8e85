//! A reader of texts that bake takes for templates.

/// What HCL makes of a template; nothing, where it would put something in.
///
/// <https://github.com/hashicorp/hcl/blob/v2.23.0/hclsyntax/spec.md#template-literals>
#[must_use]
pub fn literal(template: &str) -> Option<String> {
    let (mut rest, mut text) = (template, String::new());
    while let Some(first) = rest.chars().next() {
        if let Some(behind) = rest.strip_prefix("$${").or_else(|| rest.strip_prefix("%%{")) {
            text.extend([first, '{']);
            rest = behind;
        } else if rest.starts_with("${") || rest.starts_with("%{") {
            return None;
        } else {
            text.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    Some(text)
}
