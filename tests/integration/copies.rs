//! The copies of a message that one email holds: what each of them states is told apart, and so are alternatives.

use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;

/// What `onbrand facts` tells of the fixture, for facts of one kind.
fn facts(kind: &str) -> Vec<Value> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let run = Command::cargo_bin("onbrand")
        .expect("the binary")
        .current_dir(root)
        .args(["facts", "--guide", "brand-rules", "--format", "json", "fixtures/documents/email/copies.eml"])
        .output()
        .expect("a run");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let told: Value = serde_json::from_slice(&run.stdout).expect("JSON");
    let all = told["facts"].as_array().expect("facts");
    all.iter().filter(|fact| fact["kind"] == kind).cloned().collect()
}

fn told(facts: &[Value], keys: &[&str]) -> Vec<String> {
    let word = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    facts.iter().map(|fact| keys.iter().map(|key| word(&fact[*key])).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn a_button_of_plain_text_of_outlook_and_of_all_others_are_three_copies() {
    assert_eq!(
        told(&facts("cta"), &["rendering", "visibility", "label", "fill", "text_color"]),
        [
            "plain-text visible Shop the sale null null",
            "outlook fallback Buy now #0B5D4F #FFFFFF",
            "main visible Shop the sale #0B5D4E #FFFFFF"
        ]
    );
    let fills: Vec<Value> =
        facts("color").into_iter().filter(|color| color["role"] == "cta-background").collect();
    assert_eq!(told(&fills, &["rendering", "value"]), ["outlook #0B5D4F", "main #0B5D4E"]);
}

#[test]
fn subject_plain_text_preheader_and_body_state_prices_of_their_own() {
    let prices = facts("price");
    assert_eq!(
        told(&prices, &["rendering", "place", "visibility", "amount", "product"]),
        [
            "main subject visible 399.00 cove-standing-desk",
            "plain-text plain-text-part visible 389.00 cove-standing-desk",
            "main preheader hidden 349.00 cove-standing-desk",
            "main body visible 379.00 cove-standing-desk",
            "main body visible 399.00 cove-standing-desk",
        ]
    );
    // The two of the body are alternatives: arms of one branch.
    let arms: Vec<&Value> = prices.iter().map(|price| &price["branch"]).collect();
    assert!(arms.iter().take(3).all(|arm| arm.is_null()), "{arms:?}");
    let [.., one, other] = arms.as_slice() else { panic!("{arms:?}") };
    assert_eq!(one["group"], other["group"]);
    assert_ne!(one["arm"], other["arm"]);
}
