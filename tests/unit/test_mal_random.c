// SPDX-License-Identifier: Apache-2.0
/*
 * Tests of src/mal: random expressions and random graphs against the definitions, written down
 * here once more in the plainest way: sets as arrays of flags, fixpoints by repeating.
 */
#include "mal/instance.h"

#include "rp_test.h"

enum { THINGS = 6, FIELDS = 3, ROUNDS = 300, DEPTH = 4 };

struct random {
    uint64_t state;
};

static uint32_t below(struct random *r, uint32_t n)
{
    r->state = r->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(r->state >> 33) % n;
}

struct world {
    bool link[FIELDS][THINGS + 1][THINGS + 1];
    bool is_b[THINGS + 1];
};

struct tree {
    enum { FIELD, COLLECT, UNION, INTERSECT, DIFFERENCE, CLOSURE, SUBTYPE } op;
    uint32_t field;
    const struct tree *left, *right;
};

static const struct tree *make_tree(struct rp_arena *a, struct random *r, unsigned depth)
{
    struct tree *t = RP_NEW(a, struct tree);
    t->op = depth ? below(r, 7) : 0;
    if (t->op == FIELD) {
        t->field = below(r, FIELDS);
        return t;
    }
    t->left = make_tree(a, r, depth - 1);
    if (t->op < CLOSURE)
        t->right = make_tree(a, r, depth - 1);
    return t;
}

static void put_tree(struct rp_buf *out, const struct tree *t)
{
    static const char *const sign[] = {"", ".", " \\/ ", " /\\ ", " - ", "*", "[B]"};
    if (t->op == FIELD) {
        rp_buf_printf(out, "f%u", t->field);
        return;
    }
    rp_buf_putc(out, '(');
    put_tree(out, t->left);
    if (t->right) {
        rp_buf_puts(out, sign[t->op]);
        put_tree(out, t->right);
    }
    rp_buf_putc(out, ')');
    if (!t->right)
        rp_buf_puts(out, sign[t->op]);
}

// From one thing; adds to `to`.
static void value(const struct world *w, const struct tree *t, uint32_t from, bool *to)
{
    bool left[THINGS + 1] = {0}, right[THINGS + 1] = {0};
    if (t->op == FIELD) {
        for (uint32_t i = 1; i <= THINGS; i++)
            to[i] = to[i] || w->link[t->field][from][i];
        return;
    }
    if (t->op == CLOSURE) {
        left[from] = true;
        for (unsigned round = 0; round < THINGS; round++)
            for (uint32_t i = 1; i <= THINGS; i++)
                if (left[i])
                    value(w, t->left, i, left);
    } else {
        value(w, t->left, from, left);
    }
    if (t->op == COLLECT) {
        for (uint32_t i = 1; i <= THINGS; i++)
            if (left[i])
                value(w, t->right, i, right);
    } else if (t->right) {
        value(w, t->right, from, right);
    }
    for (uint32_t i = 1; i <= THINGS; i++) {
        bool in = left[i];
        if (t->op == COLLECT)
            in = right[i];
        else if (t->op == UNION)
            in = left[i] || right[i];
        else if (t->op == INTERSECT)
            in = left[i] && right[i];
        else if (t->op == DIFFERENCE)
            in = left[i] && !right[i];
        else if (t->op == SUBTYPE)
            in = left[i] && w->is_b[i];
        to[i] = to[i] || in;
    }
}

static const struct rp_mal *compile(struct rp_arena *a, struct rp_diags *d, struct rp_str text)
{
    const struct rp_source *src = rp_source_new(a, RP_STR("random.mal"), text);
    return rp_mal_compile(a, &src, 1, NULL, d);
}

static void put_language(struct rp_buf *out, const struct tree *t)
{
    rp_buf_puts(out, "#id: \"r\"\n#version: \"1.0.0\"\ncategory C {\n  asset A {\n    let v = ");
    put_tree(out, t);
    rp_buf_puts(out, "\n    | s -> ");
    put_tree(out, t);
    rp_buf_puts(out, ".t\n    | u -> v().t\n    | t\n  }\n  asset B extends A { }\n}\n"
                     "associations {\n");
    for (unsigned f = 0; f < FIELDS; f++)
        rp_buf_printf(out, "  A [g%u] * <-- L --> * [f%u] A\n", f, f);
    rp_buf_puts(out, "}\n");
}

static uint32_t numbered_field(const struct rp_mal *m, uint32_t number)
{
    char name[] = {'f', (char)('0' + (int)number), '\0'};
    return rp_mal_field_find(m, 1, rp_str_of(name));
}

static void fill(struct random *r, struct rp_mal_instance *in, struct world *w)
{
    for (uint32_t i = 1; i <= THINGS; i++) {
        w->is_b[i] = below(r, 2);
        rp_mal_instance_add(in, rp_str_printf(in->arena, "t%u", i), w->is_b[i] ? 2 : 1,
                            (struct rp_loc){0});
    }
    for (unsigned n = 0; n < 2 * THINGS; n++) {
        uint32_t f = below(r, FIELDS), x = 1 + below(r, THINGS), y = 1 + below(r, THINGS);
        w->link[f][x][y] = true;
        rp_mal_instance_link(in, x, numbered_field(in->mal, f), y);
    }
}

// The expression as it stands (step s) and as a variable (step u) must give its value.
static void check_values(const struct rp_mal_graph *g, const struct world *w, const struct tree *t,
                         const char *text)
{
    for (uint32_t i = 1; i <= THINGS; i++) {
        bool expected[THINGS + 1] = {0};
        value(w, t, i, expected);
        for (unsigned s = 0; s < 2; s++) {
            bool got[THINGS + 1] = {0};
            uint32_t node = rp_mal_graph_node(g, i, s ? RP_STR("u") : RP_STR("s"));
            for (uint32_t e = g->child_first[node]; e < g->child_first[node + 1]; e++)
                got[g->node[g->child[e]].thing] = true;
            CHECK_AT(memcmp(got, expected, sizeof(got)) == 0, text);
        }
    }
}

// Gives whether the expression was one that the language allows.
static bool test_expression(struct random *r)
{
    struct rp_arena arena;
    struct rp_diags d;
    struct rp_buf text;
    rp_arena_init(&arena);
    rp_diags_init(&d, &arena);
    rp_buf_init(&text, 0);
    const struct tree *t = make_tree(&arena, r, DEPTH);
    put_language(&text, t);
    const struct rp_mal *m = compile(&arena, &d, rp_buf_str(&text));
    if (m) {
        struct world w = {0};
        struct rp_mal_instance in;
        rp_mal_instance_init(&in, &arena, m);
        fill(r, &in, &w);
        const struct rp_mal_graph *g = rp_mal_graph_new(&arena, &in, &d);
        CHECK_AT(g != NULL, text.p);
        if (g)
            check_values(g, &w, t, text.p);
    } else {
        // Only the closure of what leads to a sub-type is refused; such a tree tests nothing here.
        CHECK_AT(d.first->msg == RP_MSG_MAL_CLOSURE_TYPE, text.p);
    }
    rp_buf_done(&text);
    rp_arena_done(&arena);
    return m != NULL;
}

static const char steps[] =
    "#id: \"r\"\n#version: \"1.0.0\"\ncategory C {\n  asset A {\n"
    "    | o -> f0.o, f1.a\n    & a -> f2.o, f3.a\n    # d -> f4.a, f5.o\n"
    "    E e <- f6 -> f4.a\n    !E n <- f6 -> f4.a\n  }\n}\nassociations {\n"
    "  A [g0] * <-- L --> * [f0] A  A [g1] * <-- L --> * [f1] A  A [g2] * <-- L --> * [f2] A\n"
    "  A [g3] * <-- L --> * [f3] A  A [g4] * <-- L --> * [f4] A  A [g5] * <-- L --> * [f5] A\n"
    "  A [g6] * <-- L --> * [f6] A\n}\n";

static bool stops(const struct rp_mal_graph *g, uint32_t n)
{
    enum rp_mal_step_type type = g->instance->mal->step[g->node[n].step].type;
    return (type == RP_MAL_DEFENSE && g->node[n].on) ||
           (type == RP_MAL_EXIST && !g->node[n].exists) ||
           (type == RP_MAL_NOT_EXIST && g->node[n].exists);
}

// What the definition says of a node, given the values of its parents.  all, some: of the parents.
static bool viable_now(const struct rp_mal_graph *g, uint32_t n, const bool *value, bool and_all)
{
    enum rp_mal_step_type type = g->instance->mal->step[g->node[n].step].type;
    uint32_t count = 0, total = g->parent_first[n + 1] - g->parent_first[n];
    for (uint32_t e = g->parent_first[n]; e < g->parent_first[n + 1]; e++)
        count += value[g->parent[e]];
    if (type != RP_MAL_OR && type != RP_MAL_AND)
        return and_all ? !stops(g, n) : stops(g, n);
    bool wants_all = (type == RP_MAL_AND) == and_all;
    return total == 0 || (wants_all ? count == total : count > 0);
}

static bool reached_now(const struct rp_mal_graph *g, uint32_t n, const bool *reached,
                        const bool *necessary)
{
    enum rp_mal_step_type type = g->instance->mal->step[g->node[n].step].type;
    bool some = false, all_stop = true, none_stops = true, all_needed = true;
    for (uint32_t e = g->parent_first[n]; e < g->parent_first[n + 1]; e++) {
        uint32_t p = g->parent[e];
        some = some || reached[p];
        all_stop = all_stop && stops(g, p);
        none_stops = none_stops && !stops(g, p);
        all_needed = all_needed && (reached[p] || !necessary[p]);
    }
    if (type == RP_MAL_OR)
        return some && !all_stop;
    return type == RP_MAL_AND && some && none_stops && all_needed;
}

static void check_status(struct rp_arena *a, const struct rp_mal_graph *g, uint32_t entry)
{
    bool *viable = RP_NEWN(a, bool, g->nnodes), *necessary = RP_NEWN(a, bool, g->nnodes);
    bool *reached = RP_NEWN(a, bool, g->nnodes);
    bool *v = RP_NEWN(a, bool, g->nnodes), *n = RP_NEWN(a, bool, g->nnodes);
    bool *r = RP_NEWN(a, bool, g->nnodes);
    rp_mal_graph_status(g, viable, necessary);
    rp_mal_graph_reach(g, &entry, 1, reached);
    for (uint32_t i = 1; i < g->nnodes; i++)
        v[i] = n[i] = true;
    for (uint32_t round = 0; round < g->nnodes; round++) {
        for (uint32_t i = 1; i < g->nnodes; i++) {
            v[i] = v[i] && viable_now(g, i, v, true);
            n[i] = n[i] && viable_now(g, i, n, false);
        }
    }
    r[entry] = true;
    for (uint32_t round = 0; round < g->nnodes; round++)
        for (uint32_t i = 1; i < g->nnodes; i++)
            r[i] = r[i] || reached_now(g, i, r, n);
    CHECK(memcmp(v, viable, g->nnodes) == 0);
    CHECK(memcmp(n, necessary, g->nnodes) == 0);
    CHECK(memcmp(r, reached, g->nnodes) == 0);
}

static void test_graph(struct random *r)
{
    struct rp_arena arena;
    struct rp_diags d;
    rp_arena_init(&arena);
    rp_diags_init(&d, &arena);
    const struct rp_mal *m = compile(&arena, &d, rp_str_of(steps));
    CHECK(m != NULL);
    struct rp_mal_instance in;
    rp_mal_instance_init(&in, &arena, m);
    for (uint32_t i = 1; i <= THINGS; i++) {
        rp_mal_instance_add(&in, rp_str_printf(&arena, "t%u", i), 1, (struct rp_loc){0});
        if (below(r, 3) == 0)
            rp_mal_instance_set(&in, RP_STR("d"), 1, (struct rp_loc){0});
    }
    uint32_t links = 4 + below(r, 20);
    for (uint32_t n = 0; n < links; n++) {
        uint32_t f = below(r, 7), x = 1 + below(r, THINGS), y = 1 + below(r, THINGS);
        rp_mal_instance_link(&in, x, numbered_field(m, f), y);
    }
    const struct rp_mal_graph *g = rp_mal_graph_new(&arena, &in, &d);
    CHECK(g != NULL);
    if (g)
        check_status(&arena, g, rp_mal_graph_node(g, 1 + below(r, THINGS), RP_STR("o")));
    rp_arena_done(&arena);
}

int main(void)
{
    struct random r = {20260101};
    unsigned allowed = 0;
    for (unsigned i = 0; i < ROUNDS; i++) {
        allowed += test_expression(&r);
        test_graph(&r);
    }
    CHECK(allowed > ROUNDS / 4);
    TEST_DONE();
}
