// SPDX-License-Identifier: Apache-2.0
/*
 * Attack graphs: building, reading, writing; the fixpoint against a naive one on random graphs.
 */
#include "rp_test.h"

#include "attack/exposure.h"

#include <stdlib.h>

// xorshift, so that the graphs are the same on every machine.
static uint32_t draw(uint64_t *state, uint32_t n)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return n ? (uint32_t)(*state >> 20) % n : 0;
}

static const struct rp_graph *random_graph(struct rp_arena *a, uint64_t *s)
{
    struct rp_graph_builder b;
    rp_graph_builder_init(&b, a);
    uint32_t nfacts = 1 + draw(s, 30), ncontrols = draw(s, 6);
    rp_graph_add_facts(&b, nfacts);
    if (ncontrols)
        rp_graph_add_kind(&b, &(struct rp_graph_kind){.name = RP_STR("kind"), .cost = {1, 2, 3}});
    for (uint32_t c = 0; c < ncontrols; c++)
        rp_graph_add_control(&b,
                             &(struct rp_graph_control){.name = rp_str_printf(a, "c%u", c),
                                                        .cost = {draw(s, 9), draw(s, 9), 1},
                                                        .state = (enum rp_graph_state)draw(s, 4)});
    for (uint32_t n = draw(s, 60); n; n--) {
        rp_graph_add_step(&b, 1 + draw(s, 4), draw(s, nfacts));
        for (uint32_t k = draw(s, 4); k; k--)
            rp_graph_step_needs(&b, draw(s, nfacts));
        for (uint32_t k = ncontrols ? draw(s, 3) : 0; k; k--)
            rp_graph_step_stopped_by(&b, draw(s, ncontrols), draw(s, 4));
        if (ncontrols && draw(s, 8) == 0)
            rp_graph_step_added_by(&b, draw(s, ncontrols));
    }
    for (uint32_t n = draw(s, 4); n; n--)
        rp_graph_add_entry(&b, draw(s, nfacts), draw(s, 3) ? draw(s, 2) : RP_GRAPH_NONE);
    for (uint32_t n = draw(s, 3); n; n--)
        rp_graph_add_goal(&b, &(struct rp_graph_goal){.name = rp_str_printf(a, "g%u", n),
                                                      .fact = draw(s, nfacts),
                                                      .acceptable = (uint8_t)draw(s, 5),
                                                      .severity = (uint8_t)(1 + draw(s, 5))});
    for (uint32_t n = ncontrols > 1 ? draw(s, 3) : 0; n; n--) {
        uint32_t from = draw(s, ncontrols);
        rp_graph_add_constraint(&b, (enum rp_constraint_type)draw(s, 3), from);
        rp_graph_constraint_any(&b, (from + 1) % ncontrols);
    }
    return rp_graph_builder_done(&b);
}

// The definition, word by word: a fact is derivable at a level when a step of at least that level
// derives it from facts derivable at that level.
static void naive(const struct rp_graph *g, const struct rp_situation *situation, uint8_t *level)
{
    memset(level, 0, g->nfacts);
    for (unsigned l = 4; l >= 1; l--) {
        for (uint32_t i = 0; i < g->nentries; i++)
            if (situation->only_source == RP_GRAPH_NONE ||
                g->entry_source[i] == situation->only_source)
                level[g->entry[i]] = 4;
        for (bool again = true; again;) {
            again = false;
            for (uint32_t r = 0; r < g->nsteps; r++) {
                bool fires = rp_graph_step_level(g, situation->chosen, r) >= l;
                for (uint32_t i = g->body.first[r]; i < g->body.first[r + 1]; i++)
                    fires = fires && level[g->body.item[i]] >= l;
                if (fires && level[g->head[r]] < l) {
                    level[g->head[r]] = (uint8_t)l;
                    again = true;
                }
            }
        }
    }
}

// The path must be a derivation: each step's body is given by steps before it or by entries.
static bool path_holds(const struct rp_graph *g, const struct rp_situation *situation,
                       const struct rp_exposure *e, const struct rp_path *path, uint32_t fact)
{
    bool have[64] = {false};
    for (uint32_t i = 0; i < g->nentries; i++)
        if (situation->only_source == RP_GRAPH_NONE || g->entry_source[i] == situation->only_source)
            have[g->entry[i]] = true;
    unsigned least = 4;
    for (uint32_t k = 0; k < path->nsteps; k++) {
        uint32_t r = path->step[k];
        unsigned level = rp_graph_step_level(g, situation->chosen, r);
        for (uint32_t i = g->body.first[r]; i < g->body.first[r + 1]; i++)
            if (!have[g->body.item[i]])
                return false;
        have[g->head[r]] = true;
        if (level < least && path->level < 4 && k < path->hardest && level <= path->level)
            return false; // an earlier step is as hard as the one called hardest
        least = level < least ? level : least;
    }
    return have[fact] && least == path->level && e->level[fact] == path->level &&
           (!path->nsteps ||
            rp_graph_step_level(g, situation->chosen, path->step[path->hardest]) == least ||
            path->level == 4);
}

static void check_exposure(struct rp_arena *a, const struct rp_graph *g, uint64_t *s)
{
    bool chosen[8];
    for (uint32_t c = 0; c < g->ncontrols; c++)
        chosen[c] = draw(s, 2);
    struct rp_situation situation = {draw(s, 3) ? chosen : NULL,
                                     draw(s, 2) ? RP_GRAPH_NONE : draw(s, 2)};
    struct rp_exposure e;
    uint8_t level[64];
    rp_exposure_compute(a, g, &situation, &e);
    naive(g, &situation, level);
    CHECK(memcmp(level, e.level, g->nfacts) == 0);
    for (uint32_t f = 0; f < g->nfacts; f++) {
        struct rp_path path;
        rp_exposure_path(a, g, &e, f, &path);
        CHECK(e.level[f] ? path_holds(g, &situation, &e, &path, f) : path.nsteps == 0);
    }
}

static void check_round_trip(struct rp_arena *a, const struct rp_graph *g,
                             void (*write)(const struct rp_graph *g, struct rp_buf *out))
{
    struct rp_buf first, second;
    struct rp_diags d;
    rp_buf_init(&first, 0);
    rp_buf_init(&second, 0);
    rp_diags_init(&d, a);
    write(g, &first);
    const struct rp_graph *again =
        rp_graph_read(a, rp_source_new(a, RP_STR("g"), rp_buf_str(&first)), &d);
    CHECK(again && !d.errors);
    if (again)
        write(again, &second);
    CHECK(rp_str_eq(rp_buf_str(&first), rp_buf_str(&second)));
    rp_buf_done(&first);
    rp_buf_done(&second);
}

// Without the blanks and line ends behind all else.
static size_t length(struct rp_str text)
{
    while (text.n && (text.p[text.n - 1] == '\n' || text.p[text.n - 1] == ' '))
        text.n--;
    return text.n;
}

// No beginning of a file is a smaller graph.
static void check_cut_off(const struct rp_graph *g,
                          void (*write)(const struct rp_graph *g, struct rp_buf *out))
{
    struct rp_buf whole;
    rp_buf_init(&whole, 0);
    write(g, &whole);
    for (size_t n = 0; n <= whole.n; n++) {
        struct rp_arena a;
        struct rp_diags d;
        rp_arena_init(&a);
        rp_diags_init(&d, &a);
        // A copy of its size, so that a sanitizer sees a read past the end.
        struct rp_str text = rp_str_copy(&a, (struct rp_str){rp_buf_str(&whole).p, n});
        bool accepted = rp_graph_read(&a, rp_source_new(&a, RP_STR("cut"), text), &d);
        CHECK(accepted == (n >= length(rp_buf_str(&whole))));
        CHECK(accepted == (d.errors == 0));
        rp_arena_done(&a);
    }
    rp_buf_done(&whole);
}

static void test_cut_off(void)
{
    uint64_t state = 88172645463325252;
    for (int i = 0; i < 20; i++) {
        struct rp_arena a;
        rp_arena_init(&a);
        const struct rp_graph *g = random_graph(&a, &state);
        check_cut_off(g, rp_graph_write_text);
        check_cut_off(g, rp_graph_write_json);
        rp_arena_done(&a);
    }
}

static void test_random(void)
{
    uint64_t state = 88172645463325252;
    for (int i = 0; i < 3000; i++) {
        struct rp_arena a;
        rp_arena_init(&a);
        const struct rp_graph *g = random_graph(&a, &state);
        check_exposure(&a, g, &state);
        check_round_trip(&a, g, rp_graph_write_text);
        check_round_trip(&a, g, rp_graph_write_json);
        rp_arena_done(&a);
    }
}

static void test_builder(void)
{
    struct rp_arena a;
    rp_arena_init(&a);
    struct rp_graph_builder b;
    rp_graph_builder_init(&b, &a);
    rp_graph_add_facts(&b, 40);
    rp_graph_add_kind(&b, &(struct rp_graph_kind){.name = RP_STR("lock")});
    for (int i = 0; i < 3; i++)
        rp_graph_add_control(&b, &(struct rp_graph_control){.name = RP_STR("lock")});
    rp_graph_add_step(&b, 4, 0);
    for (uint32_t i = 40; i-- > 0;) { // long lists are sorted too, doubles dropped
        rp_graph_step_needs(&b, i);
        rp_graph_step_needs(&b, i / 2);
    }
    rp_graph_step_stopped_by(&b, 2, 1);
    rp_graph_step_stopped_by(&b, 1, 3);
    rp_graph_step_stopped_by(&b, 2, 0);
    rp_graph_add_step(&b, 3, 1);
    const struct rp_graph *g = rp_graph_builder_done(&b);
    CHECK(g->body.first[1] == 40 && g->body.first[2] == 40);
    for (uint32_t i = 0; i < 40; i++)
        CHECK(g->body.item[i] == i && g->uses.first[i] == i && g->uses.item[i] == 0);
    CHECK(g->blockers.first[1] == 2 && g->blockers.item[0] == 1 && g->effect[0] == 3);
    CHECK(g->blockers.item[1] == 2 && g->effect[1] == 0);
    CHECK(g->gives.first[2] == 2 && g->gives.item[1] == 1);
    rp_arena_done(&a);
}

// Fewest steps among equally feasible ways: 0 -> 1 -> 2 -> 5 at level 3 last, 0 -> 3 -> 5 at level 3
// first.  The long way meets its level-3 step late, the short one early.
static void test_short_path(void)
{
    struct rp_arena a;
    rp_arena_init(&a);
    struct rp_graph_builder b;
    rp_graph_builder_init(&b, &a);
    rp_graph_add_facts(&b, 6);
    static const uint32_t step[][3] = {{4, 1, 0}, {4, 2, 1}, {4, 4, 2},
                                       {3, 5, 4}, {3, 3, 0}, {4, 5, 3}};
    for (size_t i = 0; i < sizeof(step) / sizeof(step[0]); i++) {
        rp_graph_add_step(&b, step[i][0], step[i][1]);
        rp_graph_step_needs(&b, step[i][2]);
    }
    rp_graph_add_entry(&b, 0, RP_GRAPH_NONE);
    const struct rp_graph *g = rp_graph_builder_done(&b);
    struct rp_exposure e;
    struct rp_path path;
    rp_exposure_compute(&a, g, &(struct rp_situation){NULL, RP_GRAPH_NONE}, &e);
    rp_exposure_path(&a, g, &e, 5, &path);
    CHECK(path.level == 3 && path.nsteps == 2 && path.step[0] == 4 && path.step[1] == 5);
    CHECK(path.hardest == 0 && path.entry == 0);
    rp_arena_done(&a);
}

// Bodies longer than a step's byte can count: all but the last fact derive nothing, the last does, at
// the level of the lowest of them.
static void test_wide(void)
{
    static const uint32_t length[] = {31, 32, 33, 62, 63, 64, 500};
    for (size_t i = 0; i < sizeof(length) / sizeof(length[0]); i++) {
        uint32_t n = length[i];
        struct rp_arena a;
        rp_arena_init(&a);
        struct rp_graph_builder b;
        rp_graph_builder_init(&b, &a);
        rp_graph_add_facts(&b, n + 3);
        for (uint32_t goal = n; goal < n + 2; goal++) { // the second needs one more
            rp_graph_add_step(&b, 4 - (goal - n), goal);
            for (uint32_t f = 0; f < n; f++)
                rp_graph_step_needs(&b, f);
            if (goal > n)
                rp_graph_step_needs(&b, n + 2);
        }
        rp_graph_add_step(&b, 2, 0);
        for (uint32_t f = 1; f < n; f++)
            rp_graph_add_entry(&b, f, RP_GRAPH_NONE);
        const struct rp_graph *g = rp_graph_builder_done(&b);
        struct rp_exposure e;
        rp_exposure_compute(&a, g, &(struct rp_situation){NULL, RP_GRAPH_NONE}, &e);
        CHECK(e.level[n] == 2 && e.level[n + 1] == 0 && e.level[0] == 2 && e.parent[n] == 0);
        rp_arena_done(&a);
    }
}

int main(void)
{
    test_wide();
    test_builder();
    test_short_path();
    test_random();
    test_cut_off();
    TEST_DONE();
}
