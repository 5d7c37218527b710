// SPDX-License-Identifier: Apache-2.0
/*
 * Plain reachability over a layer, whole or within the sub-graph of one goal.
 */
#include "select/walk.h"

#include "select/step.h"

#include <string.h>

void rp_walk_init(struct rp_walk *w, struct rp_arena *a, const struct rp_layer *layer)
{
    size_t nsteps = (size_t)layer->nsteps + 1;
    size_t nfacts = (size_t)layer->nfacts + 1;
    *w = (struct rp_walk){
        .layer = layer,
        .missing = RP_NEWN(a, uint32_t, nsteps),
        .whole = RP_NEWN(a, uint32_t, nsteps),
        .touched = RP_NEWN(a, uint32_t, (size_t)layer->body.first[layer->nsteps] + 1),
        .derived = RP_NEWN(a, bool, nfacts),
        .parent = RP_NEWN(a, uint32_t, nfacts),
        .queue = RP_NEWN(a, uint32_t, nfacts),
        .cost = RP_NEWN(a, float, nfacts),
        .allowed = RP_NEWN(a, bool, nfacts),
        .sub = RP_NEWN(a, uint32_t, nfacts),
        .sub_axiom = RP_NEWN(a, uint32_t, nsteps),
        .bucket = RP_NEWN(a, uint32_t, RP_WALK_BUCKETS),
        .next = RP_NEWN(a, uint32_t, nsteps),
        .waiting = RP_NEWN(a, float, nsteps),
    };
    for (uint32_t r = 0; r < layer->nsteps; r++)
        w->whole[r] = w->missing[r] = rp_row_n(&layer->body, r);
}

void rp_walk_reset(struct rp_walk *w)
{
    const struct rp_layer *l = w->layer;
    if (w->ntouched > l->nsteps / 4) {
        memcpy(w->missing, w->whole, l->nsteps * sizeof(*w->missing));
    } else {
        for (uint32_t i = 0; i < w->ntouched; i++)
            w->missing[w->touched[i]] = w->whole[w->touched[i]];
    }
    w->ntouched = 0;
    for (uint32_t i = 0; i < w->nqueue; i++)
        w->derived[w->queue[i]] = false;
    w->nqueue = 0;
}

void rp_walk_reach(struct rp_walk *w, const struct rp_choice *s)
{
    const struct rp_layer *l = w->layer;
    rp_walk_reset(w);
    for (uint32_t i = 0; i < l->naxioms; i++)
        if (!w->derived[l->head[l->axiom[i]]] && rp_step_active(l, l->axiom[i], s))
            rp_walk_derive(w, l->head[l->axiom[i]], l->axiom[i]);
    for (uint32_t q = 0; q < w->nqueue; q++) {
        uint32_t fact = w->queue[q];
        for (uint32_t k = l->uses.first[fact]; k < l->uses.first[fact + 1]; k++) {
            uint32_t r = l->uses.item[k];
            w->touched[w->ntouched++] = r;
            if (--w->missing[r] == 0 && !w->derived[l->head[r]] && rp_step_active(l, r, s))
                rp_walk_derive(w, l->head[r], r);
        }
    }
    w->work += w->nqueue + w->ntouched + l->naxioms;
}

bool rp_walk_reach_sub(struct rp_walk *w, const struct rp_choice *s, uint32_t goal_fact)
{
    const struct rp_layer *l = w->layer;
    rp_walk_reset(w);
    for (uint32_t i = 0; i < w->nsub_axioms; i++)
        if (!w->derived[l->head[w->sub_axiom[i]]] && rp_step_active(l, w->sub_axiom[i], s))
            rp_walk_derive(w, l->head[w->sub_axiom[i]], w->sub_axiom[i]);
    for (uint32_t q = 0; q < w->nqueue && !w->derived[goal_fact]; q++) {
        uint32_t fact = w->queue[q];
        for (uint32_t k = l->uses.first[fact]; k < l->uses.first[fact + 1]; k++) {
            uint32_t r = l->uses.item[k];
            if (!w->allowed[l->head[r]])
                continue;
            w->touched[w->ntouched++] = r;
            if (--w->missing[r] == 0 && !w->derived[l->head[r]] && rp_step_active(l, r, s))
                rp_walk_derive(w, l->head[r], r);
        }
    }
    w->work += w->nqueue + w->ntouched + w->nsub_axioms;
    return w->derived[goal_fact];
}

void rp_walk_sub(struct rp_walk *w, const struct rp_choice *s, uint32_t goal_fact)
{
    const struct rp_layer *l = w->layer;
    for (uint32_t i = 0; i < w->nsub; i++)
        w->allowed[w->sub[i]] = false;
    w->nsub = w->nsub_axioms = 0;
    w->allowed[goal_fact] = true;
    w->sub[w->nsub++] = goal_fact;
    for (uint32_t i = 0; i < w->nsub; i++) {
        uint32_t fact = w->sub[i];
        for (uint32_t k = l->gives.first[fact]; k < l->gives.first[fact + 1]; k++) {
            uint32_t r = l->gives.item[k];
            if (w->missing[r] > 0 || !rp_step_active(l, r, s))
                continue;
            if (w->whole[r] == 0)
                w->sub_axiom[w->nsub_axioms++] = r;
            for (uint32_t b = l->body.first[r]; b < l->body.first[r + 1]; b++)
                if (!w->allowed[l->body.item[b]]) {
                    w->allowed[l->body.item[b]] = true;
                    w->sub[w->nsub++] = l->body.item[b];
                }
        }
    }
    w->work += w->nsub;
}
