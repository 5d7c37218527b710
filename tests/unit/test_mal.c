// SPDX-License-Identifier: Apache-2.0
/*
 * Tests of src/mal: the language.
 */
#include "mal/mal.h"

#include "base/file.h"
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

int main(void)
{
    test_lookups();
    TEST_DONE();
}
