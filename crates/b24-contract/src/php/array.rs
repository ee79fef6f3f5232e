//! A PHP array: an ordered map whose keys may be numbers.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::name::Step;

/// An ordered map. A key that is a whole number in its shortest spelling counts as that number.
pub(super) struct Array {
    entries: Vec<(String, Node)>,
    places: HashMap<String, usize>,
    /// The number that `[]` takes next; `None` once the greatest is taken.
    next: Option<i64>,
    /// Whether the keys are exactly the places, so that JSON writes the array as a list.
    is_list: bool,
}

enum Node {
    Text(String),
    Array(Array),
}

impl Default for Array {
    fn default() -> Self {
        Self { entries: Vec::new(), places: HashMap::new(), next: Some(0), is_list: true }
    }
}

impl Array {
    /// Puts a value where the steps lead. What stands in the way is replaced, in its place.
    pub(super) fn assign(&mut self, steps: &[Step], value: String) {
        let Some((last, path)) = steps.split_last() else { return };
        let mut array = self;
        for step in path {
            match array.node(step) {
                Some(node) => array = node.as_array(),
                None => return,
            }
        }
        if let Some(node) = array.node(last) {
            *node = Node::Text(value);
        }
    }

    /// All members as a JSON object, whatever the keys.
    pub(super) fn into_members(self) -> Map<String, Value> {
        self.entries.into_iter().map(|(key, node)| (key, node.into_json())).collect()
    }

    /// The node at a key, made when it is new; `None` when no number is left for `[]`.
    fn node(&mut self, step: &Step) -> Option<&mut Node> {
        let key = match step {
            Step::Key(key) => key.to_string(),
            Step::Next => self.next?.to_string(),
        };
        let place = match self.places.get(&key) {
            Some(place) => *place,
            None => self.push(key),
        };
        self.entries.get_mut(place).map(|(_, node)| node)
    }

    fn push(&mut self, key: String) -> usize {
        let place = self.entries.len();
        let number = number(&key);
        self.is_list &= number.is_some_and(|number| usize::try_from(number) == Ok(place));
        if let (Some(number), Some(next)) = (number, self.next)
            && number >= next
        {
            self.next = number.checked_add(1);
        }
        self.places.insert(key.clone(), place);
        self.entries.push((key, Node::Text(String::new())));
        place
    }
}

impl Node {
    /// The array in this place; a text gives way to an empty one.
    fn as_array(&mut self) -> &mut Array {
        loop {
            match self {
                Node::Array(array) => return array,
                Node::Text(_) => *self = Node::Array(Array::default()),
            }
        }
    }

    fn into_json(self) -> Value {
        match self {
            Node::Text(text) => Value::String(text),
            Node::Array(array) if array.is_list => {
                Value::Array(array.entries.into_iter().map(|(_, node)| node.into_json()).collect())
            }
            Node::Array(array) => Value::Object(array.into_members()),
        }
    }
}

/// The number that PHP makes of a key: `7` and `-7`, but not `07`, `+7` or what no 64-bit integer holds.
fn number(key: &str) -> Option<i64> {
    key.parse().ok().filter(|number: &i64| number.to_string() == key)
}
