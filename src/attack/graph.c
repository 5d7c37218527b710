// SPDX-License-Identifier: Apache-2.0
/*
 * Attack graphs, piece by piece.
 *
 * Steps arrive one after the other, so the compressed rows grow at their end only; the two inverse
 * indexes are made by counting when everything is there.
 */
#include "attack/graph.h"

#include <assert.h>
#include <stdlib.h>

// Places in rp_graph_builder.cap.
enum array {
    STEP_LEVEL,
    STEP_HEAD,
    BODY_FIRST,
    BLOCKERS_FIRST,
    ADDS_FIRST,
    BODY,
    BLOCKERS,
    EFFECT,
    ADDS,
    KINDS,
    CONTROLS,
    GOALS,
    ENTRIES,
    SOURCES,
    CONSTRAINTS,
    ITEMS,
    ARRAYS
};
static_assert(ARRAYS == sizeof(((struct rp_graph_builder *)0)->cap) / sizeof(uint32_t), "");

void rp_graph_builder_init(struct rp_graph_builder *b, struct rp_arena *a)
{
    *b = (struct rp_graph_builder){.arena = a, .graph = RP_NEW(a, struct rp_graph)};
}

uint32_t rp_graph_add_facts(struct rp_graph_builder *b, uint32_t n)
{
    struct rp_graph *g = b->graph;
    assert(!g->fact && n <= RP_GRAPH_MAX - g->nfacts);
    uint32_t first = g->nfacts;
    g->nfacts += n;
    return first;
}

void rp_graph_name_fact(struct rp_graph_builder *b, uint32_t fact, struct rp_str name)
{
    struct rp_graph *g = b->graph;
    assert(fact < g->nfacts);
    if (!g->fact)
        g->fact = RP_NEWN(b->arena, struct rp_str, g->nfacts);
    g->fact[fact] = name;
}

// Room for one more item at the end of an array of the graph, whose n are in use.
static void *more(struct rp_graph_builder *b, enum array array, void *items, uint32_t n,
                  size_t size)
{
    assert(n < RP_GRAPH_MAX);
    return rp_arena_grow(b->arena, items, n, &b->cap[array], size);
}

uint32_t rp_graph_add_kind(struct rp_graph_builder *b, const struct rp_graph_kind *kind)
{
    struct rp_graph *g = b->graph;
    g->kind = more(b, KINDS, g->kind, g->nkinds, sizeof(*kind));
    g->kind[g->nkinds] = *kind;
    return g->nkinds++;
}

uint32_t rp_graph_add_control(struct rp_graph_builder *b, const struct rp_graph_control *control)
{
    struct rp_graph *g = b->graph;
    assert(control->kind < g->nkinds);
    g->control = more(b, CONTROLS, g->control, g->ncontrols, sizeof(*control));
    g->control[g->ncontrols] = *control;
    return g->ncontrols++;
}

uint32_t rp_graph_add_goal(struct rp_graph_builder *b, const struct rp_graph_goal *goal)
{
    struct rp_graph *g = b->graph;
    assert(goal->fact < g->nfacts && goal->acceptable <= 4);
    g->goal = more(b, GOALS, g->goal, g->ngoals, sizeof(*goal));
    g->goal[g->ngoals] = *goal;
    return g->ngoals++;
}

void rp_graph_add_entry(struct rp_graph_builder *b, uint32_t fact, uint32_t source)
{
    struct rp_graph *g = b->graph;
    assert(fact < g->nfacts);
    g->entry = more(b, ENTRIES, g->entry, g->nentries, sizeof(uint32_t));
    g->entry_source = more(b, SOURCES, g->entry_source, g->nentries, sizeof(uint32_t));
    g->entry[g->nentries] = fact;
    g->entry_source[g->nentries++] = source;
}

static int compare(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

// Sorts; most lists have one to three items.
static void sort(uint32_t *item, uint32_t n)
{
    if (n > 16) {
        qsort(item, n, sizeof(*item), compare);
        return;
    }
    for (uint32_t i = 1; i < n; i++) {
        uint32_t x = item[i], k = i;
        for (; k > 0 && item[k - 1] > x; k--)
            item[k] = item[k - 1];
        item[k] = x;
    }
}

// Sorts and drops doubles; gives how many remain.
static uint32_t sort_unique(uint32_t *item, uint32_t n)
{
    sort(item, n);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++)
        if (kept == 0 || item[kept - 1] != item[i])
            item[kept++] = item[i];
    return kept;
}

// Puts the lists of the last step in order.
static void close_step(struct rp_graph_builder *b)
{
    struct rp_graph *g = b->graph;
    if (g->nsteps == 0)
        return;
    uint32_t first = g->body.first[g->nsteps - 1];
    if (b->nbody > first)
        b->nbody = first + sort_unique(g->body.item + first, b->nbody - first);
    first = g->adds.first[g->nsteps - 1];
    if (b->nadds > first)
        b->nadds = first + sort_unique(g->adds.item + first, b->nadds - first);
    if (b->nstops)
        sort(b->stop, b->nstops);
    for (uint32_t i = 0; i < b->nstops; i++) {
        // Of a control named twice the stronger effect comes first and counts.
        if (i && b->stop[i] / 4 == b->stop[i - 1] / 4)
            continue;
        g->blockers.item = more(b, BLOCKERS, g->blockers.item, b->nblockers, sizeof(uint32_t));
        g->effect = more(b, EFFECT, g->effect, b->nblockers, 1);
        g->blockers.item[b->nblockers] = b->stop[i] / 4;
        g->effect[b->nblockers++] = b->stop[i] % 4;
    }
    b->nstops = 0;
}

static void start_rows(struct rp_graph_builder *b)
{
    struct rp_graph *g = b->graph;
    uint32_t n = g->nsteps;
    g->body.first = more(b, BODY_FIRST, g->body.first, n, sizeof(uint32_t));
    g->blockers.first = more(b, BLOCKERS_FIRST, g->blockers.first, n, sizeof(uint32_t));
    g->adds.first = more(b, ADDS_FIRST, g->adds.first, n, sizeof(uint32_t));
    g->body.first[n] = b->nbody;
    g->blockers.first[n] = b->nblockers;
    g->adds.first[n] = b->nadds;
}

uint32_t rp_graph_add_step(struct rp_graph_builder *b, unsigned level, uint32_t head)
{
    struct rp_graph *g = b->graph;
    assert(level >= 1 && level <= 4 && head < g->nfacts);
    close_step(b);
    start_rows(b);
    g->level = more(b, STEP_LEVEL, g->level, g->nsteps, 1);
    g->head = more(b, STEP_HEAD, g->head, g->nsteps, sizeof(uint32_t));
    g->level[g->nsteps] = (uint8_t)level;
    g->head[g->nsteps] = head;
    return g->nsteps++;
}

void rp_graph_step_needs(struct rp_graph_builder *b, uint32_t fact)
{
    struct rp_graph *g = b->graph;
    assert(g->nsteps && fact < g->nfacts);
    g->body.item = more(b, BODY, g->body.item, b->nbody, sizeof(uint32_t));
    g->body.item[b->nbody++] = fact;
}

void rp_graph_step_stopped_by(struct rp_graph_builder *b, uint32_t control, unsigned effect)
{
    assert(b->graph->nsteps && control < b->graph->ncontrols && effect < 4);
    b->stop = rp_arena_grow(b->arena, b->stop, b->nstops, &b->stops_cap, sizeof(uint32_t));
    b->stop[b->nstops++] = control * 4 + effect;
}

void rp_graph_step_added_by(struct rp_graph_builder *b, uint32_t control)
{
    struct rp_graph *g = b->graph;
    assert(g->nsteps && control < g->ncontrols);
    g->adds.item = more(b, ADDS, g->adds.item, b->nadds, sizeof(uint32_t));
    g->adds.item[b->nadds++] = control;
}

void rp_graph_add_constraint(struct rp_graph_builder *b, enum rp_constraint_type type,
                             uint32_t control)
{
    struct rp_graph *g = b->graph;
    assert(control < g->ncontrols);
    g->constraint = more(b, CONSTRAINTS, g->constraint, g->nconstraints, sizeof(*g->constraint));
    g->constraint[g->nconstraints++] =
        (struct rp_graph_constraint){.type = type, .control = control, .any_first = b->nitems};
}

void rp_graph_constraint_any(struct rp_graph_builder *b, uint32_t control)
{
    struct rp_graph *g = b->graph;
    assert(g->nconstraints && control < g->ncontrols);
    g->constraint_item = more(b, ITEMS, g->constraint_item, b->nitems, sizeof(uint32_t));
    g->constraint_item[b->nitems++] = control;
    g->constraint[g->nconstraints - 1].n++;
}

// fact -> steps whose list names it, by counting; the steps come out ascending.  One item more than
// there are, so that the first item of any row may be loaded.
static struct rp_rows invert(struct rp_arena *a, uint32_t nfacts, uint32_t nsteps,
                             const uint32_t *first, const uint32_t *item)
{
    uint32_t n = first ? first[nsteps] : nsteps;
    struct rp_rows rows = {.first = RP_NEWN(a, uint32_t, (size_t)nfacts + 2),
                           .item = RP_NEWN(a, uint32_t, (size_t)n + 1)};
    uint32_t *next = rows.first + 1; // next[f] ends as the first of f + 1
    for (uint32_t i = 0; i < n; i++)
        rows.first[item[i] + 2]++;
    for (uint32_t f = 1; f <= nfacts; f++)
        rows.first[f + 1] += rows.first[f];
    for (uint32_t r = 0; r < nsteps; r++)
        for (uint32_t i = first ? first[r] : r; i < (first ? first[r + 1] : r + 1); i++)
            rows.item[next[item[i]]++] = r;
    return rows;
}

// No array of a complete graph is NULL, so that whoever walks it need not care about empty ones.
static void fill_gaps(struct rp_arena *a, struct rp_graph *g)
{
    if (!g->level)
        g->level = RP_NEW(a, uint8_t);
    if (!g->head)
        g->head = RP_NEW(a, uint32_t);
    struct rp_rows *rows[] = {&g->body, &g->blockers, &g->adds};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (!rows[i]->item)
            rows[i]->item = RP_NEW(a, uint32_t);
    if (!g->effect)
        g->effect = RP_NEW(a, uint8_t);
    if (!g->kind)
        g->kind = RP_NEW(a, struct rp_graph_kind);
    if (!g->control)
        g->control = RP_NEW(a, struct rp_graph_control);
    if (!g->goal)
        g->goal = RP_NEW(a, struct rp_graph_goal);
    if (!g->entry)
        g->entry = RP_NEW(a, uint32_t);
    if (!g->entry_source)
        g->entry_source = RP_NEW(a, uint32_t);
    if (!g->constraint)
        g->constraint = RP_NEW(a, struct rp_graph_constraint);
    if (!g->constraint_item)
        g->constraint_item = RP_NEW(a, uint32_t);
}

struct rp_graph *rp_graph_builder_done(struct rp_graph_builder *b)
{
    struct rp_graph *g = b->graph;
    close_step(b);
    start_rows(b);
    fill_gaps(b->arena, g);
    g->uses = invert(b->arena, g->nfacts, g->nsteps, g->body.first, g->body.item);
    g->gives = invert(b->arena, g->nfacts, g->nsteps, NULL, g->head);
    return g;
}
