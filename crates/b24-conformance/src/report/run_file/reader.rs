//! Reads run files line by line, so that their size does not matter.

use std::fs::File;
use std::io::{BufRead, BufReader, Read as _};
use std::path::Path;

use crate::{Error, Event};

/// Longest line that is read, in bytes. No answer that the suite keeps comes near it.
const LONGEST: u64 = 64 << 20;

/// The events of a run file, in order. Empty lines are skipped. A last line that was cut off, as in the file of a run that
/// was killed, ends the events; any other line that is no event is an error, and the last thing that is given back.
#[derive(Debug)]
pub struct Reader<R> {
    name: String,
    source: R,
    line: usize,
    begun: bool,
    ended: bool,
}

impl Reader<BufReader<File>> {
    /// Opens a run file.
    ///
    /// # Errors
    ///
    /// [`Error::RunFileUnread`] when the file cannot be opened.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let name = path.display().to_string();
        match File::open(path) {
            Ok(file) => Ok(Self::new(name, BufReader::new(file))),
            Err(error) => Err(Error::RunFileUnread { file: name, reason: error.to_string() }),
        }
    }
}

impl<R: BufRead> Reader<R> {
    /// Reads the lines of a source, whose name errors repeat.
    pub fn new(name: impl Into<String>, source: R) -> Self {
        Self { name: name.into(), source, line: 0, begun: false, ended: false }
    }

    fn read(&mut self) -> Result<Option<Event>, Error> {
        let mut bytes = Vec::new();
        loop {
            bytes.clear();
            self.line += 1;
            let length = self.source.by_ref().take(LONGEST).read_until(b'\n', &mut bytes);
            match length {
                Ok(0) if self.begun => return Ok(None),
                Ok(0) => return Err(self.wrong("the file ends before a run begins")),
                Ok(_) if bytes.iter().all(u8::is_ascii_whitespace) => {}
                Ok(length) if length as u64 == LONGEST => return Err(self.wrong("the line is longer than 64 MiB")),
                Ok(_) => break,
                Err(error) => {
                    return Err(Error::RunFileUnread { file: self.name.clone(), reason: error.to_string() });
                }
            }
        }
        match serde_json::from_slice(&bytes) {
            Ok(event) => self.begin(event).map(Some),
            Err(error) if error.is_eof() && self.begun && !bytes.ends_with(b"\n") => Ok(None),
            Err(error) => Err(self.wrong(&told(&error))),
        }
    }

    /// A run begins with [`Event::Started`], so that any other file of JSON lines is told from one.
    fn begin(&mut self, event: Event) -> Result<Event, Error> {
        if !self.begun && !matches!(event, Event::Started(_)) {
            return Err(self.wrong("a run begins with the event `started`"));
        }
        self.begun = true;
        Ok(event)
    }

    fn wrong(&self, reason: &str) -> Error {
        Error::RunFile { file: self.name.clone(), line: self.line, reason: reason.to_owned() }
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Event, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let read = self.read().transpose();
        self.ended = !matches!(read, Some(Ok(_)));
        read
    }
}

/// What is wrong with a line. The error's own text counts lines from the line's own beginning.
fn told(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let what = text.split(" at line ").next().unwrap_or_default();
    let kind = if error.is_data() { "no event" } else { "no JSON" };
    match error.column() {
        0 => format!("{kind}: {what}"),
        column => format!("{kind}: {what} (column {column})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{run_file::line, sample};

    fn read(text: &str) -> Result<Vec<Event>, Error> {
        Reader::new("run.ndjson", text.as_bytes()).collect()
    }

    #[test]
    fn a_run_file_gives_back_the_events() {
        let events = sample::run();
        let text: String = events.iter().map(line).collect();
        assert_eq!(text.lines().count(), events.len());
        assert_eq!(read(&format!("\n{text}\n")).expect("a run file"), events);
    }

    #[test]
    fn a_line_that_was_cut_off_anywhere_ends_the_events() {
        let events = sample::run();
        let whole: String = events[..2].iter().map(line).collect();
        let last = line(&events[2]);
        for cut in 0..last.trim_end().len() {
            assert_eq!(read(&format!("{whole}{}", &last[..cut])).expect("what came before"), events[..2], "{cut}");
        }
        assert_eq!(read(&format!("{whole}{}", last.trim_end())).expect("only the line break lacks").len(), 3);
    }

    #[test]
    fn a_wrong_line_is_named_with_what_is_wrong() {
        let first = line(&sample::run()[0]);
        let wrong = |text: &str| read(text).expect_err(text).to_string();
        let told = [
            wrong(""),
            wrong("{"),
            wrong("{}\n"),
            wrong("{\"log\":{\"version\":\"1.2\"}}\n"),
            wrong(&line(&sample::run()[1])),
            wrong(&format!("{first}\n\n{{\"event\":\"nonsense\"}}\n")),
            wrong(&format!("{first}{{\"event\":\n{first}")),
            wrong(&format!("{first}<html>")),
        ];
        insta::assert_snapshot!(told.join("\n"));
        let not_text = [first.as_bytes(), b"\"\xff\"\n"].concat();
        let error = Reader::new("run.ndjson", not_text.as_slice()).nth(1).expect("a line").expect_err("no UTF-8");
        assert!(error.to_string().starts_with("run.ndjson, line 2: "), "{error}");
    }

    #[test]
    fn nothing_follows_an_error() {
        let mut reader = Reader::new("run.ndjson", "x\ny\n".as_bytes());
        assert!(matches!(reader.next(), Some(Err(_))));
        assert!(reader.next().is_none());
    }

    #[test]
    fn a_file_that_is_not_there_is_named() {
        let error = Reader::open(Path::new("/no/such/run.ndjson")).expect_err("there is none");
        assert!(error.to_string().contains("/no/such/run.ndjson"), "{error}");
    }
}
