//! The crypto provider of TLS.

use rustls::crypto::{CryptoProvider, ring};

/// Makes ring the crypto provider of this process, unless it has one already.
///
/// [`Portal`](crate::Portal)s do so by themselves. Call it before you build a `reqwest::Client` of your own, which
/// panics without a provider. It may be called at any time and from many threads.
pub fn install_crypto_provider() {
    if CryptoProvider::get_default().is_none() {
        // Of two threads that get here at once the first one wins, and either choice will do.
        let _ = ring::default_provider().install_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_threads_may_install_at_once() {
        let threads: Vec<_> = (0..16).map(|_| std::thread::spawn(install_crypto_provider)).collect();
        for thread in threads {
            thread.join().expect("no panic");
        }
        assert!(CryptoProvider::get_default().is_some());
    }
}
