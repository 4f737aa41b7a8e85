//! The schemas that editors read are those of this version.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::Value;
use tagwright::{CiContext, Plan, Policy};

/// Compares a checked-in schema with the one of the types, or writes it where
/// the variable asks for that.
#[track_caller]
fn assert_current<T: JsonSchema>(file: &str) {
    // The draft that editors of TOML and YAML read.
    let generator = SchemaGenerator::new(SchemaSettings::draft07());
    let schema = generator.into_root_schema_for::<T>();
    let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas").join(file);
    if std::env::var_os("TAGWRIGHT_WRITE").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let found: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    assert!(
        found == schema.to_value(),
        "{file} is not current; TAGWRIGHT_WRITE=1 cargo test writes it anew"
    );
}

#[test]
fn schemas_are_current() {
    assert_current::<Policy>("policy.json");
    assert_current::<CiContext>("context.json");
    assert_current::<Plan>("plan.json");
}
