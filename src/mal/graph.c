// SPDX-License-Identifier: Apache-2.0
/*
 * Language and instance model -> graph of attack steps.
 *
 * One node per thing and step; edges are made thing by thing, then turned over twice, which sorts
 * both directions in linear time.
 */
#include "mal/eval.h"

#include <assert.h>

// An edge of a node: where to, and by which of the expressions of its step.
struct edge {
    uint32_t child, why;
};

enum { BLOCK = 1 << 16 }; // edges that lie beside each other

struct block {
    struct edge *edge;
};

struct maker {
    struct rp_arena *arena, scratch;
    struct rp_diags *d;
    struct rp_mal_graph *g;
    struct rp_mal_eval eval;
    uint32_t **position; // asset -> beside its step_by_name, the place in its list of steps
    // Edges as they are made, by parent, in blocks: a growing array would be copied again and again.
    uint32_t *first, n;
    struct block *block;
    uint32_t nblocks, blocks_cap;
    uint32_t *seen; // node -> the last parent it got an edge from
};

static uint32_t step_position(const struct rp_mal_asset *a, const uint32_t *position, uint32_t name)
{
    uint32_t lo = 0, hi = a->nsteps;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (a->step_by_name[mid].name == name)
            return position[mid];
        if (a->step_by_name[mid].name < name)
            lo = mid + 1;
        else
            hi = mid;
    }
    return UINT32_MAX;
}

// Where each step of an asset stands in its list, found by name.
static const uint32_t *positions(struct maker *k, uint32_t asset)
{
    if (k->position[asset])
        return k->position[asset];
    const struct rp_mal *m = k->g->instance->mal;
    const struct rp_mal_asset *a = &m->asset[asset];
    uint32_t *position = RP_NEWN(&k->scratch, uint32_t, a->nsteps);
    uint32_t *rank = RP_NEWN(&k->scratch, uint32_t, a->nsteps);
    for (uint32_t i = 0; i < a->nsteps; i++)
        rank[i] = i;
    for (uint32_t i = 0; i < a->nsteps; i++)
        position[step_position(a, rank, m->step[a->step[i]].name_number)] = i;
    k->position[asset] = position;
    return position;
}

static bool make_nodes(struct maker *k)
{
    struct rp_mal_graph *g = k->g;
    const struct rp_mal_instance *in = g->instance;
    uint64_t n = 1;
    g->first_of_thing = RP_NEWN(k->arena, uint32_t, (size_t)in->nthings + 1);
    g->first_of_thing[0] = 0;
    for (uint32_t i = 1; i < in->nthings; i++) {
        g->first_of_thing[i] = (uint32_t)n;
        n += in->mal->asset[in->thing[i].asset].nsteps;
        if (n > RP_MAL_MAX_NODES) {
            rp_report(k->d, RP_MSG_MAL_GRAPH_TOO_LARGE, in->thing[i].at, "%s", "");
            return false;
        }
    }
    g->first_of_thing[in->nthings] = (uint32_t)n;
    g->nnodes = (uint32_t)n;
    g->node = RP_NEWN(k->arena, struct rp_mal_node, n);
    for (uint32_t i = 1; i < in->nthings; i++) {
        const struct rp_mal_asset *a = &in->mal->asset[in->thing[i].asset];
        for (uint32_t s = 0; s < a->nsteps; s++)
            g->node[g->first_of_thing[i] + s] =
                (struct rp_mal_node){.thing = i, .step = a->step[s]};
    }
    return true;
}

// Probability that a defence is on by its language.
static double default_on(const struct rp_mal_step *s)
{
    if (!s->ttc || rp_str_eq(s->ttc->name, RP_STR("Disabled")))
        return 0;
    return rp_str_eq(s->ttc->name, RP_STR("Enabled")) ? 1 : s->ttc->number[0];
}

static void set_defenses(struct rp_mal_graph *g)
{
    const struct rp_mal_instance *in = g->instance;
    for (uint32_t i = 1; i < g->nnodes; i++) {
        const struct rp_mal_step *s = &in->mal->step[g->node[i].step];
        if (s->type == RP_MAL_DEFENSE)
            g->node[i].on_value = default_on(s);
    }
    for (uint32_t i = 1; i < in->nthings; i++) {
        for (uint32_t j = 0; j < in->thing[i].ndefenses; j++) {
            const struct rp_mal_setting *set = &in->defense[in->thing[i].defense_first + j];
            uint32_t node = rp_mal_graph_node(g, i, set->step);
            if (!node || in->mal->step[g->node[node].step].type != RP_MAL_DEFENSE)
                continue;
            g->node[node].on_value = set->on;
            g->node[node].set = true;
        }
    }
    for (uint32_t i = 1; i < g->nnodes; i++)
        g->node[i].on = g->node[i].on_value >= 1;
}

static struct edge *edge_at(const struct maker *k, uint32_t i)
{
    return &k->block[i / BLOCK].edge[i % BLOCK];
}

static bool add_edge(struct maker *k, uint32_t from, uint32_t to, uint32_t why)
{
    if (k->seen[to] == from)
        return true;
    if (k->n >= RP_MAL_MAX_EDGES)
        return false;
    k->seen[to] = from;
    if (k->n == k->nblocks * BLOCK) {
        k->block =
            rp_arena_grow(&k->scratch, k->block, k->nblocks, &k->blocks_cap, sizeof(k->block[0]));
        k->block[k->nblocks++].edge = RP_NEWN(&k->scratch, struct edge, BLOCK);
    }
    *edge_at(k, k->n++) = (struct edge){to, why};
    return true;
}

// The edges of one "->" of a node.
static bool follow(struct maker *k, uint32_t node, uint32_t why)
{
    const struct rp_mal_graph *g = k->g;
    const struct rp_mal_instance *in = g->instance;
    const struct rp_mal_reach *reach = &in->mal->step[g->node[node].step].reach[why];
    const uint32_t *list;
    uint32_t n = rp_mal_eval(&k->eval, reach->to, g->node[node].thing, &list);
    uint32_t asset = 0, position = UINT32_MAX;
    for (uint32_t i = 0; i < n; i++) {
        // Things reached together mostly are of one asset: look its step up once.
        uint32_t now = in->thing[list[i]].asset;
        if (now != asset)
            position = step_position(&in->mal->asset[now], positions(k, now), reach->step_name);
        asset = now;
        assert(position != UINT32_MAX); // the static type has the step, so each descendant does
        if (!add_edge(k, node, g->first_of_thing[list[i]] + position, why))
            return false;
    }
    return !k->eval.exceeded;
}

static bool exists(struct maker *k, uint32_t node, const struct rp_mal_step *s)
{
    const uint32_t *list;
    for (uint32_t i = 0; i < s->nneeds; i++)
        if (rp_mal_eval(&k->eval, s->needs[i].to, k->g->node[node].thing, &list))
            return true;
    return false;
}

static bool make_edges(struct maker *k)
{
    struct rp_mal_graph *g = k->g;
    k->seen = RP_NEWN(&k->scratch, uint32_t, g->nnodes);
    k->first = RP_NEWN(&k->scratch, uint32_t, (size_t)g->nnodes + 1);
    for (uint32_t i = 1; i < g->nnodes; i++) {
        const struct rp_mal_step *s = &g->instance->mal->step[g->node[i].step];
        k->first[i] = k->n;
        if (s->nneeds)
            g->node[i].exists = exists(k, i, s);
        for (uint32_t j = 0; j < s->nreach; j++) {
            if (follow(k, i, j))
                continue;
            rp_report(k->d, RP_MSG_MAL_GRAPH_TOO_LARGE, g->instance->thing[g->node[i].thing].at,
                      "%.*s", RP_FMT(s->name));
            return false;
        }
    }
    k->first[g->nnodes] = k->n;
    return true;
}

// Turns the edges over (parents by child, in order of parents), and back (children by parent, in
// order of children).
static void sort_edges(struct maker *k)
{
    struct rp_mal_graph *g = k->g;
    uint32_t n = k->n, nodes = g->nnodes;
    uint32_t *made = RP_NEWN(&k->scratch, uint32_t, n); // beside parent: its edge as made
    uint32_t *at = RP_NEWN(&k->scratch, uint32_t, nodes);
    g->nedges = n;
    g->parent_first = RP_NEWN(k->arena, uint32_t, (size_t)nodes + 1);
    g->parent = RP_NEWN(k->arena, uint32_t, n);
    g->child_first = RP_NEWN(k->arena, uint32_t, (size_t)nodes + 1);
    g->child = RP_NEWN(k->arena, uint32_t, n);
    g->child_why = RP_NEWN(k->arena, const struct rp_mal_reach *, n);
    for (uint32_t e = 0; e < n; e++)
        g->parent_first[edge_at(k, e)->child + 1]++;
    for (uint32_t i = 0; i < nodes; i++)
        g->parent_first[i + 1] += g->parent_first[i];
    memcpy(at, g->parent_first, nodes * sizeof(at[0]));
    for (uint32_t i = 1; i < nodes; i++) {
        for (uint32_t e = k->first[i]; e < k->first[i + 1]; e++) {
            uint32_t to = at[edge_at(k, e)->child]++;
            g->parent[to] = i;
            made[to] = e;
        }
    }
    memcpy(g->child_first, k->first, ((size_t)nodes + 1) * sizeof(at[0]));
    memcpy(at, k->first, nodes * sizeof(at[0]));
    for (uint32_t i = 1; i < nodes; i++) {
        for (uint32_t e = g->parent_first[i]; e < g->parent_first[i + 1]; e++) {
            uint32_t to = at[g->parent[e]]++;
            const struct rp_mal_step *s = &g->instance->mal->step[g->node[g->parent[e]].step];
            g->child[to] = i;
            g->child_why[to] = &s->reach[edge_at(k, made[e])->why];
        }
    }
}

const struct rp_mal_graph *rp_mal_graph_new(struct rp_arena *a, const struct rp_mal_instance *in,
                                            struct rp_diags *d)
{
    struct maker k = {.arena = a, .d = d, .g = RP_NEW(a, struct rp_mal_graph)};
    rp_arena_init(&k.scratch);
    k.g->instance = in;
    k.position = RP_NEWN(&k.scratch, uint32_t *, in->mal->nassets);
    rp_mal_eval_init(&k.eval, &k.scratch, in);
    bool ok = make_nodes(&k);
    if (ok) {
        set_defenses(k.g);
        ok = make_edges(&k);
    }
    if (ok)
        sort_edges(&k);
    rp_arena_done(&k.scratch);
    return ok ? k.g : NULL;
}

uint32_t rp_mal_graph_node(const struct rp_mal_graph *g, uint32_t thing, struct rp_str step)
{
    const struct rp_mal_instance *in = g->instance;
    assert(thing < in->nthings);
    uint32_t found = thing ? rp_mal_step_find(in->mal, in->thing[thing].asset, step) : 0;
    for (uint32_t i = g->first_of_thing[thing]; found && i < g->first_of_thing[thing + 1]; i++)
        if (g->node[i].step == found)
            return i;
    return 0;
}
