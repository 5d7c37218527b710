// SPDX-License-Identifier: Apache-2.0
/*
 * Tests of src/mal: the language.
 */
#include "mal/mal.h"

#include "rp_test.h"

struct run {
    struct rp_arena arena;
    struct rp_diags d;
    const struct rp_mal *mal;
};

static void start(struct run *r)
{
    rp_arena_init(&r->arena);
    rp_diags_init(&r->d, &r->arena);
    r->mal = NULL;
}

static void compile(struct run *r, const char *text)
{
    start(r);
    const struct rp_source *src = rp_source_new(&r->arena, RP_STR("test.mal"), rp_str_of(text));
    struct rp_mal_loader loader = rp_mal_file_loader(&r->arena);
    r->mal = rp_mal_compile(&r->arena, &src, 1, &loader, &r->d);
}

static void finish(struct run *r)
{
    rp_arena_done(&r->arena);
}

#define HEAD "#id: \"t\"\n#version: \"1.0.0\"\n"

static void test_lookups(void)
{
    struct run r;
    compile(&r, HEAD "category C {\n"
                     "  abstract asset A { | s @x @y -> t | t E info: \"no\" }\n"
                     "  asset B extends A { & u | s @z +> u }\n"
                     "}\n"
                     "associations { A [a] 1 <-- L --> 0..* [b] B }\n");
    CHECK(r.mal != NULL);
    if (r.mal) {
        uint32_t a = rp_mal_asset_find(r.mal, RP_STR("A"));
        uint32_t b = rp_mal_asset_find(r.mal, RP_STR("B"));
        CHECK(a == 1 && b == 2);
        CHECK(rp_mal_asset_find(r.mal, RP_STR("s")) == 0);
        CHECK(rp_mal_asset_is(r.mal, b, a) && !rp_mal_asset_is(r.mal, a, b));
        const struct rp_mal_step *s = &r.mal->step[rp_mal_step_find(r.mal, b, RP_STR("s"))];
        CHECK(s->asset == b && s->nreach == 2 && s->ntags == 3);
        CHECK(rp_mal_step_has_tag(s, RP_STR("x")) && !rp_mal_step_has_tag(s, RP_STR("w")));
        CHECK(rp_mal_step_find(r.mal, b, RP_STR("t")) == rp_mal_step_find(r.mal, a, RP_STR("t")));
        uint32_t f = rp_mal_field_find(r.mal, b, RP_STR("b"));
        CHECK(f != 0 && r.mal->field[f].to == b && r.mal->field[f].max == UINT32_MAX);
        CHECK(r.mal->asset[b].nsteps == 3);
        CHECK(rp_str_eq(r.mal->step[r.mal->asset[b].step[0]].name, RP_STR("u")));
    }
    finish(&r);
}

// What both families of tools write compiles, with as many warnings as the row says.
static void test_accepted(void)
{
    static const struct {
        const char *name, *body;
        uint32_t warnings;
    } row[] = {
        {"names that begin with a digit", "| 2nd -> 3.2nd | 42 -> 42", 0},
        {"no word is reserved", "| A -> let | let -> asset | asset -> E\n| E -> A", 0},
        {"steps called like modes", "| action -> effect | effect effect\n E third <- 3", 0},
        {"a mode before a meta", "| action user info: \"x\"", 0},
        {"modes", "| action x -> y & effect y", 0},
        {"detectors", "| x ! a.b.c (3.x l, x) siem [fpr: 0.1, tpr: .5] ! d -> x", 0},
        {"earlier forms of rates", "| x ! a (3.x l) [0.5] ! b [tnr: 1, fnr: 0.0] ! c [1, 0] -> x",
         0},
        {"detectors as comments", "| x //! a (3.x l)\n -> x", 0},
        {"comments as detectors", "| x //! this is a comment, and no more\n -> x", 0},
        {"a detector over two lines", "| x //! a (3.x l,\n 3.x m)\n -> x", 0},
        {"empty classes and times", "| x {} [] & y {C,I,A,}", 0},
        {"numbers", "| x [Gamma(1., .5) + 2.5 ^ 2 ^ 3 * (1 - Exponential(0.10))]", 0},
        {"a block of text", "| x a info: \"\"\"\n t\n \"\"\" -> x", 0},
        {"a text of two lines", "| x a info: \"b\nc\" -> x", 1},
        {"not exist and a bang", "!E x <- 3 | y ! Eve -> y", 0},
        {"paths in parentheses", "| x -> (3).(3.x), ((3)).x, (3 \\/ 3).x", 0},
        {"a comment everywhere", "|/**/x/**/[/**/Zero/**/]//\n->/**/3/**/./**/x", 0},
        {"own names first", "| x E info: \"m\" let info: \"n\"", 0},
    };
    for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
        struct run r;
        start(&r);
        struct rp_str text = rp_str_printf(
            &r.arena,
            HEAD "category C { asset Z {\n%s\n} }\nassociations {Z [3] * <-- L --> *..* [4] Z}",
            row[i].body);
        const struct rp_source *src = rp_source_new(&r.arena, RP_STR("row.mal"), text);
        r.mal = rp_mal_compile(&r.arena, &src, 1, NULL, &r.d);
        CHECK_AT(r.mal != NULL, row[i].name);
        // The association that a row does not use is no concern of it.
        uint32_t warnings = 0;
        for (const struct rp_diag *d = r.d.first; d; d = d->next)
            warnings += d->msg != RP_MSG_MAL_ASSOCIATION_UNUSED;
        CHECK_AT(warnings == row[i].warnings, row[i].name);
        finish(&r);
    }
}

// One reason each.
static void test_refused(void)
{
    static const struct {
        const char *body;
        enum rp_msg msg;
    } row[] = {
        {"| s -> f /\\ f", RP_MSG_MAL_REACH_NOT_STEP},
        {"| s -> f[X].s", RP_MSG_MAL_SUBTYPE_UNRELATED},
        {"let v = v()", RP_MSG_MAL_VARIABLE_CYCLE},
        {"| s +> t | t", RP_MSG_MAL_APPEND_NOTHING},
        {"E e", RP_MSG_MAL_NEEDS_MISSING},
        {"# d {C}", RP_MSG_MAL_CIA_PLACE},
        {"# d [Exponential(1)]", RP_MSG_MAL_TTC_DEFENSE},
        {"| s [Enabled]", RP_MSG_MAL_TTC_ATTACK},
        {"| s [Bernoulli(0.5) - 1]", RP_MSG_MAL_TTC_OPERAND},
        {"| s [Exponential(1e)]", RP_MSG_MAL_WANT_NUMBER},
        {"| s [-1]", RP_MSG_MAL_WANT_NUMBER},
        {"| s [Exponential(99999999999999999999999999999999999999999999999999999999999999999999999"
         "99999999999999999999999999999999999999999999999999999999999999999999999999999999999999999"
         "99999999999999999999999999999999999999999999999999999999999999999999999999999999999999999"
         "999999999999999999999999999999999999999999999999999999999999999999999999999999999999)]",
         RP_MSG_MAL_TTC_RANGE},
        {"| f", RP_MSG_MAL_FIELD_IS_STEP},
        {"| s -> s.s", RP_MSG_MAL_STEP_IN_PATH},
        {"| s -> f.s.s", RP_MSG_MAL_STEP_IN_PATH},
        {"E e <- s | s", RP_MSG_MAL_STEP_IN_PATH},
        {"| s -> f()", RP_MSG_MAL_REACH_NOT_STEP},
        {"| s | s", RP_MSG_MAL_STEP_TWICE},
        {"let v = f let v = f", RP_MSG_MAL_VARIABLE_TWICE},
        {"| s <- f", RP_MSG_MAL_NEEDS_PLACE},
        {"| s } } include \"x.mal\" category D { asset E {", RP_MSG_FILE_UNREADABLE},
    };
    for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
        struct run r;
        start(&r);
        struct rp_str text = rp_str_printf(&r.arena,
                                           HEAD "category C { asset A {\n%s\n} asset X { | x } }\n"
                                                "associations { A [f] * <-- L --> * [g] A }",
                                           row[i].body);
        const struct rp_source *src = rp_source_new(&r.arena, RP_STR("row.mal"), text);
        r.mal = rp_mal_compile(&r.arena, &src, 1, NULL, &r.d);
        CHECK_AT(r.mal == NULL && r.d.first, row[i].body);
        if (r.d.first)
            CHECK_AT(r.d.first->msg == row[i].msg, row[i].body);
        finish(&r);
    }
}

static void test_levels(void)
{
    static const struct {
        const char *time;
        unsigned level;
    } row[] = {
        {"", 4},
        {"[]", 4},
        {"[Zero]", 4},
        {"[EasyAndCertain]", 3},
        {"[EasyAndUncertain]", 3},
        {"[HardAndCertain]", 2},
        {"[HardAndUncertain]", 2},
        {"[VeryHardAndCertain]", 1},
        {"[VeryHardAndUncertain]", 1},
        {"[Infinity]", 0},
        {"[Infinity + 1]", 0},
        {"[Bernoulli(0) * Exponential(1)]", 0},
        {"[Bernoulli(0.5)]", 4},
        {"[Exponential(2)]", 4},
        {"[Exponential(1)]", 3},
        {"[Exponential(0.1)]", 2},
        {"[Exponential(0.01)]", 1},
        {"[Gamma(3, 3)]", 3},
        {"[Binomial(20, 0.5)]", 2},
        {"[LogNormal(0, 1)]", 3},
        {"[LogNormal(9, 90)]", 1},
        {"[Pareto(1, 1)]", 1},
        {"[Pareto(1, 2)]", 3},
        {"[Uniform(0, 1)]", 4},
        {"[TruncatedNormal(150, 1)]", 1},
        {"[0.5]", 4},
        {"[HardAndCertain * 10]", 1},
        {"[HardAndCertain / 10]", 3},
        {"[HardAndCertain - 20]", 4},
        {"[2 ^ 5]", 2},
        {"[Bernoulli(0.5) * Exponential(0.1)]", 3},
    };
    for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
        struct run r;
        start(&r);
        struct rp_str text =
            rp_str_printf(&r.arena, HEAD "category C { asset A { | s %s } }", row[i].time);
        const struct rp_source *src = rp_source_new(&r.arena, RP_STR("row.mal"), text);
        r.mal = rp_mal_compile(&r.arena, &src, 1, NULL, &r.d);
        CHECK_AT(r.mal && rp_mal_step_level(&r.mal->step[1]) == row[i].level, row[i].time);
        finish(&r);
    }
}

static void test_texts(void)
{
    static const struct {
        const char *written, *meant;
    } row[] = {
        {"\"\"", ""},
        {"\"a\\n\\t\\\"\\\\b\"", "a\n\t\"\\b"},
        {"\"a\\qb\"", "a\\qb"},
        {"\"a\r\nb\"", "a\nb"},
        {"\"\"\"\n  a\n    b \n\n  c\n  \"\"\"", "a\n  b\n\nc\n"},
        {"\"\"\" \t\r\n  a\\n\r\n b\"\"\"", " a\n\nb"},
        {"\"\"\"\n\"\"\"", ""},
    };
    for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
        struct run r;
        start(&r);
        struct rp_str text = rp_str_printf(
            &r.arena, HEAD "category C { asset A { | s x info: %s } }", row[i].written);
        const struct rp_source *src = rp_source_new(&r.arena, RP_STR("row.mal"), text);
        r.mal = rp_mal_compile(&r.arena, &src, 1, NULL, &r.d);
        CHECK_AT(r.mal != NULL, row[i].meant);
        struct rp_str x =
            r.mal ? rp_mal_meta_find(r.mal->step[1].meta, r.mal->step[1].nmeta, RP_STR("x"))
                  : RP_STR("?");
        CHECK_AT(rp_str_eq(x, rp_str_of(row[i].meant)), x.p);
        finish(&r);
    }
}

// What a redefined step takes over, for each way of redefining it.
static void test_inherited(void)
{
    struct run r;
    compile(&r, HEAD "category C {\n"
                     "  asset A { | s @t {C} [HardAndCertain] a info: \"1\" b info: \"2\" -> x\n"
                     "            | x | y E e <- l }\n"
                     "  asset B extends A { | s @u {I} a info: \"3\" +> y E e <- m }\n"
                     "  asset D extends B { | s }\n"
                     "  asset F extends D { | s -> y }\n"
                     "}\nassociations { A [l] * <-- L --> * [m] A }");
    CHECK(r.mal != NULL);
    const struct rp_mal *m = r.mal;
    const struct rp_mal_step *s[4] = {0};
    for (uint32_t i = 0; m && i < 4; i++)
        s[i] = &m->step[rp_mal_step_find(m, i + 1, RP_STR("s"))];
    if (m) {
        CHECK(s[1]->nreach == 2 && s[1]->ttc == s[0]->ttc && s[1]->ntags == 2);
        CHECK(s[1]->cia == (RP_MAL_I | RP_MAL_CIA_GIVEN));
        CHECK(rp_str_eq(rp_mal_meta_find(s[1]->meta, s[1]->nmeta, RP_STR("a")), RP_STR("3")));
        CHECK(rp_str_eq(rp_mal_meta_find(s[1]->meta, s[1]->nmeta, RP_STR("b")), RP_STR("2")));
        CHECK(s[2]->nreach == 2 && s[2]->ttc == s[0]->ttc && s[2]->cia == s[1]->cia);
        CHECK(s[2]->ntags == 2 && s[2]->nmeta == 2);
        CHECK(s[3]->nreach == 1 && !s[3]->ttc && !s[3]->cia && !s[3]->ntags && !s[3]->nmeta);
        CHECK(rp_str_eq(s[3]->reach[0].step, RP_STR("y")));
        CHECK(m->step[rp_mal_step_find(m, 2, RP_STR("e"))].nneeds == 1);
        CHECK(rp_mal_asset_is(m, 4, 1) && rp_mal_asset_is(m, 4, 4) && !rp_mal_asset_is(m, 0, 1));
    }
    finish(&r);
}

int main(void)
{
    test_lookups();
    test_accepted();
    test_refused();
    test_levels();
    test_texts();
    test_inherited();
    TEST_DONE();
}
