//! `b24 call`: call one method and print its result.

use std::time::Duration;

use b24_client::Portal;
use b24_contract::Secret;
use serde_json::{Map, Value};

use crate::exit::Exit;
use crate::pace_args::seconds;
use crate::portal_arg::SecretArg;
use crate::print;

/// Call one method and print its result.
///
/// Parameters are written `key=value`, nested ones with brackets: `id=32 'fields[CONTACT_ID]=7'`. Values travel as text,
/// which portals accept for numbers; `key:=JSON` sends any JSON value as it stands.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Name of the method, such as crm.company.contact.items.get.
    #[arg(value_name = "METHOD")]
    method: String,

    /// Parameters: key=value, or key:=JSON.
    #[arg(value_name = "KEY=VALUE")]
    params: Vec<String>,

    /// Webhook address, or with --token the portal's REST address. `@FILE` or `-` (standard input) keep it out of the
    /// process list.
    #[arg(long, value_name = "URL", env = "B24_PORTAL", hide_env_values = true)]
    portal: SecretArg,

    /// OAuth access token; `@FILE` or `-` as above.
    #[arg(long, value_name = "TOKEN", env = "B24_TOKEN", hide_env_values = true)]
    token: Option<SecretArg>,

    /// Seconds that the answer may take; 70 unless given.
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    timeout: Option<Duration>,

    /// Print the whole answer, with `time`, and errors as JSON too.
    #[arg(long)]
    json: bool,
}

/// Calls the method.
pub(crate) async fn run(args: Args) -> Exit {
    let params = match params(&args.params) {
        Ok(params) => params,
        Err(sentence) => return print::stop(&sentence, Exit::Usage),
    };
    let portal = match connect(&args) {
        Ok(portal) => portal,
        Err(sentence) => return print::stop(&sentence, Exit::Usage),
    };
    match portal.call(&args.method, Value::Object(params)).await {
        Ok(answer) if args.json => print_json(&answer, Exit::Held),
        Ok(answer) => print_json(&answer.result, Exit::Held),
        Err(error) => failed(&error, args.json),
    }
}

fn connect(args: &Args) -> Result<Portal, String> {
    let url = args.portal.read()?;
    let builder = args.timeout.map_or_else(Portal::builder, |timeout| Portal::builder().timeout(timeout));
    let portal = match &args.token {
        Some(token) => builder.oauth(url.expose(), Secret::new(token.read()?.expose())),
        None => builder.webhook(url.expose()),
    };
    portal.map_err(|error| print::with_causes(&error))
}

fn print_json(value: &impl serde::Serialize, exit: Exit) -> Exit {
    match serde_json::to_string_pretty(value) {
        Ok(text) => print::line(&text, exit),
        Err(error) => {
            print::error(&format!("the answer could not be written as JSON: {error}"));
            Exit::ToolFailed
        }
    }
}

fn failed(error: &b24_client::Error, json: bool) -> Exit {
    print::error_with_causes(error);
    let body = error.body().and_then(|body| serde_json::from_slice::<Value>(body).ok());
    let exit = match error {
        _ if error.is_misuse() => Exit::Usage,
        _ if error.is_refusal() && !error.is_auth_failure() => Exit::Violated,
        _ => Exit::NoPortal,
    };
    match body {
        Some(body) if json => print_json(&body, exit),
        _ => exit,
    }
}

/// Reads `key=value` and `key:=JSON` arguments, in order.
fn params(arguments: &[String]) -> Result<Map<String, Value>, String> {
    let mut texts = Vec::new();
    let mut values = Vec::new();
    for argument in arguments {
        let Some((key, text)) = argument.split_once('=') else {
            return Err(format!("`{argument}` is no parameter; write key=value, such as id=32"));
        };
        match key.strip_suffix(':') {
            Some(key) => {
                let value =
                    serde_json::from_str(text).map_err(|error| format!("`{argument}` holds no JSON: {error}"))?;
                values.push((key.to_owned(), value));
            }
            None => texts.push((key, text.to_owned())),
        }
    }
    let mut params = b24_contract::php::assemble(texts).map_err(|error| error.to_string())?;
    params.extend(values);
    Ok(params)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(arguments: &[&str]) -> Result<Value, String> {
        let owned: Vec<String> = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        params(&owned).map(Value::Object)
    }

    #[test]
    fn brackets_nest_and_json_stays_typed() {
        assert_eq!(
            read(&["id=32", "fields[CONTACT_ID]=7", "items:=[{\"CONTACT_ID\":8}]"]),
            Ok(json!({"id": "32", "fields": {"CONTACT_ID": "7"}, "items": [{"CONTACT_ID": 8}]}))
        );
    }

    #[test]
    fn a_value_may_hold_equal_signs_and_be_empty() {
        assert_eq!(read(&["a=b=c", "d="]), Ok(json!({"a": "b=c", "d": ""})));
    }

    #[test]
    fn what_is_no_parameter_is_named() {
        assert!(read(&["id"]).expect_err("no value").contains("`id`"));
        assert!(read(&["id:={"]).expect_err("broken JSON").contains("holds no JSON"));
    }
}
