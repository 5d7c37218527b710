// SPDX-License-Identifier: Apache-2.0
/*
 * Attack graph -> trimmed layer: two fixpoints forwards, one walk backwards, renumbering.
 */
#include "select/layer.h"

#include <assert.h>

struct rp_rows rp_rows_invert(struct rp_arena *a, const struct rp_rows *rows, uint32_t n,
                              uint32_t nitems)
{
    struct rp_rows r = {.first = RP_NEWN(a, uint32_t, (size_t)nitems + 2),
                        .item = RP_NEWN(a, uint32_t, (size_t)rows->first[n] + 1)};
    // first[x + 1] counts x, then becomes the place where the next i of x goes.
    for (uint32_t k = 0; k < rows->first[n]; k++)
        r.first[rows->item[k] + 2]++;
    for (uint32_t x = 0; x < nitems; x++)
        r.first[x + 2] += r.first[x + 1];
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = rows->first[i]; k < rows->first[i + 1]; k++)
            r.item[r.first[rows->item[k] + 1]++] = i;
    return r;
}

struct trim {
    const struct rp_graph *g;
    struct rp_arena *scratch;
    uint8_t threshold;
    bool *possible;   // by fact: derivable when nothing is blocked
    bool *free;       // by fact: derivable whatever is chosen
    bool *taken;      // by step: can be taken when nothing is blocked
    bool *relevant;   // by fact: takes part in a derivation of a goal
    bool *keep;       // by step
    uint32_t *number; // by fact: its number in the layer
};

static bool blocked_by_any(const struct rp_graph *g, uint32_t r, uint8_t threshold)
{
    for (uint32_t k = g->blockers.first[r]; k < g->blockers.first[r + 1]; k++)
        if (g->effect[k] <= threshold)
            return true;
    return false;
}

static void derive(uint32_t fact, bool *derived, uint32_t *queue, uint32_t *n)
{
    if (derived[fact])
        return;
    derived[fact] = true;
    queue[(*n)++] = fact;
}

// Least fixpoint over the whole graph.  free_only: only steps that no control blocks or introduces;
// else every step above the threshold, introduced ones too.
static void fixpoint(const struct trim *t, bool free_only, bool *derived, bool *taken)
{
    const struct rp_graph *g = t->g;
    uint32_t *missing = RP_NEWN(t->scratch, uint32_t, g->nsteps);
    uint32_t *queue = RP_NEWN(t->scratch, uint32_t, g->nfacts);
    uint32_t n = 0;
    for (uint32_t i = 0; i < g->nentries; i++)
        derive(g->entry[i], derived, queue, &n);
    for (uint32_t r = 0; r < g->nsteps; r++) {
        bool off = g->level[r] <= t->threshold ||
                   (free_only && (rp_row_n(&g->adds, r) || blocked_by_any(g, r, t->threshold)));
        missing[r] = off ? UINT32_MAX : rp_row_n(&g->body, r);
        taken[r] = missing[r] == 0;
        if (taken[r])
            derive(g->head[r], derived, queue, &n);
    }
    for (uint32_t q = 0; q < n; q++)
        for (uint32_t k = g->uses.first[queue[q]]; k < g->uses.first[queue[q] + 1]; k++) {
            uint32_t r = g->uses.item[k];
            if (missing[r] == UINT32_MAX || --missing[r] > 0)
                continue;
            taken[r] = true;
            derive(g->head[r], derived, queue, &n);
        }
}

// A step whose head is in its own body never derives anything new.
static bool derives_itself(const struct rp_graph *g, uint32_t r)
{
    for (uint32_t k = g->body.first[r]; k < g->body.first[r + 1]; k++)
        if (g->body.item[k] == g->head[r])
            return true;
    return false;
}

static void push_relevant(struct trim *t, uint32_t fact, uint32_t *stack, uint32_t *n)
{
    if (t->free[fact] || t->relevant[fact])
        return;
    t->relevant[fact] = true;
    stack[(*n)++] = fact;
}

// Backwards from the goals through the steps that can be taken.
static void mark_relevant(struct trim *t)
{
    const struct rp_graph *g = t->g;
    uint32_t *stack = RP_NEWN(t->scratch, uint32_t, g->nfacts);
    uint32_t n = 0;
    for (uint32_t i = 0; i < g->ngoals; i++)
        if (g->goal[i].acceptable == t->threshold && t->possible[g->goal[i].fact])
            push_relevant(t, g->goal[i].fact, stack, &n);
    while (n > 0) {
        uint32_t fact = stack[--n];
        for (uint32_t k = t->g->gives.first[fact]; k < t->g->gives.first[fact + 1]; k++) {
            uint32_t r = t->g->gives.item[k];
            if (!t->taken[r] || derives_itself(g, r))
                continue;
            t->keep[r] = true;
            for (uint32_t b = g->body.first[r]; b < g->body.first[r + 1]; b++)
                push_relevant(t, g->body.item[b], stack, &n);
        }
    }
}

static struct rp_rows rows_new(struct rp_arena *a, uint32_t n, size_t nitems)
{
    return (struct rp_rows){.first = RP_NEWN(a, uint32_t, (size_t)n + 1),
                            .item = RP_NEWN(a, uint32_t, nitems + 1)};
}

// Numbers facts and steps and counts the items of their lists.
static void number(struct trim *t, struct rp_layer *l, size_t nitems[3])
{
    const struct rp_graph *g = t->g;
    for (uint32_t f = 0; f < g->nfacts; f++)
        if (t->relevant[f])
            t->number[f] = l->nfacts++;
    for (uint32_t r = 0; r < g->nsteps; r++) {
        if (!t->keep[r])
            continue;
        l->nsteps++;
        nitems[0] += rp_row_n(&g->body, r);
        nitems[1] += rp_row_n(&g->blockers, r);
        nitems[2] += rp_row_n(&g->adds, r);
    }
}

static void copy_step(const struct trim *t, struct rp_layer *l, uint32_t r, uint32_t n[4])
{
    const struct rp_graph *g = t->g;
    uint32_t i = n[3]++;
    l->step_of[i] = r;
    l->head[i] = t->number[g->head[r]];
    for (uint32_t k = g->body.first[r]; k < g->body.first[r + 1]; k++)
        if (!t->free[g->body.item[k]])
            l->body.item[n[0]++] = t->number[g->body.item[k]];
    for (uint32_t k = g->blockers.first[r]; k < g->blockers.first[r + 1]; k++)
        if (g->effect[k] <= t->threshold)
            l->blockers.item[n[1]++] = g->blockers.item[k];
    for (uint32_t k = g->adds.first[r]; k < g->adds.first[r + 1]; k++)
        l->adds.item[n[2]++] = g->adds.item[k];
    l->body.first[i + 1] = n[0];
    l->blockers.first[i + 1] = n[1];
    l->adds.first[i + 1] = n[2];
    if (rp_row_n(&l->body, i) == 0)
        l->axiom[l->naxioms++] = i;
}

static void copy_steps(const struct trim *t, struct rp_layer *l, struct rp_arena *a,
                       const size_t nitems[3])
{
    uint32_t n[4] = {0};
    l->head = RP_NEWN(a, uint32_t, (size_t)l->nsteps + 1);
    l->step_of = RP_NEWN(a, uint32_t, (size_t)l->nsteps + 1);
    l->axiom = RP_NEWN(a, uint32_t, (size_t)l->nsteps + 1);
    l->body = rows_new(a, l->nsteps, nitems[0]);
    l->blockers = rows_new(a, l->nsteps, nitems[1]);
    l->adds = rows_new(a, l->nsteps, nitems[2]);
    for (uint32_t r = 0; r < t->g->nsteps; r++)
        if (t->keep[r])
            copy_step(t, l, r, n);
}

static void copy_goals(const struct trim *t, struct rp_layer *l, struct rp_arena *a)
{
    const struct rp_graph *g = t->g;
    l->goal = RP_NEWN(a, uint32_t, (size_t)g->ngoals + 1);
    l->goal_fact = RP_NEWN(a, uint32_t, (size_t)g->ngoals + 1);
    for (uint32_t i = 0; i < g->ngoals; i++) {
        uint32_t f = g->goal[i].fact;
        if (g->goal[i].acceptable != t->threshold)
            continue;
        l->goal[l->ngoals] = i;
        l->goal_fact[l->ngoals++] = t->free[f]       ? RP_LAYER_FREE
                                    : t->relevant[f] ? t->number[f]
                                                     : RP_LAYER_NEVER;
    }
}

struct rp_layer *rp_layer_build(struct rp_arena *a, struct rp_arena *scratch,
                                const struct rp_graph *g, uint8_t threshold)
{
    assert(threshold < RP_LAYERS_MAX);
    struct rp_layer *l = RP_NEW(a, struct rp_layer);
    size_t nitems[3] = {0};
    struct trim t = {.g = g,
                     .scratch = scratch,
                     .threshold = threshold,
                     .possible = RP_NEWN(scratch, bool, (size_t)g->nfacts + 1),
                     .free = RP_NEWN(scratch, bool, (size_t)g->nfacts + 1),
                     .taken = RP_NEWN(scratch, bool, (size_t)g->nsteps + 1),
                     .relevant = RP_NEWN(scratch, bool, (size_t)g->nfacts + 1),
                     .keep = RP_NEWN(scratch, bool, (size_t)g->nsteps + 1),
                     .number = RP_NEWN(scratch, uint32_t, (size_t)g->nfacts + 1)};
    bool *unused = RP_NEWN(scratch, bool, (size_t)g->nsteps + 1);
    l->threshold = threshold;
    fixpoint(&t, false, t.possible, t.taken);
    fixpoint(&t, true, t.free, unused);
    mark_relevant(&t);
    number(&t, l, nitems);
    copy_steps(&t, l, a, nitems);
    copy_goals(&t, l, a);
    struct rp_rows heads = {.first = RP_NEWN(scratch, uint32_t, (size_t)l->nsteps + 1),
                            .item = l->head};
    for (uint32_t r = 0; r <= l->nsteps; r++)
        heads.first[r] = r;
    l->uses = rp_rows_invert(a, &l->body, l->nsteps, l->nfacts);
    l->gives = rp_rows_invert(a, &heads, l->nsteps, l->nfacts);
    l->stops = rp_rows_invert(a, &l->blockers, l->nsteps, g->ncontrols);
    return l;
}
