//! Smaller sequences that may fail as a long one did.

use b24_contract::Encoding;

use super::attempt::beginning;
use super::step::{Form, Step};
use crate::model::{Call, Decided, Item, Items, Shape, State, Values, Ways};

/// Sequences that are smaller in one way and can be taken, the boldest first: without some steps, without a call of a batch,
/// in a simpler form, with a simpler call.
pub(super) fn smaller(steps: &[Step]) -> Vec<Vec<Step>> {
    let fewer = without_runs(steps);
    let simpler = steps.iter().enumerate().flat_map(|(at, step)| {
        let replaced = move |simpler: Step| {
            let mut steps = steps.to_vec();
            steps[at] = simpler;
            steps
        };
        with_fewer_calls(step).into_iter().chain(in_simpler_forms(step)).chain(with_simpler_calls(step)).map(replaced)
    });
    fewer.into_iter().chain(simpler).filter(|steps| is_possible(steps)).collect()
}

/// Without runs of neighbours, long ones first. Something always stays.
fn without_runs<T: Clone>(all: &[T]) -> Vec<Vec<T>> {
    let mut fewer = Vec::new();
    let mut length = all.len().saturating_sub(1);
    while length > 0 {
        for start in (0..all.len()).step_by(length) {
            let end = all.len().min(start + length);
            if end - start < all.len() {
                fewer.push([&all[..start], &all[end..]].concat());
            }
        }
        length /= 2;
    }
    fewer
}

fn with_fewer_calls(step: &Step) -> Vec<Step> {
    without_runs(&step.calls).into_iter().map(|calls| Step { calls, form: step.form }).collect()
}

fn in_simpler_forms(step: &Step) -> Vec<Step> {
    let alone = (step.calls.len() == 1).then_some(Form::Alone(Encoding::Json));
    let batch = Form::Batch { halt: false, list: false, via: Encoding::Json };
    let batch = matches!(step.form, Form::Batch { .. }).then_some(batch);
    let forms = alone.into_iter().chain(batch).filter(|form| *form != step.form);
    forms.map(|form| Step { calls: step.calls.clone(), form }).collect()
}

fn with_simpler_calls(step: &Step) -> Vec<Step> {
    let simpler = step.calls.iter().enumerate().flat_map(|(at, call)| {
        simpler_calls(call).into_iter().map(move |call| {
            let mut calls = step.calls.clone();
            calls[at] = call;
            Step { calls, form: step.form }
        })
    });
    simpler.collect()
}

fn simpler_calls(call: &Call) -> Vec<Call> {
    match call {
        Call::AddLink { side, owner, fields: Shape::Object(item) } => {
            let add = |item| Call::AddLink { side: *side, owner: *owner, fields: Shape::Object(item) };
            simpler_items(*item).into_iter().map(add).collect()
        }
        Call::SetLinks { side, owner, items: Items::List(items) } => {
            let set = |items| Call::SetLinks { side: *side, owner: *owner, items: Items::List(items) };
            let plainer = items.iter().enumerate().flat_map(|(at, item)| {
                simpler_items(*item).into_iter().map(move |item| {
                    let mut items = items.clone();
                    items[at] = item;
                    items
                })
            });
            without_runs(items).into_iter().chain(plainer).map(set).collect()
        }
        Call::AddRecord { record, fields: Shape::Object(values) } => {
            let add = |values| Call::AddRecord { record: *record, fields: Shape::Object(values) };
            simpler_values(values).into_iter().map(add).collect()
        }
        Call::UpdateRecord { side, record, fields: Shape::Object(values) } => {
            let update = |values| Call::UpdateRecord { side: *side, record: *record, fields: Shape::Object(values) };
            simpler_values(values).into_iter().map(update).collect()
        }
        _ => Vec::new(),
    }
}

fn simpler_items(item: Item) -> Vec<Item> {
    let sort = item.sort.map(|_| Item { sort: None, ..item });
    let primary = item.primary.map(|_| Item { primary: None, ..item });
    sort.into_iter().chain(primary).collect()
}

fn simpler_values(values: &Values) -> Vec<Values> {
    let texts = values.texts.keys().filter(|name| **name != "NAME").map(|name| {
        let mut fewer = values.clone();
        fewer.texts.remove(name);
        fewer
    });
    let linked = values.linked.as_ref().map(|_| Values { linked: None, ..values.clone() });
    linked.into_iter().chain(texts).collect()
}

/// Whether the steps can be taken one after the other, on records that are made for them.
fn is_possible(steps: &[Step]) -> bool {
    let decided = Decided::new();
    let mut state = State::default();
    beginning(steps).iter().for_each(|step| drop(step.apply(&mut state, &mut Ways::new(&decided))));
    steps.iter().all(|step| {
        let possible = step.is_possible(&state);
        step.apply(&mut state, &mut Ways::new(&decided));
        possible
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_left_out_long_ones_first() {
        assert_eq!(
            without_runs(&[1, 2, 3, 4]),
            [vec![4], vec![1, 2, 3], vec![2, 3, 4], vec![1, 3, 4], vec![1, 2, 4], vec![1, 2, 3]]
        );
        assert!(without_runs(&[1]).is_empty() && without_runs::<u8>(&[]).is_empty());
    }
}
