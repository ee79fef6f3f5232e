//! Takes the encodings off the copy of a body.

use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

/// A body without its `content-encoding`, at most `longest` bytes of it.
///
/// # Errors
///
/// Why it is not judged.
pub(super) fn plain(body: Vec<u8>, encoding: Option<&str>, longest: usize) -> Result<Vec<u8>, String> {
    let encodings = encoding.unwrap_or_default().split(',').map(|name| name.trim().to_ascii_lowercase());
    let encodings: Vec<String> = encodings.filter(|name| !name.is_empty() && name != "identity").collect();
    // The last one was put on last.
    encodings.iter().rev().try_fold(body, |body, name| match name.as_str() {
        "gzip" | "x-gzip" => read(MultiGzDecoder::new(body.as_slice()), longest),
        // Some senders leave out the frame that the standard asks for.
        "deflate" if body.first().is_some_and(|first| first & 0x0f == 8) => {
            read(ZlibDecoder::new(body.as_slice()), longest)
        }
        "deflate" => read(DeflateDecoder::new(body.as_slice()), longest),
        other if other.len() < 16 && other.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') => {
            Err(format!("nothing here undoes the encoding {other}"))
        }
        _ => Err("nothing here undoes its encoding".to_owned()),
    })
}

fn read(decoder: impl Read, longest: usize) -> Result<Vec<u8>, String> {
    let mut plain = Vec::new();
    let limit = u64::try_from(longest).unwrap_or(u64::MAX).saturating_add(1);
    match decoder.take(limit).read_to_end(&mut plain) {
        Ok(read) if read > longest => Err(super::judging::TOO_LONG.to_owned()),
        Ok(_) => Ok(plain),
        Err(_) => Err("its compression is broken".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    const TEXT: &[u8] = br#"{"result":[]}"#;

    #[test]
    fn what_senders_put_on_comes_off() {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        let mut raw = DeflateEncoder::new(Vec::new(), Compression::default());
        for encoder in [&mut gzip as &mut dyn std::io::Write, &mut zlib, &mut raw] {
            encoder.write_all(TEXT).expect("into memory");
        }
        let gzip = gzip.finish().expect("into memory");
        let mut twice = GzEncoder::new(Vec::new(), Compression::default());
        twice.write_all(&gzip).expect("into memory");
        for (name, body) in [
            ("gzip", gzip.clone()),
            (" X-GZIP ", gzip.clone()),
            ("gzip, gzip", twice.finish().expect("into memory")),
            ("deflate", zlib.finish().expect("into memory")),
            ("deflate", raw.finish().expect("into memory")),
            ("identity", TEXT.to_vec()),
            ("", TEXT.to_vec()),
        ] {
            assert_eq!(plain(body, Some(name), 1000).as_deref(), Ok(TEXT), "{name}");
        }
        assert_eq!(plain(gzip[..10].to_vec(), Some("gzip"), 1000), Err("its compression is broken".to_owned()));
        assert!(plain(TEXT.to_vec(), Some("br"), 1000).expect_err("unknown").ends_with("br"));
    }

    #[test]
    fn a_bomb_does_not_grow_beyond_the_limit() {
        let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
        bomb.write_all(&vec![b' '; 1 << 22]).expect("into memory");
        let bomb = bomb.finish().expect("into memory");
        assert!(bomb.len() < 10_000);
        assert_eq!(plain(bomb, Some("gzip"), 1 << 20), Err(super::super::judging::TOO_LONG.to_owned()));
    }
}
