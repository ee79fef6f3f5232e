//! The only source of time.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use jiff::tz::Offset;

/// Tells what time it is: the system's time, or a moment that stands still, either of them moved by tests.
#[derive(Debug)]
pub(crate) struct Clock {
    start: Face,
    face: Mutex<Face>,
}

/// How a clock goes, in microseconds.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Face {
    /// It stands still at this moment.
    Still(i64),
    /// It is ahead of the system's time by so much.
    Running(i64),
}

impl Clock {
    /// A clock that stands still at `start`, or follows the system without one.
    pub(crate) fn new(start: Option<Timestamp>) -> Self {
        let start = start.map_or(Face::Running(0), |start| Face::Still(start.as_microsecond()));
        Self { start, face: Mutex::new(start) }
    }

    /// The present moment.
    pub(crate) fn now(&self) -> Moment {
        self.face().moment()
    }

    /// Whether the clock stands still.
    pub(crate) fn is_frozen(&self) -> bool {
        matches!(*self.face(), Face::Still(_))
    }

    /// Moves the clock forward, or back by a negative number of seconds, as far as moments go.
    pub(crate) fn advance(&self, seconds: f64) {
        let mut face = self.face();
        let moment = Moment::from_micros(face.moment().0.saturating_add(micros(seconds)));
        *face = face.at(moment);
    }

    /// Moves the clock to a moment.
    pub(crate) fn set(&self, moment: Moment) {
        let mut face = self.face();
        *face = face.at(moment);
    }

    /// Makes the clock stand still where it is.
    pub(crate) fn freeze(&self) {
        let mut face = self.face();
        *face = Face::Still(face.moment().0);
    }

    /// Lets the clock go on from where it is.
    pub(crate) fn release(&self) {
        let mut face = self.face();
        *face = Face::Running(0).at(face.moment());
    }

    /// Takes back every move.
    pub(crate) fn reset(&self) {
        *self.face() = self.start;
    }

    /// How the clock goes now.
    pub(crate) fn state(&self) -> Face {
        *self.face()
    }

    /// Makes the clock go as another one did.
    pub(crate) fn put(&self, state: Face) {
        *self.face() = state;
    }

    fn face(&self) -> MutexGuard<'_, Face> {
        self.face.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Face {
    /// What it shows.
    fn moment(self) -> Moment {
        Moment::from_micros(match self {
            Self::Still(at) => at,
            Self::Running(ahead) => system().saturating_add(ahead),
        })
    }

    /// The same kind of face at another moment.
    fn at(self, moment: Moment) -> Self {
        match self {
            Self::Still(_) => Self::Still(moment.0),
            Self::Running(_) => Self::Running(moment.0.saturating_sub(system())),
        }
    }
}

/// The system's time in microseconds.
fn system() -> i64 {
    Timestamp::now().as_microsecond()
}

/// A moment, to the microsecond, between 1970 and 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Moment(i64);

impl Moment {
    fn from_micros(micros: i64) -> Self {
        Self(micros.clamp(0, Timestamp::MAX.as_microsecond()))
    }

    /// Seconds since 1970, with their fraction. In the far future, where a number cannot hold every fraction, it is
    /// never rounded up to the next second.
    pub(crate) fn seconds(self) -> f64 {
        let next = (self.whole_seconds() + 1) as f64;
        (self.0 as f64 / 1e6).min(next.next_down())
    }

    /// Whole seconds since 1970.
    pub(crate) fn whole_seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// Seconds from `earlier` to here; zero when the system's clock was set back in between.
    pub(crate) fn since(self, earlier: Moment) -> f64 {
        (self.0 - earlier.0).max(0) as f64 / 1e6
    }

    /// ISO 8601 with an offset, cut to the second: `2024-08-19T16:46:31+00:00`.
    pub(crate) fn iso(self) -> String {
        self.second().display_with_offset(Offset::UTC).to_string()
    }

    /// Date and time of day, as databases write them: `2024-08-19 16:46:31`.
    pub(crate) fn date_and_time(self) -> String {
        Offset::UTC.to_datetime(self.second()).strftime("%Y-%m-%d %H:%M:%S").to_string()
    }

    /// The moment, cut to the second.
    fn second(self) -> Timestamp {
        Timestamp::from_second(self.whole_seconds()).unwrap_or(Timestamp::MAX)
    }
}

impl From<Timestamp> for Moment {
    fn from(timestamp: Timestamp) -> Self {
        Self::from_micros(timestamp.as_microsecond())
    }
}

fn micros(seconds: f64) -> i64 {
    (seconds * 1e6).round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn still(text: &str) -> Clock {
        Clock::new(Some(text.parse().expect("a timestamp")))
    }

    #[test]
    fn a_fixed_clock_stands_until_it_is_moved() {
        let clock = still("2024-08-19T16:46:31.470108+02:00");
        assert_eq!(clock.now(), clock.now());
        assert_eq!(clock.now().seconds(), 1724078791.470108);
        assert_eq!(clock.now().iso(), "2024-08-19T14:46:31+00:00");
        assert_eq!(clock.now().date_and_time(), "2024-08-19 14:46:31");
        clock.advance(3600.5);
        assert_eq!(clock.now().iso(), "2024-08-19T15:46:31+00:00");
        clock.reset();
        assert_eq!(clock.now().whole_seconds(), 1724078791);
    }

    #[test]
    fn a_clock_moved_out_of_range_stays_at_its_end() {
        let clock = still("2024-08-19T16:46:31+02:00");
        clock.advance(f64::MAX);
        assert!(clock.now().iso().starts_with("9999-12-30T22:00"));
        clock.advance(-3600.0);
        assert!(clock.now().iso().starts_with("9999-12-30T21:00"));
        clock.advance(f64::MIN);
        assert_eq!(clock.now().iso(), "1970-01-01T00:00:00+00:00");
        clock.advance(1.0);
        assert_eq!(clock.now().iso(), "1970-01-01T00:00:01+00:00");
        clock.advance(f64::NAN);
    }

    #[test]
    fn a_moment_belongs_to_its_second_however_far_it_is() {
        for (moment, second) in
            [("2024-08-19T16:46:31.999999Z", 1724085991.0), ("9000-01-01T00:00:00.999999Z", 221845392000.0)]
        {
            assert_eq!(still(moment).now().seconds().floor(), second, "{moment}");
        }
    }

    #[test]
    fn the_system_clock_can_be_moved_too() {
        let clock = Clock::new(None);
        let before = clock.now();
        clock.advance(60.0);
        assert!(clock.now().since(before) >= 60.0);
    }

    #[test]
    fn a_clock_stands_still_and_goes_on_from_where_it_is() {
        let clock = Clock::new(None);
        assert!(!clock.is_frozen());
        clock.set("2024-08-19T12:00:00Z".parse::<Timestamp>().expect("a timestamp").into());
        assert_eq!(clock.now().iso(), "2024-08-19T12:00:00+00:00");
        clock.freeze();
        assert!(clock.is_frozen());
        assert_eq!(clock.now(), clock.now());
        clock.advance(0.1);
        let frozen = clock.now();
        clock.release();
        assert!(!clock.is_frozen());
        let gone = clock.now().since(frozen);
        assert!((0.0..60.0).contains(&gone), "{gone}");
        clock.reset();
        assert!(clock.now().iso().as_str() > "2024-08-20");
    }

    #[test]
    fn a_reset_starts_a_clock_that_was_stopped_or_stops_one_that_was_started() {
        let clock = still("2024-08-19T12:00:00Z");
        clock.release();
        clock.reset();
        assert!(clock.is_frozen());
        let clock = Clock::new(None);
        clock.freeze();
        clock.reset();
        assert!(!clock.is_frozen());
    }

    #[test]
    fn a_clock_is_moved_by_the_microseconds_that_were_told() {
        let clock = still("2024-08-19T12:00:00Z");
        let before = clock.now();
        clock.advance(0.500001);
        assert_eq!(clock.now().since(before), 0.500001);
    }

    #[test]
    fn time_between_moments_is_never_negative() {
        let clock = still("2024-08-19T16:46:31Z");
        let later = clock.now();
        clock.advance(-10.0);
        assert_eq!(clock.now().since(later), 0.0);
        assert_eq!(later.since(clock.now()), 10.0);
    }
}
