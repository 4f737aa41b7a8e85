//! Holds a schema against its reader, both ways.
//!
//! The examples of the schema are changed in one place at a time, and both judge
//! the result. The changes are made of what either of them knows: the keys, words
//! and limits in the schema, and those that the reader's messages list. So a key, a
//! word or a limit that only one of them knows is found.

use std::collections::BTreeSet;

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::Failure;
use crate::change::{changed, keys, places, replaced, sized, with_entry};
use crate::vocabulary::Vocabulary;

/// What a reader makes of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Loads,
    /// It has not the shape of a document, and a schema can say so.
    Misshapen(String),
    /// It is wrong in a way that no schema can express.
    Meaningless(String),
}

/// A schema and the reader that it describes.
pub(crate) struct Agreement {
    schema: Value,
    validator: Validator,
    read: fn(&Value) -> Verdict,
}

/// A word that is near no other, so that a message lists all that are known.
const UNKNOWN: &str = "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq";
/// More of anything than a reader takes.
const MANY: usize = 5000;

impl Agreement {
    pub(crate) fn new(schema: Value, read: fn(&Value) -> Verdict) -> Result<Self, Failure> {
        let validator = jsonschema::options().should_validate_formats(true).build(&schema)?;
        Ok(Self { schema, validator, read })
    }

    pub(crate) fn schema(&self) -> &Value {
        &self.schema
    }

    /// Returns how many documents were judged.
    pub(crate) fn check(&self) -> Result<usize, Failure> {
        let examples = self.schema["examples"].as_array().ok_or("the schema has no examples")?;
        let mut known = Vocabulary::of_schema(&self.schema);
        let mut shown = BTreeSet::new();
        for example in examples {
            if let Verdict::Misshapen(message) | Verdict::Meaningless(message) =
                self.judge(example)?
            {
                return Err(format!("an example does not load: {message}").into());
            }
            shown.extend(keys(example));
            known.show(example);
            self.ask(example, &mut known)?;
        }
        // What no example has is changed nowhere.
        if let Some(key) = known.keys.difference(&shown).next() {
            return Err(format!("no example has the key {key}").into());
        }
        let changes = |example| changed(example, &|place| known.changes(place));
        let documents: Vec<Value> = examples.iter().flat_map(changes).collect();
        documents.iter().try_for_each(|document| self.judge(document).map(drop))?;
        Ok(documents.len())
    }

    /// Fails if the schema and the reader disagree about a document.
    pub(crate) fn judge(&self, document: &Value) -> Result<Verdict, Failure> {
        let verdict = (self.read)(document);
        match (&verdict, self.validator.validate(document)) {
            (Verdict::Loads, Err(error)) => {
                Err(format!("it loads, but {}: {error}\n{document:#}", error.instance_path())
                    .into())
            }
            (Verdict::Misshapen(message), Ok(())) => {
                Err(format!("it is valid, but {message}\n{document:#}").into())
            }
            _ => Ok(verdict),
        }
    }

    /// Asks the reader what it knows, by a mistake at every place.
    fn ask(&self, example: &Value, known: &mut Vocabulary) -> Result<(), Failure> {
        let message = |document: &Value| match (self.read)(document) {
            Verdict::Misshapen(message) => message,
            Verdict::Loads | Verdict::Meaningless(_) => String::new(),
        };
        let mistaken = changed(example, &|place| with_entry(place, UNKNOWN, json!("x")));
        // A table of any keys is mistaken about the value instead.
        let messages = mistaken.iter().map(message);
        let unknown_keys = messages.filter(|message| message.contains("unknown key"));
        let keys: Vec<String> = unknown_keys.flat_map(|message| choices(&message)).collect();
        if keys.is_empty() {
            return Err("no message of the reader lists the keys that it knows".into());
        }
        known.keys.extend(keys);
        for document in changed(example, &|place| sized(place, MANY)) {
            let message = message(&document);
            let limit = message.split("over the limit of ").nth(1).unwrap_or_default();
            let digits = limit.split(|one: char| !one.is_ascii_digit()).next();
            known.numbers.extend(digits.and_then(|digits| digits.parse::<u64>().ok()));
        }
        for place in places(example) {
            for word in choices(&message(&replaced(example, &place, json!(UNKNOWN)))) {
                if !self.validator.is_valid(&replaced(example, &place, json!(word))) {
                    return Err(
                        format!("{word} is not valid at {place}, and the reader knows it").into()
                    );
                }
            }
        }
        Ok(())
    }
}

/// The keys or words that a message about an unknown one lists: `expected a, b or c`.
fn choices(message: &str) -> Vec<String> {
    let about = message.split_once(UNKNOWN).and_then(|(_, rest)| rest.split_once("; expected "));
    let words = about.into_iter().flat_map(|(_, list)| list.split(", "));
    let words = words.flat_map(|words| words.split(" or "));
    // A message may also say `expected an empty table`.
    words.filter(|word| !word.contains(' ')).map(Into::into).collect()
}
