//! Reads an answer's body up to a limit.

/// Why a body was not read to its end.
pub(super) enum Unread {
    /// It is longer than the limit.
    TooLong,
    /// The connection failed.
    Broken(reqwest::Error),
}

/// Reads the body, at most `limit` bytes of it.
pub(super) async fn read(mut answer: reqwest::Response, limit: usize) -> Result<Vec<u8>, Unread> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(Unread::Broken)? {
        if body.len() + chunk.len() > limit {
            return Err(Unread::TooLong);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
