//! A fault on one line, as on a command line: `answer-lost,method=crm.company.add,times=1`.

use std::str::FromStr;

use serde_json::{Map, Value};

use super::Fault;
use crate::Error;

impl FromStr for Fault {
    type Err = Error;

    /// Reads the kind and its members, with commas between them. Numbers, `true` and `false` are such; anything else is
    /// text, which holds no comma.
    fn from_str(text: &str) -> Result<Self, Error> {
        let mut parts = text.split(',');
        let kind = parts.next().unwrap_or_default();
        let mut members = Map::from_iter([("what".to_owned(), Value::from(kind))]);
        for part in parts {
            let (name, value) = part
                .split_once('=')
                .ok_or_else(|| Error::Config(format!("`{part}` is no member; they look like `times=1`")))?;
            if members.insert(name.to_owned(), scalar(value)).is_some() {
                return Err(Error::Config(format!("`{name}` is given twice")));
            }
        }
        serde_json::from_value(Value::Object(members)).map_err(|error| Error::Config(error.to_string()))
    }
}

fn scalar(text: &str) -> Value {
    let scalar = serde_json::from_str(text).ok().filter(|value: &Value| value.is_number() || value.is_boolean());
    scalar.unwrap_or_else(|| text.into())
}
