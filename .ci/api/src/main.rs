//! Lists the public API that the JSON of rustdoc describes, an item a line.
//!
//! ```sh
//! tagwright-api target/doc/tagwright.json
//! ```

use std::collections::HashSet;
use std::env;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let described = env::args_os().nth(1).ok_or("usage: tagwright-api RUSTDOC-JSON")?;
    let api = public_api::Builder::from_rustdoc_json(described)
        // What every type has says nothing of this crate, and that each is Send
        // and Sync is a test's.
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .build()?;
    let items: Vec<_> = api.items().map(|item| (item, item.to_string())).collect();
    let traits: HashSet<_> = items
        .iter()
        .filter(|(_, line)| line.starts_with("impl") && line.contains(" for "))
        .map(|(item, _)| item.id())
        .collect();
    for (item, line) in &items {
        // The functions of a trait are known by its name. What they are called
        // inside of a derive is another crate's to change.
        let of_a_trait = item.parent_id().is_some_and(|parent| traits.contains(&parent));
        let of_a_derive = line.contains("core::marker::StructuralPartialEq for ");
        if of_a_derive || (of_a_trait && line.starts_with("pub fn ")) {
            continue;
        }
        println!("{line}");
    }
    Ok(())
}
