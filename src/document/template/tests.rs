//! Tags of every language, and what must not be one.

use super::{Lexed, TagKind, lex, mask};
use crate::artifact::Dialect;

/// The tags of a text, one a line: kind, language, expression, literals.
fn shown(text: &str) -> Vec<String> {
    let Lexed { tags, .. } = lex(text, None);
    tags.iter()
        .map(|tag| {
            let literals: Vec<&str> = tag.literals.iter().map(|literal| literal.slice(text)).collect();
            let literals = if literals.is_empty() { String::new() } else { format!(" {literals:?}") };
            format!("{:?} {} `{}`{literals}", tag.kind, tag.dialect, tag.expression.slice(text))
        })
        .collect()
}

/// The text with the tags cut out.
fn outside(text: &str, set: Option<Dialect>) -> String {
    let mut rest = String::new();
    let mut at = 0;
    for tag in lex(text, set).tags {
        rest.push_str(text.get(at..tag.span.start() as usize).unwrap_or_default());
        at = tag.span.end() as usize;
    }
    rest.push_str(text.get(at..).unwrap_or_default());
    rest
}

#[test]
fn handlebars_sections_branch() {
    assert_eq!(
        shown("{{#if member}}Hi {{{name}}}{{else if x}}{{^}}{{~/if~}}{{!-- }} --}}{{! no }}{{> footer}}"),
        [
            "BranchOpen handlebars `#if member`",
            "Output handlebars `name`",
            "BranchArm handlebars `else if x`",
            "BranchArm handlebars `^`",
            "BranchClose handlebars `/if`",
            "Comment handlebars `}}`",
            "Comment handlebars `no`",
            "Steering handlebars `> footer`",
        ]
    );
}

#[test]
fn an_else_in_a_loop_is_no_arm_of_the_branch_around_it() {
    let kinds: Vec<TagKind> = lex("{{#if a}}{{#each b}}{{else}}{{/each}}{{else}}{{/if}}", None)
        .tags
        .iter()
        .map(|tag| tag.kind)
        .collect();
    let expected = [
        TagKind::BranchOpen,
        TagKind::Steering,
        TagKind::Steering,
        TagKind::Steering,
        TagKind::BranchArm,
        TagKind::BranchClose,
    ];
    assert_eq!(kinds, expected);
}

#[test]
fn liquid_and_its_defaults() {
    assert_eq!(
        shown(
            "{% if a %}{{ first_name | default: \"Hey friend\" }}{%- else -%}{{${name} | default: 'there'}}{% endif %}"
        ),
        [
            "BranchOpen liquid `if a`",
            "Output liquid `first_name | default: \"Hey friend\"` [\"Hey friend\"]",
            "BranchArm liquid `else`",
            "Output liquid `${name} | default: 'there'` [\"there\"]",
            "BranchClose liquid `endif`",
        ]
    );
}

#[test]
fn braces_inside_a_tag_belong_to_it() {
    assert_eq!(outside("a{{${first_name}}}b", None), "ab");
    assert_eq!(outside("a{{content_blocks.${footer}}}b", None), "ab");
    assert_eq!(outside("a{{ f({'x': {'y': 1}}) }}b", None), "ab");
    assert_eq!(outside("a{{ \"}}\" }}b{% if x == '%}' %}c", None), "abc");
}

#[test]
fn jinja_and_django() {
    assert_eq!(
        shown(
            "{# hidden {{ x }} #}{{ name|default:'there' }}{{ n | default('you') }}{% set x = 1 %}{% elif y %}"
        ),
        [
            "Comment jinja `hidden {{ x }}`",
            "Output jinja `name|default:'there'` [\"there\"]",
            "Output jinja `n | default('you')` [\"you\"]",
            "Steering jinja `set x = 1`",
            "BranchArm jinja `elif y`",
        ]
    );
    assert_eq!(
        shown("{{ personalization_token(\"contact.firstname\", \"there\") }}"),
        ["Output jinja `personalization_token(\"contact.firstname\", \"there\")` [\"there\"]"]
    );
}

#[test]
fn comments_and_raw_text_are_whole() {
    let text = "a{% comment %}no {{ copy }}{% endcomment %}b{% raw %}{{ text }}{%- endraw -%}c";
    assert_eq!(outside(text, None), "ab{{ text }}c");
    assert_eq!(outside("{{{{raw}}}}{{text}}{{{{/raw}}}}", None), "{{text}}");
    assert_eq!(lex(text, None).tags[0].kind, TagKind::Comment);
}

#[test]
fn delimiters_change() {
    assert_eq!(outside("{{=<% %>=}}(<% text %>) {{x}}<%={{ }}=%>{{y}}", None), "() {{x}}");
    assert_eq!(outside("{{= x }}", None), "");
}

#[test]
fn mailchimp_merge_tags() {
    assert_eq!(
        shown("*|IF:TIER=1|*Hi *|FNAME|**|ELSE:|*you*|END:IF|*"),
        [
            "BranchOpen mailchimp `IF:TIER=1`",
            "Output mailchimp `FNAME`",
            "BranchArm mailchimp `ELSE:`",
            "BranchClose mailchimp `END:IF`",
        ]
    );
    assert_eq!(lex("*|IF:A|*x*|END:IF|**|FNAME", None).problems.len(), 1);
    assert_eq!(lex("| *a*|*b*| *B*|C |*d*|", None), Lexed::default());
}

#[test]
fn ampscript_in_all_its_forms() {
    assert_eq!(
        shown(
            "%%[ /* it's */ SET @a = \"]%%\" IF @a THEN ]%%Hi %%First_Name%%%%=IIF(@a == 1, \"one\", 'two')=%%%%[ ENDIF ]%%"
        ),
        [
            "BranchOpen ampscript `/* it's */ SET @a = \"]%%\" IF @a THEN`",
            "Output ampscript `First_Name`",
            "Output ampscript `IIF(@a == 1, \"one\", 'two')` [\"one\", \"two\"]",
            "BranchClose ampscript `ENDIF`",
        ]
    );
    assert_eq!(
        shown("%%[ ENDIF IF @b THEN ]%%%%[ IF a THEN ENDIF ]%%%%[ /* note */ ]%%"),
        [
            "BranchClose ampscript `ENDIF`",
            "BranchOpen ampscript `IF @b THEN`",
            "Steering ampscript `IF a THEN ENDIF`",
            "Comment ampscript `/* note */`",
        ]
    );
}

#[test]
fn scripts_of_three_languages() {
    assert_eq!(
        shown(
            "<% if (a) { %>x<% } else { %>y<% } %><% list.each do |i| %><%= i -%><% end %><%-- no --%><%# no %>"
        ),
        [
            "BranchOpen erb `if (a) {`",
            "BranchArm erb `} else {`",
            "BranchClose erb `}`",
            "Steering erb `list.each do |i|`",
            "Output erb `i`",
            "Steering erb `end`",
            "Comment erb `no`",
            "Comment erb `no`",
        ]
    );
    assert_eq!(
        shown("<?php if ($a): ?>x<?php endif; ?><?= $b ?>{!! $c !!}"),
        ["BranchOpen php `if ($a):`", "BranchClose php `endif;`", "Output php `$b`", "Output php `$c`"]
    );
    assert_eq!(outside("<?xml version=\"1.0\"?>", None), "<?xml version=\"1.0\"?>");
}

#[test]
fn the_other_brace_languages() {
    assert_eq!(
        shown("{{if .Sale}}{{ .Name }}{{end}}{{/* no */}}"),
        ["BranchOpen go `if .Sale`", "Output go `.Name`", "BranchClose go `end`", "Comment go `no`"]
    );
    assert_eq!(
        shown("{{lead.First Name:default=there}}"),
        ["Output marketo `lead.First Name:default=there` [\"there\"]"]
    );
    assert_eq!(shown("{{var:name:\"there\"}}"), ["Output mailjet `var:name:\"there\"` [\"there\"]"]);
    assert_eq!(shown("[[${user.name}]] ${x.y}"), ["Output velocity `user.name`", "Output velocity `x.y`"]);
    assert_eq!(lex("Pay ${50} or ${", None), Lexed::default());
}

#[test]
fn weak_forms_need_a_known_language() {
    let text = "50% of 20% and %FIRSTNAME% %IF a%b%/IF%";
    assert_eq!(outside(text, None), "50% of 20% and  b");
    assert_eq!(outside("100%NET% of it", None), "100%NET% of it");
    assert_eq!(outside("%NAME%", Some(Dialect::ActiveCampaign)), "");
    assert_eq!(
        shown("[firstname,fallback=there] [email] [not this]"),
        ["Output campaign-monitor `firstname,fallback=there` [\"there\"]", "Output campaign-monitor `email`"]
    );
    assert_eq!(outside("[email] me", None), "[email] me");
}

#[test]
fn velocity_and_blade_are_known_by_a_condition() {
    assert_eq!(
        shown("#if( $a && (1) )x#elseif($b)y#{else}z#end $!a.b(\")\") $49 #endless \\$a"),
        [
            "BranchOpen velocity `if( $a && (1) )`",
            "BranchArm velocity `elseif($b)`",
            "BranchArm velocity `{else}`",
            "BranchClose velocity `end`",
            "Output velocity `a.b(\")\")`",
        ]
    );
    assert_eq!(
        shown(
            "@if ($a)x @elseif($b) y @else z @endif @@if ($c) a@if($d) @media @foreach($e as $f) {{ $f }} @endforeach"
        ),
        [
            "BranchOpen php `if ($a)`",
            "BranchArm php `elseif($b)`",
            "BranchArm php `else`",
            "BranchClose php `endif`",
            "Steering php `foreach($e as $f)`",
            "Output php `$f`",
            "Steering php `endforeach`",
        ]
    );
    for text in
        ["#if #end #else $x ## note", "@if @else @endif @include @media", "#if(x)#end", "#end $a.b @case"]
    {
        assert_eq!(lex(text, None), Lexed::default(), "{text}");
    }
    assert_eq!(outside("$name, #end, $5", Some(Dialect::Velocity)), ", #end, $5");
}

#[test]
fn copy_in_tags_of_all_languages() {
    for (text, expected) in [
        ("{{ a ?? 'b' }}", &["b"][..]),
        ("<%= a || \"b\" %>", &["b"]),
        ("{{ a ? \"b\" : 'c' }}", &["b", "c"]),
        ("{{ 'b' if a == 'x' else 'c' }}", &["b", "c"]),
        ("{{ or .A \"b\" }}", &["b"]),
        ("{{ .A | default \"b\" }}", &["b"]),
        ("${a!\"b\"}", &["b"]),
        ("[[${a} ?: 'b']]", &["b"]),
        ("%%=v(IIF(@a == \"x\", \"b\", 'c'))=%%", &["b", "c"]),
        ("{%= a ?: \"b\" %}", &["b"]),
        (
            "{{ a | date: '%b %d' }}{{ 'key' | t }}{{ f(\"x\", 'y') }}{{ a ? b : c }}<%= link_to \"x\", y %>",
            &[],
        ),
        ("{% abort_message(\"b\") %}{% module \"a\" label=\"b\" %}{% assign a = 'b' %}", &[]),
    ] {
        let tags = lex(text, None).tags;
        let found: Vec<&str> =
            tags.iter().flat_map(|tag| &tag.literals).map(|literal| literal.slice(text)).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn what_nobody_reads_is_a_comment() {
    for text in [
        "a{% schema %}{\"name\": \"b\"}{% endschema %}c",
        "a<script language=\"ampscript\" runat=\"server\">SET @b = 1</script>c",
        "a{{.data}}{\"b\": 1}{{/data}}c",
        "#if($x)#end a#* b *#c",
        "{!! $x !!}@php $b = 1; @endphpac",
    ] {
        let shown = outside(text, None);
        assert_eq!(shown.trim(), "ac", "{text}");
    }
    assert_eq!(outside("<asp:a runat=\"server\">x</asp:a>", None), "<asp:a runat=\"server\">x</asp:a>");
    assert_eq!(
        outside("<p v-pre>{{ a }}<b>{{ b }}</b></p>{{ c }}", None),
        "<p v-pre>{{ a }}<b>{{ b }}</b></p>"
    );
    assert_eq!(outside("{!! $x !!}@verbatim{{ a }}@endverbatim{{ b }}", None), "{{ a }}");
}

#[test]
fn blocks_that_do_not_fit_are_told() {
    for (text, expected) in [
        ("{% if a %}", "`{% if a %}` is not closed: no `{% endif %}` follows"),
        ("{{#if a}}", "`{{#if a}}` is not closed: no `{{/if}}` follows"),
        ("{{if .A}}", "`{{if .A}}` is not closed: no `{{end}}` follows"),
        ("{%#if a%}", "`{%#if a%}` is not closed: no `{%/if%}` follows"),
        ("*|IF:A|*", "`*|IF:A|*` is not closed: no `*|END:IF|*` follows"),
        ("#if($a)", "`#if($a)` is not closed: no `#end` follows"),
        ("@if($a)", "`@if($a)` is not closed: no `@endif` follows"),
        ("a{% endif %}", "`{% endif %}` closes nothing that is open"),
        ("a{% else %}", "`{% else %}` belongs to no block that is open"),
    ] {
        let problems = lex(text, None).problems;
        let messages: Vec<&str> = problems.iter().map(|(_, message)| message.as_str()).collect();
        assert_eq!(messages, [expected], "{text}");
    }
    for text in [
        "<% if a %>",
        "{{#v}}{{/v}}",
        "{% if a %}{% for b in c %}{% else %}{% endfor %}{% endif %}",
        "%IF a%",
    ] {
        assert_eq!(lex(text, None).problems, [], "{text}");
    }
}

#[test]
fn undecided_tags_follow_the_rest_of_the_text() {
    let dialect = |text: &str, set| lex(text, set).dialect;
    assert_eq!(dialect("{{ x }}{% if a %}{% endif %}", None), Some(Dialect::Liquid));
    assert_eq!(dialect("{{ x }}{% set a = 1 %}", None), Some(Dialect::Jinja));
    assert_eq!(dialect("{{x}}{{#y}}{{/y}}", None), Some(Dialect::Handlebars));
    assert_eq!(lex("{{ x }}", Some(Dialect::Go)).tags[0].dialect, Dialect::Go);
    assert_eq!(dialect("{{ x }}", None), Some(Dialect::Handlebars));
    assert_eq!(dialect("no tag, ${HOME}", None), None);
}

#[test]
fn an_unclosed_tag_swallows_its_delimiter_only() {
    for (text, count) in
        [("a {{ b", 1), ("{{ a {{ b }}", 1), ("<p>{{ a</p>{{ b }}", 1), ("{% x</p>%}", 1), ("%%[ a", 1)]
    {
        let lexed = lex(text, None);
        assert_eq!(lexed.problems.len(), count, "{text}: {lexed:?}");
        assert!(lexed.tags.len() < 2, "{text}");
    }
    let lexed = lex("ab {{ c", None);
    assert_eq!(lexed.problems[0].0, crate::span::Span::new(3, 5));
    assert!(lexed.problems[0].1.contains("no `}}` follows"));
}

#[test]
fn markup_and_style_are_not_tags() {
    for text in [
        "@media print{.a{color:red}}@media x{#a{b:c}#d{e:f}}",
        "## Title {#title}\n\n## Other {#other} #}",
        "width:100%;height:50%%;a*|b",
        "{#if x}a{/if}",
        "1 <% 2",
    ] {
        assert_eq!(lex(text, None).tags, [], "{text}");
    }
}

#[test]
fn the_mask_keeps_length_and_markup() {
    let text = "<a href={{ url }} class=\"{{ c }}\"><h{{n}}>{% if ä %}x";
    let masked = mask(text, &lex(text, None).tags);
    assert_eq!(masked.len(), text.len());
    assert_eq!(masked, "<a href=xxxxxxxxx class=\"       \"><hxxxxx>           x");
    assert!(matches!(mask("plain", &[]), std::borrow::Cow::Borrowed(_)));
}

#[test]
fn hostile_texts_stay_linear() {
    let started = std::time::Instant::now();
    for unit in [
        "{{",
        "{{ '",
        "{{ \"a {{ 'b ",
        "{{\\\"",
        "{%",
        "{% raw %}endraw",
        "{% comment %}",
        "{{!--",
        "{{{{a}}}}",
        "%%[",
        "%%[ if ",
        "%%=",
        "<%",
        "<?php ",
        "*|A",
        "${a",
        "[[${",
        "{#",
        "{{#if}}",
        "{{/x}}",
        "{{=| |=}}|",
        "{{=a b=}}",
        "%FIRSTNAME% %IF ",
        "[a,fallback=",
        "{{x|default:\"",
    ] {
        let text = unit.repeat(400_000 / unit.len());
        let lexed = lex(&text, None);
        assert!(lexed.tags.windows(2).all(|pair| pair[0].span.end() <= pair[1].span.start()), "{unit}");
    }
    let spent = started.elapsed();
    assert!(spent.as_secs() < 20, "{spent:?}");
}

proptest::proptest! {
    #[test]
    fn any_mixture_gives_sorted_tags_on_character_boundaries(
        parts in proptest::collection::vec(
            proptest::sample::select(vec![
                "{{", "}}", "{{{", "}}}", "{%", "%}", "{#", "#}", "%%", "%%[", "]%%", "=%%", "<%", "%>", "<?php", "?>",
                "*|", "|*", "A", "${", "}", "\"", "'", "ä", " ", "\n", "raw", "endraw", "comment", "endcomment", "if",
                "else", "!--", "--", "=", "[[var:", "]]", "%FIRSTNAME%", "[x,fallback=", "]", "default:", "-",
            ]),
            0..40,
        )
    ) {
        let text = parts.concat();
        let lexed = lex(&text, None);
        let mut end = 0;
        for tag in &lexed.tags {
            proptest::prop_assert!(tag.span.start() >= end && !tag.span.is_empty());
            proptest::prop_assert!(text.get(tag.span.range()).is_some());
            proptest::prop_assert!(text.get(tag.expression.range()).is_some());
            proptest::prop_assert!(tag.span.covers(tag.expression), "{tag:?}");
            for literal in &tag.literals {
                proptest::prop_assert!(tag.expression.covers(*literal) && text.get(literal.range()).is_some());
            }
            end = tag.span.end();
        }
        proptest::prop_assert_eq!(mask(&text, &lexed.tags).len(), text.len());
    }
}

#[test]
fn many_broken_tags_are_counted_not_listed() {
    let problems = lex(&"{{ ".repeat(500), None).problems;
    assert_eq!(problems.len(), 101);
    assert_eq!(
        problems.last().map(|(_, message)| message.as_str()),
        Some("400 more template tags are broken")
    );
}
