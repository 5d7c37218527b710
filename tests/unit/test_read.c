// SPDX-License-Identifier: Apache-2.0
/*
 * Tests of src/read: what each text becomes as a tree, and what is reported where.
 */
#include "read/tree.h"
#include "rp_test.h"

// The tree in one line: {key:value}, [value], <tag key=value>child</tag>; quoted scalars in '',
// bad ones with '!' in front.
static void dump(const struct rp_node *node, struct rp_buf *out)
{
    if (node->bad)
        rp_buf_putc(out, '!');
    if (node->kind == RP_NODE_SCALAR) {
        rp_buf_printf(out, node->quoted ? "'%.*s'" : "%.*s", RP_FMT(node->text));
        return;
    }
    bool map = node->kind == RP_NODE_MAP, element = node->kind == RP_NODE_ELEMENT;
    if (element)
        rp_buf_printf(out, "<%.*s:%.*s", RP_FMT(node->key), RP_FMT(node->text));
    else
        rp_buf_putc(out, map ? '{' : '[');
    for (const struct rp_node *i = node->first; i; i = i->next) {
        if (i != node->first || element)
            rp_buf_putc(out, ' ');
        if (map || i->is_attribute)
            rp_buf_printf(out, "%.*s=", RP_FMT(i->key));
        dump(i, out);
    }
    rp_buf_putc(out, element ? '>' : map ? '}' : ']');
}

// What was reported: "1017@3:2 " for each message, in order.
static void dump_messages(struct rp_diags *d, struct rp_buf *out)
{
    rp_diags_sort(d);
    for (const struct rp_diag *i = d->first; i; i = i->next) {
        struct rp_pos pos = i->at.src ? rp_source_pos(i->at.src, i->at.off) : (struct rp_pos){0};
        rp_buf_printf(out, "%s%u@%u:%u", i == d->first ? "" : " ", rp_msg_info(i->msg)->code,
                      pos.line, pos.col);
    }
}

// Every place lies in the text, and nothing stands outside what encloses it in the tree's order.
static bool places_are_sound(const struct rp_node *node, const struct rp_source *src)
{
    if (node->at.src != src || (size_t)node->at.off + node->at.len > src->text.n)
        return false;
    if (node->key.n && (size_t)node->key_at.off + node->key_at.len > src->text.n)
        return false;
    for (const struct rp_node *i = node->first; i; i = i->next)
        if (!places_are_sound(i, src) || (i->key.n && i->key_at.off > i->at.off))
            return false;
    return true;
}

typedef struct rp_node *(*reader)(struct rp_arena *, const struct rp_source *, struct rp_diags *);

struct row {
    const char *name, *text, *tree, *messages;
};

static void run(reader read, const struct row *row, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct rp_arena a;
        struct rp_diags d;
        struct rp_buf tree, messages;
        rp_arena_init(&a);
        rp_diags_init(&d, &a);
        rp_buf_init(&tree, 0);
        rp_buf_init(&messages, 0);
        const struct rp_source *src = rp_source_new(&a, RP_STR("t"), rp_str_of(row[i].text));
        const struct rp_node *node = read(&a, src, &d);
        if (node)
            dump(node, &tree);
        dump_messages(&d, &messages);
        bool ok = rp_str_eq(rp_buf_str(&tree), rp_str_of(row[i].tree)) &&
                  rp_str_eq(rp_buf_str(&messages), rp_str_of(row[i].messages));
        CHECK_AT(ok, row[i].name);
        if (!ok)
            fprintf(stderr, "  got %.*s\n      %.*s\n", RP_FMT(rp_buf_str(&tree)),
                    RP_FMT(rp_buf_str(&messages)));
        CHECK_AT(!node || places_are_sound(node, src), row[i].name);
        rp_buf_done(&tree);
        rp_buf_done(&messages);
        rp_arena_done(&a);
    }
}

#define RUN(read, rows) run(read, rows, sizeof(rows) / sizeof((rows)[0]))

static void test_yaml(void)
{
    static const struct row row[] = {
        {"map", "a: b\nc: 1.10\n", "{a=b c=1.10}", ""},
        {"no stays text", "a: NO\nb: ~\nc:\n", "{a=NO b=~ c=}", ""},
        {"quotes", "a: \"x\\ty\"\nb: 'it''s'\nc: \"\"\n", "{a='x\ty' b='it's' c=''}", ""},
        {"block text", "a: |\n  one\n  two\nb: >-\n  one\n  two\n", "{a='one\ntwo\n' b='one two'}",
         ""},
        {"plain over lines", "a: one\n  two\nb: c\n", "{a=one two b=c}", ""},
        {"lists", "a: [b, [c], {d: e}]\nf:\n- g\n- h: i\n", "{a=[b [c] {d=e}] f=[g {h=i}]}", ""},
        {"accents", "é: à\nb: [é, ü, {ñ: x}]\n", "{é=à b=[é ü {ñ=x}]}", ""},
        {"returns", "a: b\r\nc:\r\n  - d\r\n", "{a=b c=[d]}", ""},
        {"byte order mark", "\xEF\xBB\xBFé: b\n", "{é=b}", ""},
        {"document mark", "---\na: b\n...\n", "{a=b}", ""},
        {"comments", "# x\na: b # y\n#\tz\n", "{a=b}", ""},
        {"scalar root", "word", "word", ""},
        {"empty", "", "", "1001@1:1"},
        {"blank", "\n  \n# only this\n", "", "1001@1:1"},
        {"anchor", "a: &x b\nc: &y\n  d: e\n&z f: g\n", "{a=b c={d=e} f=g}",
         "1011@1:4 1011@2:4 1011@4:1"},
        {"alias", "a: *x\nb: [*y, c]\n*z : d\n", "{a=! b=[! c] =!d}", "1012@1:4 1012@2:5 1012@3:1"},
        {"alias of a list", "a: &x [1]\nb: *x\n", "{a=[1] b=!}", "1011@1:4 1012@2:4"},
        {"tag", "a: !!str b\nc: !x {d: e}\ne: !y &z [f]\n", "{a=b c={d=e} e=[f]}",
         "1013@1:4 1013@2:4 1013@3:4 1011@3:7"},
        {"merge", "a:\n  <<: {b: c}\n  d: e\n", "{a={=!{b=c} d=e}}", "1014@2:3"},
        {"two documents", "a: b\n---\nc: d\n", "{a=b}", "1015@2:1"},
        {"tabs", "a:\n\tb: c\n\td: e\n", "{a={b=c d=e}}", "1010@2:1 1010@3:1"},
        {"tab in a blank line", "a: b\n\t\n \t # x\nc: d\n", "{a=b c=d}", ""},
        {"duplicate", "a: 1\nb: 2\na: 3\na: 4\n", "{a=1 b=2 a=!3 a=!4}", "1017@3:1 1017@4:1"},
        {"bad utf-8", "a: x\xFF\xFEy\nb: \xC3\n", "{a=x__y b=_}", "1003@1:5 1003@2:4"},
        {"control", "a: x\x01y\n", "{a=x_y}", "1004@1:5"},
        {"lone return", "a: b\rc: d\n", "{a=b c=d}", "1004@1:5"},
        {"bidi", "a: x\xE2\x80\xAEy\n", "{a=x___y}", "1005@1:5"},
        {"complex key", "? [a, b]\n: c\nd: e\n{f: g}: h\n", "{=![a b] =!c d=e =!{f=g} =!h}",
         "1016@1:3 1016@4:1"},
        {"empty key", "\"\": a\nb: c\n", "{=!a b=c}", "1016@1:1"},
        {"open quote", "a: \"b\nc: d\n", "{a=! c=d}", "1021@1:4"},
        {"quote closed far below", "a:\n  b: \"c\nd: \"e\"\nf: g\n", "{a={b=!} d='e' f=g}",
         "1021@2:6"},
        {"quoted over lines", "a: \"b\n  c\n\n  d\"\ne: f\n", "{a='b c\nd' e=f}", ""},
        {"utf-16",
         "\xFF\xFE"
         "a",
         "", "1003@1:1"},
        {"tab that does not line up", "a:\n  b: c\n\td: e\nf: g\n", "{a={b=c} f=g}", "1010@3:1"},
        {"open bracket", "a: [b, c\nd: e\nf: g\n", "{a=[b c d] d=e f=g}", "1022@1:4"},
        {"two colons", "a: b: c\nd: e\n", "{a=b d=e}", "1025@1:5"},
        {"indentation", "a:\n  b: c\n d: e\nf: g\n", "{a={b=c} f=g}", "1023@3:2"},
        {"no colon", "a: b\ncde\nf: g\n", "{a=b f=g}", "1024@2:1"},
        {"escape", "a: \"\\q\"\nb: c\n", "{a=! b=c}", "1026@1:5"},
        {"bad start", "a: @b\nc: `d\ne: f\n", "{a=! c=! e=f}", "1027@1:4 1027@2:4"},
        {"star", "a: *\nb: c\n", "{a=! b=c}", "1027@1:4"},
        {"directive", "%TAG ! tag:x,2000:\n---\na: b\n", "{a=b}", "1013@1:1"},
        {"no tag handle", "a: !x!y b\nc: d\n", "{a=! c=d}", "1013@1:4"},
    };
    RUN(rp_yaml_read, row);
}

static void test_json(void)
{
    static const struct row row[] = {
        {"all", "{\"a\": [1, -0.5e+3, true, null], \"b\": {}, \"c\": \"d\"}",
         "{a=[1 -0.5e+3 true null] b={} c='d'}", ""},
        {"escapes", "\"\\\"\\\\\\/\\n\\u00e9\\uD83D\\uDE00\"", "'\"\\/\n\xC3\xA9\xF0\x9F\x98\x80'",
         ""},
        {"scalar", " 12 ", "12", ""},
        {"empty", " \n", "", "1001@1:1"},
        {"duplicate", "{\"a\": 1, \"a\": 2}", "{a=1 a=!2}", "1017@1:10"},
        {"cut", "{\"a\": [1, 2", "{a=[1 2]}", "1031@1:12"},
        {"cut string", "[\"ab", "[]", "1031@1:2"},
        {"trailing comma", "[1,]", "[1]", "1030@1:4"},
        {"no comma", "[1 2]", "[1]", "1030@1:4"},
        {"no colon", "{\"a\" 1}", "{}", "1030@1:6"},
        {"word key", "{a: 1}", "{}", "1030@1:2"},
        {"wrong close", "[1}", "[1]", "1030@1:3"},
        {"octal", "[012]", "[]", "1033@1:2"},
        {"plus", "[+1]", "[]", "1033@1:2"},
        {"point", "[1.]", "[]", "1033@1:2"},
        {"exponent", "[1e]", "[]", "1033@1:2"},
        {"bad word", "[nul]", "[]", "1030@1:2"},
        {"bad escape", "[\"\\x\"]", "[]", "1032@1:3"},
        {"half a pair", "[\"\\uD83D\"]", "[]", "1032@1:3"},
        {"second half", "[\"\\uDE00\"]", "[]", "1032@1:3"},
        {"nul", "[\"\\u0000\"]", "[]", "1032@1:3"},
        {"cut unicode", "[\"\\u12\"]", "[]", "1032@1:3"},
        {"after", "1 2", "1", "1034@1:3"},
        {"utf-8", "[\"\xC3\xA9\", \"\xE9\"]", "['\xC3\xA9' '_']", "1003@1:8"},
        {"bidi", "[\"\xE2\x80\xAE\"]", "['___']", "1005@1:3"},
    };
    RUN(rp_json_read, row);
}

static void test_xml(void)
{
    static const struct row row[] = {
        {"all", "<?xml version=\"1.0\"?><a x='1' y=\"é\"><b>t<![CDATA[<]]>&amp;</b><c/> </a>",
         "<a: x='1' y='é' <b:t<&> <c:>>", ""},
        {"byte order mark", "\xEF\xBB\xBF<a/>", "<a:>", ""},
        {"other encoding claimed", "<?xml version='1.0' encoding='ISO-8859-1'?><a>é</a>", "<a:é>",
         ""},
        {"namespace", "<n:a xmlns:n='u' xmlns='v' n:b = 'w'/>", "<a: b='w'>", ""},
        {"entities in attributes", "<a b='&lt;&#233;>'/>", "<a: b='<é>'>", ""},
        {"empty", " \n", "", "1046@1:1"},
        {"cut", "<a><b x='1'/><c><d>t", "!<a: <b: x='1'> !<c: !<d:>>>", "1041@1:21"},
        {"cut in a tag", "<a>\n<b x='1", "!<a:>", "1041@2:8"},
        {"mismatch", "<a><b></a>", "!<a: !<b:>>", "1044@1:7"},
        {"no xml", "hello", "", "1040@1:1"},
        {"bare ampersand", "<a>x & y</a>", "!<a:>", "1040@1:7"},
        {"unknown entity", "<a>\n&foo;</a>", "!<a:>", "1043@2:1"},
        {"doctype", "<!DOCTYPE a [<!ENTITY b 'c'>]>\n<a>&b;</a>", "", "1042@1:1"},
        {"control", "<a b='\x1B[0m'>\x01</a>", "<a:_ b='_[0m'>", "1045@1:7 1045@1:13"},
        {"latin 1", "<a>\xE9</a>", "<a:_>", "1045@1:4"},
    };
    RUN(rp_xml_read, row);
}

// Places as the terminal shows them: the text that a place covers.
static void test_places(void)
{
    struct rp_arena a;
    struct rp_diags d;
    rp_arena_init(&a);
    rp_diags_init(&d, &a);
    const struct rp_source *src = rp_source_new(
        &a, RP_STR("t"), RP_STR("é: \"ü\"\nliste:\n  - {clé: valeur}\n  - |\n    long\nrien:\n"));
    const struct rp_node *root = rp_yaml_read(&a, src, &d);
    const struct rp_node *list = rp_node_get(root, "liste");
    const struct rp_node *value = rp_node_get(list->first, "clé");
    CHECK(rp_str_eq(rp_loc_text(root->first->at), RP_STR("\"ü\"")));
    CHECK(rp_str_eq(rp_loc_text(root->first->key_at), RP_STR("é")));
    CHECK(rp_str_eq(rp_loc_text(value->at), RP_STR("valeur")));
    CHECK(rp_str_eq(rp_loc_text(list->first->at), RP_STR("{clé: valeur}")));
    CHECK(rp_str_eq(rp_loc_text(list->last->at), RP_STR("|")));
    CHECK(rp_str_eq(rp_loc_text(rp_node_get(root, "rien")->at), RP_STR("rien")));
    CHECK(rp_node_is_null(rp_node_get(root, "rien")) && !rp_node_is_null(value));
    CHECK(!rp_node_get(root, "absent"));

    src = rp_source_new(&a, RP_STR("x"), RP_STR("<a>\n <b n='é&amp;' m = \"x>y\"/></a>"));
    root = rp_xml_read(&a, src, &d);
    const struct rp_node *b = root->first;
    CHECK(rp_str_eq(rp_loc_text(b->at), RP_STR("<b n='é&amp;' m = \"x>y\"/")));
    CHECK(rp_str_eq(rp_loc_text(rp_node_get(b, "n")->at), RP_STR("é&amp;")));
    CHECK(rp_str_eq(rp_loc_text(rp_node_get(b, "m")->at), RP_STR("x>y")));
    CHECK(rp_str_eq(rp_loc_text(rp_node_get(b, "m")->key_at), RP_STR("m")));
    CHECK(d.errors + d.warnings == 0);
    rp_arena_done(&a);
}

// Text made of a beginning, n times a part, and an end; reads it and gives the codes reported.
static void check_large(reader read, const char *begin, const char *part, uint32_t n,
                        const char *messages)
{
    struct rp_arena a;
    struct rp_diags d;
    struct rp_buf text, got;
    rp_arena_init(&a);
    rp_diags_init(&d, &a);
    rp_buf_init(&text, 0);
    rp_buf_init(&got, 0);
    rp_buf_puts(&text, begin);
    for (uint32_t i = 0; i < n; i++)
        rp_buf_puts(&text, part);
    read(&a, rp_source_new(&a, RP_STR("t"), rp_buf_str(&text)), &d);
    for (const struct rp_diag *i = d.first; i; i = i->next)
        rp_buf_printf(&got, "%u ", rp_msg_info(i->msg)->code);
    CHECK_AT(rp_str_eq(rp_buf_str(&got), rp_str_of(messages)), part);
    if (!rp_str_eq(rp_buf_str(&got), rp_str_of(messages)))
        fprintf(stderr, "  got %.*s\n", RP_FMT(rp_buf_str(&got)));
    rp_buf_done(&text);
    rp_buf_done(&got);
    rp_arena_done(&a);
}

static void test_limits(void)
{
    check_large(rp_yaml_read, "a: ", "[", 10000, "9001 ");
    check_large(rp_yaml_read, "a:\n", "- ", 10000, "9001 ");
    check_large(rp_yaml_read, "", "{a: ", 10000, "9001 ");
    check_large(rp_json_read, "", "[", 10000, "9001 ");
    check_large(rp_json_read, "", "{\"a\":", 10000, "9001 ");
    check_large(rp_xml_read, "", "<a>", 10000, "1047 ");
    // One line with many values: places must not cost the length of the line each.
    check_large(rp_yaml_read, "a: [é", ", é", 300000, "1022 ");
    check_large(rp_json_read, "[0", ",0", 300000, "1031 ");
    check_large(rp_xml_read, "<a>", "<b c='d'/>", 300000, "1041 ");
    // A binary file is given up, not reported byte by byte.
    struct rp_buf codes;
    rp_buf_init(&codes, 0);
    for (int i = 0; i < 51; i++)
        rp_buf_puts(&codes, "1004 ");
    rp_buf_puts(&codes, "1006 ");
    check_large(rp_yaml_read, "", "x\x02", 100000, codes.p);
    rp_buf_done(&codes);
    check_large(rp_yaml_read, "a: \"\n", "b: \"\nc: [\n", 3, "1021 1021 1021 1021 1017 1020 1017 ");
}

int main(void)
{
    test_yaml();
    test_json();
    test_xml();
    test_places();
    test_limits();
    TEST_DONE();
}
