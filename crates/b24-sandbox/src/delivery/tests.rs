//! Tests of what becomes of an answer on its way out.

use serde_json::json;

use super::*;
use crate::call::Answer;
use crate::encode;
use crate::route::Format;

const ONE: &str = "sandbox/fault/one";
const TWO: &str = "sandbox/fault/two";

fn packed(spoil: impl FnOnce(&mut Delivery)) -> Parcel {
    let mut delivery = Delivery::default();
    spoil(&mut delivery);
    delivery.pack(encode::write(&Answer::own(200, json!({ "result": true }), "x.result#"), Format::Json))
}

fn header(parcel: &Parcel, name: &str) -> Option<String> {
    parcel.headers().into_iter().find(|(own, _)| own == name).map(|(_, value)| value)
}

#[test]
fn an_answer_that_no_fault_met_goes_out_as_it_is() {
    let parcel = packed(|_| ());
    assert_eq!((parcel.status, &parcel.body[..]), (200, &br#"{"result":true}"#[..]));
    assert_eq!((header(&parcel, "b24-clause").as_deref(), header(&parcel, "b24-fault")), (Some("x.result#"), None));
}

#[test]
fn every_fault_is_named_once() {
    let parcel = packed(|delivery| [7, 2, 7, 10].into_iter().for_each(|id| delivery.note(id)));
    assert_eq!(header(&parcel, "b24-fault").as_deref(), Some("2, 7, 10"));
    assert_eq!(header(&parcel, "b24-clause").as_deref(), Some("x.result#"));
}

#[test]
fn of_two_manners_the_first_stays_unless_the_second_loses_all() {
    let clause = |first: Manner, second: Manner| {
        packed(|delivery| {
            delivery.spoil(ONE, &first);
            delivery.spoil(TWO, &second);
        })
        .clause
    };
    assert_eq!(clause(Manner::Empty, Manner::Truncated(None)), ONE);
    assert_eq!(clause(Manner::Empty, Manner::Close), TWO);
    assert_eq!(clause(Manner::Close, Manner::Reset), ONE);
    assert_eq!(clause(Manner::Reset, Manner::Empty), ONE);
}

#[test]
fn a_batch_goes_out_as_its_commands_would() {
    let mut command = Delivery::default();
    command.note(4);
    command.spoil(TWO, &Manner::Reset);
    let parcel = packed(|delivery| {
        delivery.note(9);
        delivery.spoil(ONE, &Manner::Empty);
        delivery.join(command);
        assert!(delivery.is_lost());
    });
    assert_eq!((parcel.clause, parcel.status, parcel.body.len()), (TWO, 0, 0));
    assert_eq!(header(&parcel, "b24-fault").as_deref(), Some("4, 9"));
}

#[test]
fn no_more_is_cut_off_than_there_is() {
    for (bytes, left) in [(None, 7), (Some(0), 0), (Some(3), 3), (Some(100), 15)] {
        let parcel = packed(|delivery| delivery.spoil(ONE, &Manner::Truncated(bytes)));
        assert_eq!((parcel.status, parcel.body.len()), (200, left));
    }
}
