//! Takes out of the generated client what could leak a secret or builds an HTTP client of its own.

use syn::{Attribute, File, ImplItem, Item, Meta};

/// Removes `Debug` from `Client`, whose base URL holds a webhook's secret; its constructor `new`, which ignores how the
/// portal was configured; and the module `prelude`, which nobody imports.
pub(super) fn client(file: &mut File) {
    file.items.retain(|item| !matches!(item, Item::Mod(module) if module.ident == "prelude"));
    for item in &mut file.items {
        match item {
            Item::Struct(item) if item.ident == "Client" => item.attrs.iter_mut().for_each(derive_clone_only),
            Item::Impl(item) if item.trait_.is_none() => {
                item.items.retain(|item| !matches!(item, ImplItem::Fn(function) if function.sig.ident == "new"));
            }
            _ => {}
        }
    }
}

fn derive_clone_only(attribute: &mut Attribute) {
    if let Meta::List(list) = &mut attribute.meta
        && list.path.is_ident("derive")
        && let Ok(tokens) = "Clone".parse()
    {
        list.tokens = tokens;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_client_can_be_cloned_but_not_printed() {
        let code = "
            #[derive(Clone, Debug)]
            pub struct Client { baseurl: String }
            #[derive(Clone, Debug)]
            pub struct Other;
            impl Client {
                pub fn new() -> Self { todo!() }
                pub fn new_with_client() -> Self { todo!() }
            }
            pub mod prelude { pub use super::Client; }";
        let mut file = syn::parse_file(code).expect("Rust");
        client(&mut file);
        insta::assert_snapshot!(prettyplease::unparse(&file));
    }
}
