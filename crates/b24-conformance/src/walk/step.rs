//! Steps of a walk: a call by itself, or several in a batch.

use b24_contract::Encoding;
use proptest_state_machine::ReferenceStateMachine;

use crate::model::{Answer, Call, Decided, Items, Linked, Name, Primary, Shape, Side, State, Values, Ways};

/// A step of a walk.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Step {
    /// The calls, in order.
    pub(super) calls: Vec<Call>,
    /// How they travel.
    pub(super) form: Form,
}

/// How the calls of a step travel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Form {
    /// The only call by itself.
    Alone(Encoding),
    /// As commands of a batch.
    Batch {
        /// Whether the first that fails is the last.
        halt: bool,
        /// Whether the commands are a list, or else have keys.
        list: bool,
        /// How the batch travels.
        via: Encoding,
    },
}

impl Step {
    /// A call by itself.
    pub(super) fn alone(call: Call, via: Encoding) -> Self {
        // Only JSON can say that a list is empty, or that a value is true.
        let via = if is_json_only(&call) { Encoding::Json } else { via };
        Self { calls: vec![call], form: Form::Alone(via) }
    }

    /// What the step does to a model, with the answers that its calls are to get. Calls that do not run get none.
    pub(super) fn apply(&self, state: &mut State, ways: &mut Ways<'_>) -> Vec<Option<Answer>> {
        let halts = matches!(self.form, Form::Batch { halt: true, .. });
        let mut halted = false;
        let answers = self.calls.iter().map(|call| {
            let answer = (!halted).then(|| state.apply(call, ways))?;
            halted = halts && answer.is_error();
            Some(answer)
        });
        answers.collect()
    }

    /// Whether the step can be taken from a state: its calls name records that were made before, lists of ids name living
    /// ones, each once, and a batch can say what its commands say.
    pub(super) fn is_possible(&self, state: &State) -> bool {
        let mut state = state.clone();
        let decided = Decided::new();
        self.calls.iter().all(|call| {
            let possible = self.says(call) && names_what_is_there(call, &state);
            state.apply(call, &mut Ways::new(&decided));
            possible
        })
    }

    /// Whether the form of the step can say a call.
    fn says(&self, call: &Call) -> bool {
        match self.form {
            Form::Alone(via) => via == Encoding::Json || !is_json_only(call),
            // What a halt would skip is not known where the contract leaves open whether a command fails.
            Form::Batch { halt, .. } => !is_json_only(call) && (!halt || call.makes().is_none()),
        }
    }

    /// The records that the step names and does not make.
    pub(super) fn needs(&self) -> impl Iterator<Item = Name> {
        self.calls.iter().flat_map(|call| call.names().into_iter().filter(|name| call.makes() != Some(*name)))
    }
}

fn names_what_is_there(call: &Call, state: &State) -> bool {
    let makes = call.makes();
    if makes.is_some_and(|made| state.records.contains_key(&made)) {
        return false;
    }
    let named: Vec<Name> = call.names().into_iter().filter(|name| makes != Some(*name)).collect();
    let lists = match call {
        Call::AddRecord { fields, .. } | Call::UpdateRecord { fields, .. } => linked(fields),
        Call::SetLinks { items, .. } => items.items().iter().filter_map(|item| item.name()).collect(),
        _ => Vec::new(),
    };
    let repeats = |names: &[Name]| names.iter().enumerate().any(|(at, name)| names[..at].contains(name));
    let once = matches!(call, Call::SetLinks { .. }) || !repeats(&lists);
    named.iter().all(|name| state.records.contains_key(name)) && lists.iter().all(|name| state.is_alive(*name)) && once
}

fn linked(fields: &Shape<Values>) -> Vec<Name> {
    match fields {
        Shape::Object(Values { linked: Some(Linked::Main(name)), .. }) => vec![*name],
        Shape::Object(Values { linked: Some(Linked::List(names) | Linked::Both(_, names)), .. }) => names.clone(),
        _ => Vec::new(),
    }
}

/// Whether only JSON can say what a call says.
fn is_json_only(call: &Call) -> bool {
    match call {
        Call::AddLink { fields: Shape::Object(item), .. } => item.primary == Some(Primary::True),
        Call::SetLinks { items: Items::List(items) | Items::Object(items), .. } => items.is_empty(),
        Call::AddRecord { fields, .. } | Call::UpdateRecord { fields, .. } => match fields {
            Shape::Object(values) => match &values.linked {
                Some(Linked::List(names)) => names.is_empty(),
                None => values.texts.is_empty(),
                Some(_) => false,
            },
            _ => false,
        },
        _ => false,
    }
}

/// The machine of a walk that begins with some companies and contacts.
pub(super) struct Machine<W>(std::marker::PhantomData<W>);

/// What a walk is about.
pub(super) trait Walk: 'static {
    /// Companies and contacts that are there at the beginning.
    const RECORDS: [u32; 2];

    /// The steps that may be taken.
    fn steps(state: &State) -> proptest::strategy::BoxedStrategy<Step>;
}

impl<W: Walk> ReferenceStateMachine for Machine<W> {
    type State = State;
    type Transition = Step;

    fn init_state() -> proptest::strategy::BoxedStrategy<State> {
        let mut state = State::default();
        beginning::<W>().for_each(|call| {
            state.apply(&call, &mut Ways::new(&Decided::new()));
        });
        proptest::strategy::Strategy::boxed(proptest::strategy::Just(state))
    }

    fn transitions(state: &State) -> proptest::strategy::BoxedStrategy<Step> {
        W::steps(state)
    }

    fn preconditions(state: &State, step: &Step) -> bool {
        step.is_possible(state)
    }

    fn apply(mut state: State, step: &Step) -> State {
        step.apply(&mut state, &mut Ways::new(&Decided::new()));
        state
    }
}

/// The calls that make the records that are there at the beginning.
fn beginning<W: Walk>() -> impl Iterator<Item = Call> {
    let counts = Side::BOTH.into_iter().zip(W::RECORDS);
    counts.flat_map(|(side, count)| (1..=count).map(move |number| making(Name { side, number })))
}

/// The call that makes a record of no particular kind.
pub(super) fn making(record: Name) -> Call {
    let texts = match record.side {
        Side::Company => [].into(),
        Side::Contact => [("NAME", "Walker".to_owned())].into(),
    };
    Call::AddRecord { record, fields: Shape::Object(Values { texts, linked: None }) }
}
