//! JSON Schema of what crosses the border: the policy, the context, the plan.
//!
//! The forms here are what the hand-written readers and writers take and give;
//! the descriptions are those of their documentation.

mod context;
mod plan;
mod policy;

/// Gives a type the schema of its form.
macro_rules! schema_of {
    ($($name:ty => $form:ty),+ $(,)?) => {$(
        impl schemars::JsonSchema for $name {
            fn schema_name() -> alloc::borrow::Cow<'static, str> {
                <$form as schemars::JsonSchema>::schema_name()
            }

            fn schema_id() -> alloc::borrow::Cow<'static, str> {
                <$form as schemars::JsonSchema>::schema_id()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                <$form as schemars::JsonSchema>::json_schema(generator)
            }
        }
    )+};
}

pub(crate) use schema_of;
