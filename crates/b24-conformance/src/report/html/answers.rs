//! Answers by method: what kind they were, and how their times are spread.

use maud::{Markup, html as markup};

use super::bar::{self, Part};
use super::escape::Shown;
use crate::report::Run;
use crate::report::run::{Answered, Axis};

/// Height of a histogram, in its own units.
const HEIGHT: u32 = 24;

/// The section.
pub(super) fn section(run: &Run) -> Markup {
    let answers = run.answers();
    let axis = answers.axis();
    let content = markup! {
        table.answers {
            thead {
                tr {
                    th scope="col" { "method" }
                    th scope="col" { "answers" }
                    th scope="col" { @match &axis { Some(axis) => (scale(axis)), None => "time" } }
                    @for name in ["p50", "p95", "max"] { th.number scope="col" { (name) } }
                }
            }
            tbody {
                @for (method, answered) in answers.iter() { (row(method, answered, axis.as_ref())) }
            }
        }
    };
    let lead = "Each histogram is as high as its method’s most frequent time; the axis is the same for all, and \
                logarithmic. The line is the median.";
    super::section("answers", "Answers by method", Some(lead), answers.iter().next().map(|_| content))
}

fn row(method: &str, answered: &Answered, axis: Option<&Axis>) -> Markup {
    let parts = [
        Part { class: "pass", word: "successes", number: answered.successes as usize },
        Part { class: "refused", word: "errors", number: answered.errors as usize },
        Part { class: "skip", word: "not JSON", number: answered.others as usize },
    ];
    let quantiles = [("p50", 0.5), ("p95", 0.95), ("max", 1.0)];
    markup! {
        tr {
            th scope="row" { (Shown(method)) }
            td.kinds { (bar::bar("Answers", &parts)) small { (bar::legend(&parts)) } }
            td.times { @if let Some(axis) = axis { (histogram(answered, axis)) } }
            @for (name, share) in quantiles {
                td.number data-name=(name) { (answered.quantile(share).map(time).unwrap_or_default()) }
            }
        }
    }
}

fn histogram(answered: &Answered, axis: &Axis) -> Markup {
    let bins = answered.histogram(axis);
    let most = bins.iter().copied().max().unwrap_or_default().max(1);
    let quantile = |share| answered.quantile(share).map(time).unwrap_or_default();
    let told = match answered.quantile(0.0) {
        None => "times: unknown".to_owned(),
        Some(least) => format!(
            "times of {} answers: least {}, median {}, 95 of 100 within {}, most {}",
            answered.timed(),
            time(least),
            quantile(0.5),
            quantile(0.95),
            quantile(1.0)
        ),
    };
    let width = bins.len();
    let median = answered.quantile(0.5).map(|seconds| format!("{:.2}", axis.place(seconds) * width as f64));
    markup! {
        svg.histogram role="img" aria-label=(told) viewBox=(format!("0 0 {width} {HEIGHT}")) preserveAspectRatio="none" {
            title { (told) }
            @for decade in 0..=axis.decades {
                @let x = decade as usize * width / axis.decades as usize;
                line.grid x1=(x) x2=(x) y1="0" y2=(HEIGHT) {}
            }
            @for (place, number) in bins.iter().enumerate().filter(|(_, number)| **number > 0) {
                @let height = (f64::from(HEIGHT) * f64::from(*number) / f64::from(most)).max(1.0);
                rect.time x=(place) y=(format!("{:.1}", f64::from(HEIGHT) - height)) width="0.9" height=(format!("{height:.1}")) {
                    title { (number) " from " (time(axis.edge(place, width))) " to " (time(axis.edge(place + 1, width))) }
                }
            }
            @if let Some(x) = median { line.median x1=(x) x2=(x) y1="0" y2=(HEIGHT) {} }
        }
    }
}

/// The axis: a label at the beginning of each power of ten.
fn scale(axis: &Axis) -> Markup {
    markup! {
        span.scale {
            @for decade in 0..axis.decades { span { (time(10f32.powi(axis.first + decade))) } }
        }
    }
}

/// Seconds in the unit that reads best.
fn time(seconds: f32) -> String {
    let (number, unit) = match seconds {
        seconds if seconds < 0.000_999_5 => (seconds * 1e6, "µs"),
        seconds if seconds < 0.999_5 => (seconds * 1e3, "ms"),
        seconds => (seconds, "s"),
    };
    let digits = if number < 9.95 && (number - number.round()).abs() > 0.05 { 1 } else { 0 };
    format!("{number:.digits$} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_two_digits_and_a_unit() {
        let told = [0.000_05, 0.000_999_9, 0.001_24, 0.013, 0.1, 0.95, 0.999_9, 1.0, 12.4].map(time);
        assert_eq!(told, ["50 µs", "1 ms", "1.2 ms", "13 ms", "100 ms", "950 ms", "1 s", "1 s", "12 s"]);
    }
}
