//! What the owner of a policy looks at before a change lands:
//! `cargo run --example review`.

#![expect(clippy::print_stdout, reason = "it is what the example shows")]

use tagwright::Policy;
use tagwright::audit::Severity;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let before = Policy::cwiq();
    let mut document = before.document().clone();
    // The floating tag of the releases gets another name.
    let tags = document.rules.iter_mut().flat_map(|rule| &mut rule.tags);
    for tag in tags.filter(|tag| tag.tag == "stable") {
        tag.tag = "production".into();
    }
    let after = Policy::new(document)?;

    let events = after.table().rows.into_iter().map(|row| row.context);
    print!("{}", before.diff(&after, events));
    let findings = after.audit();
    for finding in findings.iter().filter(|finding| finding.severity > Severity::Info) {
        println!("{finding}");
    }
    Ok(())
}
