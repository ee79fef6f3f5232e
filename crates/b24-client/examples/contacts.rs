//! Prints the contacts of a company of a sandbox portal: `cargo run -p b24-client --example contacts`.

#![allow(clippy::print_stdout)]

use std::error::Error;

use b24_client::Portal;
use b24_sandbox::Sandbox;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::builder().start().await?;
    let portal = Portal::webhook(&sandbox.announcement().webhook)?;

    for binding in portal.company(32).contacts().get().await? {
        let mark = if binding.is_primary { " (primary)" } else { "" };
        println!("contact {} at {}{mark}", binding.contact_id, binding.sort);
    }

    if let Err(error) = portal.company(0).contacts().get().await {
        println!("{error}");
    }
    Ok(())
}
