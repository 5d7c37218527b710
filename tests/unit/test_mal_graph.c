// SPDX-License-Identifier: Apache-2.0
/*
 * Tests of src/mal: graphs of instance models, against lists that are complete.
 *
 * The worked examples use fields, AND, defences, inheritance, `->` against `+>`, variables,
 * closures, sub-types, E, !E, set operations and defaults; their files are those of the golden
 * group mal-graph.
 */
#include "mal/instance.h"

#include "read/tree.h"
#include "rp_test.h"

#include <stdlib.h>

struct example {
    const char *name, *entry;
    uint32_t nnodes;
    // One per line; sets of nodes and "parent child" pairs.
    const char *edges, *exist, *not_viable, *not_necessary, *reachable;
};

static const struct example examples[] = {
    {"fields", "P:plugIn", 8,
     "P:plugIn S1:open\nP:plugIn S2:open\nS1:open S1:command\nS1:login S1:command\n"
     "S1:command D:setDose\nS2:open S2:command\nS2:login S2:command\nS2:command D:setDose\n",
     "", "S2:command\nS2:login\n", "S1:login\n",
     "P:plugIn\nS1:open\nS2:open\nS1:command\nD:setDose\n"},
    {"inheritance", "G:reach", 17,
     "G:reach G:scan\nG:reach B1:scan\nG:reach B2:scan\nB1:reach B1:scan\nB1:reach G:scan\n"
     "B1:reach B2:scan\nB2:reach B2:scan\nG:scan G:own\nB1:scan B1:flash\nB1:scan B1:debug\n"
     "B2:scan B2:flash\nB2:scan B2:debug\nB1:own G:own\nB1:hasUpdater B1:flash\n"
     "B1:noUpdater B1:debug\nB2:hasUpdater B2:flash\nB2:noUpdater B2:debug\nB1:flash B1:own\n"
     "B1:debug B1:own\nB2:flash B2:own\nB2:debug B2:own\n",
     "B1:hasUpdater\nB1:noUpdater\n", "B1:noUpdater\nB1:debug\nB2:hasUpdater\nB2:flash\n",
     "B1:hasUpdater\nB2:noUpdater\n",
     "G:reach\nG:scan\nG:own\nB1:scan\nB1:flash\nB1:own\nB2:scan\nB2:debug\nB2:own\n"},
    {"sets", "I1:forge", 12,
     "I1:forge C1:load\nI2:forge C1:load\nC1:load I1:install\nC1:load I1:probe\n"
     "C2:load I1:probe\nC2:load I2:probe\nC3:load I2:probe\nI1:install M:control\n"
     "I2:install M:control\nI1:signed I1:install\nI2:signed I2:install\n",
     "", "I2:signed\nI2:install\n", "I1:signed\n",
     "I1:forge\nC1:load\nI1:install\nI1:probe\nM:control\n"},
};

struct run {
    struct rp_arena arena;
    struct rp_diags d;
    const struct rp_mal *mal;
    struct rp_mal_instance in;
    const struct rp_mal_graph *g;
};

static void load(struct run *r, const char *folder)
{
    struct rp_arena *a = &r->arena;
    rp_arena_init(a);
    rp_diags_init(&r->d, a);
    struct rp_str base = rp_str_printf(a, "tests/golden/mal-graph/%s/", folder);
    struct rp_mal_loader loader = rp_mal_file_loader(a);
    const struct rp_source *src =
        loader.load(loader.context, base, RP_STR("language.mal"), (struct rp_loc){0}, &r->d);
    const struct rp_source *model =
        loader.load(loader.context, base, RP_STR("instance.yml"), (struct rp_loc){0}, &r->d);
    r->mal = src ? rp_mal_compile(a, &src, 1, &loader, &r->d) : NULL;
    r->g = NULL;
    if (!r->mal || !model)
        return;
    rp_mal_instance_init(&r->in, a, r->mal);
    if (rp_mal_instance_read(&r->in, model, &r->d))
        r->g = rp_mal_graph_new(a, &r->in, &r->d);
}

static struct rp_str node_name(struct run *r, uint32_t node)
{
    const struct rp_mal_node *n = &r->g->node[node];
    return rp_str_printf(&r->arena, "%.*s:%.*s", RP_FMT(r->in.thing[n->thing].name),
                         RP_FMT(r->mal->step[n->step].name));
}

// Whether one line of the text is the word.
static bool has_line(const char *text, struct rp_str word)
{
    for (const char *p = text; *p; p = strchr(p, '\n') + 1)
        if (rp_str_eq((struct rp_str){p, (size_t)(strchr(p, '\n') - p)}, word))
            return true;
    return false;
}

static uint32_t count_lines(const char *text)
{
    uint32_t n = 0;
    for (; *text; text++)
        n += *text == '\n';
    return n;
}

static void check_set(struct run *r, const bool *in_set, const char *expected, const char *what)
{
    uint32_t n = 0;
    for (uint32_t i = 1; i < r->g->nnodes; i++) {
        if (!in_set[i])
            continue;
        n++;
        if (!has_line(expected, node_name(r, i)))
            fprintf(stderr, "%s: not expected: %.*s\n", what, RP_FMT(node_name(r, i)));
    }
    CHECK_AT(n == count_lines(expected), what);
    for (uint32_t i = 1; i < r->g->nnodes; i++)
        CHECK_AT(!in_set[i] || has_line(expected, node_name(r, i)), what);
}

static void check_edges(struct run *r, const struct example *ex)
{
    const struct rp_mal_graph *g = r->g;
    CHECK_AT(g->nedges == count_lines(ex->edges), ex->name);
    for (uint32_t i = 1; i < g->nnodes; i++) {
        for (uint32_t e = g->child_first[i]; e < g->child_first[i + 1]; e++) {
            struct rp_str edge = rp_str_printf(&r->arena, "%.*s %.*s", RP_FMT(node_name(r, i)),
                                               RP_FMT(node_name(r, g->child[e])));
            CHECK_AT(has_line(ex->edges, edge), edge.p);
            CHECK_AT(e == g->child_first[i] || g->child[e - 1] < g->child[e], edge.p);
            CHECK_AT(g->child_why[e]->at.src != NULL, edge.p);
            bool back = false;
            uint32_t child = g->child[e];
            for (uint32_t p = g->parent_first[child]; p < g->parent_first[child + 1]; p++)
                back = back || g->parent[p] == i;
            CHECK_AT(back, edge.p);
        }
    }
    CHECK_AT(g->parent_first[g->nnodes] == g->nedges, ex->name);
}

static void test_example(const struct example *ex)
{
    struct run r;
    load(&r, ex->name);
    CHECK_AT(r.g != NULL && r.d.errors == 0, ex->name);
    if (r.g) {
        const struct rp_mal_graph *g = r.g;
        CHECK_AT(g->nnodes == ex->nnodes + 1, ex->name);
        check_edges(&r, ex);
        bool *set = RP_NEWN(&r.arena, bool, g->nnodes),
             *viable = RP_NEWN(&r.arena, bool, g->nnodes);
        bool *necessary = RP_NEWN(&r.arena, bool, g->nnodes);
        for (uint32_t i = 1; i < g->nnodes; i++)
            set[i] = g->node[i].exists;
        check_set(&r, set, ex->exist, ex->name);
        rp_mal_graph_status(g, viable, necessary);
        for (uint32_t i = 1; i < g->nnodes; i++)
            set[i] = !viable[i];
        check_set(&r, set, ex->not_viable, ex->name);
        for (uint32_t i = 1; i < g->nnodes; i++)
            set[i] = !necessary[i];
        check_set(&r, set, ex->not_necessary, ex->name);
        CHECK_AT(rp_mal_instance_enter_named(&r.in, rp_str_of(ex->entry), (struct rp_loc){0}, &r.d),
                 ex->name);
        uint32_t entry = rp_mal_graph_node(g, r.in.entry[0].thing, r.in.entry[0].step);
        memset(set, 0, g->nnodes * sizeof(set[0]));
        rp_mal_graph_reach(g, &entry, 1, set);
        check_set(&r, set, ex->reachable, ex->name);
    }
    rp_arena_done(&r.arena);
}

int main(void)
{
    for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++)
        test_example(&examples[i]);
    TEST_DONE();
}
