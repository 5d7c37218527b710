// SPDX-License-Identifier: Apache-2.0
/*
 * Drops from a set what it does not need, dearest first.
 *
 * Dropping a control only adds derivable facts, so each trial continues from the fixpoint of the
 * set as it is, and is taken back when a goal comes up.  Steps that the dropped control introduces
 * would vanish; that is ignored here and errs on the safe side.
 */
#include "select/search.h"
#include "select/step.h"

#include <assert.h>

struct state { // of one layer
    struct rp_walk *walk;
    uint32_t *hits; // by step: chosen blockers and missing introducers
    bool *is_goal;  // by fact: must not be derived
};

struct trial {
    struct rp_search *s;
    struct state layer[RP_LAYERS_MAX];
    uint32_t queued[RP_LAYERS_MAX]; // facts derived before the trial
};

static void state_init(struct rp_search *s, struct state *t, struct rp_walk *w, struct rp_arena *a)
{
    const struct rp_layer *l = w->layer;
    struct rp_choice choice = {s->candidate, s->candidate};
    t->walk = w;
    t->hits = RP_NEWN(a, uint32_t, (size_t)l->nsteps + 1);
    t->is_goal = RP_NEWN(a, bool, (size_t)l->nfacts + 1);
    rp_walk_reach(w, &choice);
    for (uint32_t r = 0; r < l->nsteps; r++) {
        for (uint32_t k = l->blockers.first[r]; k < l->blockers.first[r + 1]; k++)
            t->hits[r] += s->candidate[l->blockers.item[k]];
        for (uint32_t k = l->adds.first[r]; k < l->adds.first[r + 1]; k++)
            t->hits[r] += !s->candidate[l->adds.item[k]];
    }
    for (uint32_t i = 0; i < l->ngoals; i++)
        if (l->goal_fact[i] != RP_LAYER_NEVER && l->goal_fact[i] != RP_LAYER_FREE &&
            !w->derived[l->goal_fact[i]])
            t->is_goal[l->goal_fact[i]] = true;
}

// Derives what follows from the facts queued at `from` and later; false as soon as a goal comes up.
static bool propagate(struct state *t, uint32_t from)
{
    struct rp_walk *w = t->walk;
    const struct rp_layer *l = w->layer;
    bool held = true;
    for (uint32_t q = from; q < w->nqueue; q++) {
        uint32_t fact = w->queue[q];
        held &= !t->is_goal[fact];
        // All uses are counted even when a goal came up, so that undoing knows what to take back.
        for (uint32_t k = l->uses.first[fact]; k < l->uses.first[fact + 1]; k++) {
            uint32_t r = l->uses.item[k];
            if (--w->missing[r] == 0 && held && t->hits[r] == 0 && !w->derived[l->head[r]])
                rp_walk_derive(w, l->head[r], r);
        }
    }
    w->work += w->nqueue - from;
    return held;
}

static bool drop_in_layer(struct state *t, uint32_t control)
{
    struct rp_walk *w = t->walk;
    const struct rp_layer *l = w->layer;
    uint32_t from = w->nqueue;
    for (uint32_t k = l->stops.first[control]; k < l->stops.first[control + 1]; k++) {
        uint32_t r = l->stops.item[k];
        if (--t->hits[r] == 0 && w->missing[r] == 0 && !w->derived[l->head[r]])
            rp_walk_derive(w, l->head[r], r);
    }
    return propagate(t, from);
}

static void take_back(struct state *t, uint32_t control, uint32_t queued)
{
    struct rp_walk *w = t->walk;
    const struct rp_layer *l = w->layer;
    while (w->nqueue > queued) {
        uint32_t fact = w->queue[--w->nqueue];
        w->derived[fact] = false;
        for (uint32_t k = l->uses.first[fact]; k < l->uses.first[fact + 1]; k++)
            w->missing[l->uses.item[k]]++;
    }
    for (uint32_t k = l->stops.first[control]; k < l->stops.first[control + 1]; k++)
        t->hits[l->stops.item[k]]++;
}

static bool drop(struct trial *t, uint32_t control)
{
    struct rp_search *s = t->s;
    uint32_t tried = 0;
    bool held = true;
    s->candidate[control] = false;
    if (!rp_problem_sides_hold(s->p, s->candidate)) {
        s->candidate[control] = true;
        return false;
    }
    for (; tried < s->p->nlayers && held; tried++) {
        struct state *layer = &t->layer[tried];
        assert(layer->walk);
        t->queued[tried] = layer->walk->nqueue;
        held = drop_in_layer(layer, control);
    }
    if (held)
        return true;
    while (tried > 0) {
        tried--;
        take_back(&t->layer[tried], control, t->queued[tried]);
    }
    s->candidate[control] = true;
    return false;
}

// Chosen controls, dearest first; with costs of kinds, those of kinds with few places first.
static uint32_t order_of(const struct rp_search *s, uint32_t *order, double *price)
{
    const struct rp_problem *p = s->p;
    uint32_t n = 0;
    for (uint32_t c = 0; c < p->ncontrols; c++)
        price[p->graph->control[c].kind] += s->candidate[c];
    for (uint32_t c = 0; c < p->ncontrols; c++) {
        if (!s->candidate[c] || p->question[c] == 1)
            continue;
        uint32_t kind = p->graph->control[c].kind;
        uint32_t j = n++;
        price[p->nkinds + c] =
            (double)s->cost[c] + (double)s->cost[rp_var_kind(p, kind)] / price[kind];
        for (; j > 0 && price[p->nkinds + order[j - 1]] < price[p->nkinds + c]; j--)
            order[j] = order[j - 1];
        order[j] = c;
    }
    return n;
}

void rp_prune(struct rp_search *s)
{
    const struct rp_problem *p = s->p;
    struct rp_arena scratch;
    struct trial t = {.s = s};
    rp_arena_init(&scratch);
    uint32_t *order = RP_NEWN(&scratch, uint32_t, (size_t)p->ncontrols + 1);
    double *price = RP_NEWN(&scratch, double, (size_t)p->nkinds + p->ncontrols + 1);
    for (uint32_t k = 0; k < p->nlayers; k++)
        state_init(s, &t.layer[k], &s->p->walk[k], &scratch);
    uint32_t n = order_of(s, order, price);
    for (uint32_t i = 0; i < n && !rp_search_stopped(s); i++)
        drop(&t, order[i]);
    for (uint32_t k = 0; k < p->nlayers; k++)
        t.layer[k].walk->ntouched = p->layer[k]->nsteps + 1; // all of missing must be reset
    rp_arena_done(&scratch);
}
