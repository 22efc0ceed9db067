//! JSON-LD as pages hold it: what becomes an item, what is tolerated, and where a block is torn.

use super::{Block, Item, ItemValue, read, resolve};

/// The items as `type#id(name=text, name=[item])` and the words of a tear.
fn items(json: &str) -> (Vec<String>, Option<String>) {
    let lexed = crate::document::template::lex(json, None);
    let masked = crate::document::template::mask(json, &lexed.tags);
    let block = Block { source: json, text: &masked, start: 0, tags: &lexed.tags };
    let (mut items, mut references) = (Vec::new(), Vec::new());
    let torn = read(block, &mut items, &mut references);
    resolve(&mut items, &references);
    let shown = |item: &Item| {
        let properties: Vec<String> = item
            .properties
            .iter()
            .map(|property| match &property.value {
                ItemValue::Item(index) => format!("{}=[{index}]", property.name),
                ItemValue::Text(text) => format!("{}={}", property.name, text.as_str()),
                ItemValue::Url(text) => format!("{}=<{}>", property.name, text.as_str()),
            })
            .collect();
        let id = item.id.as_ref().map(|id| format!("#{}", id.as_str())).unwrap_or_default();
        format!("{}{id}({})", item.types.join("+"), properties.join(", "))
    };
    (items.iter().map(shown).collect(), torn.map(|torn| torn.span.slice(json).to_owned()))
}

fn whole(json: &str) -> Vec<String> {
    let (items, torn) = items(json);
    assert_eq!(torn, None, "{json}");
    items
}

#[test]
fn objects_lists_and_graphs_are_items() {
    assert_eq!(
        whole(
            r#"{"@context":{"@vocab":"x"},"@type":["A","B"],"p":[1,"b",{"@value":"c"},true,null],"q":{"r":{}}}"#
        ),
        ["A+B(p=1, p=b, p=c, p=true, q=[1])", "()"]
    );
    assert_eq!(
        whole(
            r##"{"@graph":[{"@id":"#a","@type":"A","b":{"@id":"#b"},"c":{"@id":"#c"}},{"@type":"B","@id":"#b"}]}"##
        ),
        ["A##a(b=[1], c=<#c>)", "B##b()"]
    );
}

#[test]
fn what_is_no_strict_json_is_read_all_the_same() {
    for json in [
        "// a\n{\"@type\":\"A\",/* b */\"p\":\"x\\ny\",}",
        "<!-- John's -->\n{\"@type\":\"A\",\"p\":\"x\ny\"}",
        "<!--\n{\"@type\":\"A\",\"p\":\"x\ny\"}\n-->",
        "//<![CDATA[\n{\"@type\":\"A\",\"p\":\"x\ny\"}\n//]]>",
        "<![CDATA[[{\"@type\":\"A\",\"p\":\"x\ny\"},]]]>",
        "{&quot;@type&quot;:&quot;A&quot;,&quot;p&quot;:&quot;x\ny&quot;};",
    ] {
        assert_eq!(whole(json), ["A(p=x\ny)"], "{json}");
    }
    assert_eq!(whole(r#"{"p":1}{"p":2}"#), ["(p=1)", "(p=2)"]);
    assert_eq!(whole(r#"{"p":"5&quot; &amp; \"\u00e9\ud83d\ude00 a&b=c\/"}"#), ["(p=5\" & \"é😀 a&b=c/)"]);
}

#[test]
fn placeholders_are_values_that_are_not_known() {
    assert_eq!(whole(r#"{"p": {{ x }}, "q": "a {{ y }} b"}"#), ["(p=\u{FFFC}, q=a \u{FFFC} b)"]);
    assert_eq!(whole(r#"{"p": {{ x | json }}{% if y %}, "q": 1{% endif %}}"#), ["(p=\u{FFFC}, q=1)"]);
}

#[test]
fn what_stands_before_a_tear_is_kept() {
    for (json, expected, torn) in [
        (r#"{"p":"1","q":"2"#, "(p=1)", "\""),
        (r#"{"p":1,"q":'2'}"#, "(p=1)", "'"),
        (r#"{"p":1,"q" "2"}"#, "(p=1)", "\""),
        (r#"{"p":1]"#, "(p=1)", "]"),
        (r#"{"p":1"#, "(p=1)", ""),
        (r#"{"p":1,"q":price}"#, "(p=1)", "p"),
    ] {
        assert_eq!(items(json), (vec![expected.to_owned()], Some(torn.to_owned())), "{json}");
    }
    assert_eq!(items("]]}}{{").0, Vec::<String>::new());
}

#[test]
fn references_in_a_circle_end() {
    let json =
        r##"[{"@id":"#a","b":{"@id":"#b"}},{"@id":"#b","a":{"@id":"#a"}},{"@id":"#c","c":{"@id":"#c"}}]"##;
    assert_eq!(
        whole(json),
        ["#a(b=[1])", "#b(a=<#a>)", "#c(c=<#c>)"].map(|item| item.replacen('#', "##", 1))
    );
}
