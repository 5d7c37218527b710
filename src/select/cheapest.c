// SPDX-License-Identifier: Apache-2.0
/*
 * Cheapest derivation of every fact of a layer.
 *
 * Buckets of intrusive lists instead of a heap: being off by the width of a bucket does not matter,
 * because whoever uses a derivation weighs it again exactly.  Cycles are harmless, since the cost
 * grows with every step.
 */
#include "select/step.h"

#include <string.h>

// Every step costs a little, so that short derivations win among equals.
static const float STEP_COST = 1e-4F;

static float step_weight(const struct rp_layer *l, uint32_t r, const struct rp_weights *weights)
{
    float sum = STEP_COST;
    for (uint32_t k = l->blockers.first[r]; k < l->blockers.first[r + 1]; k++)
        sum += weights->block[l->blockers.item[k]];
    if (weights->introduce)
        for (uint32_t k = l->adds.first[r]; k < l->adds.first[r + 1]; k++)
            sum += weights->introduce[l->adds.item[k]];
    return sum;
}

// All body facts are derived: the step waits in the bucket of its cost.
static void put_in_bucket(struct rp_walk *w, uint32_t r, const struct rp_choice *s,
                          const struct rp_weights *weights, uint32_t *top)
{
    const struct rp_layer *l = w->layer;
    if (w->derived[l->head[r]] || (s && !rp_step_active(l, r, s)))
        return;
    float cost = step_weight(l, r, weights);
    for (uint32_t k = l->body.first[r]; k < l->body.first[r + 1]; k++)
        cost += w->cost[l->body.item[k]];
    if (cost > weights->cutoff)
        return;
    float place = cost * weights->scale;
    uint32_t b = place >= (float)(RP_WALK_BUCKETS - 1) ? RP_WALK_BUCKETS - 1 : (uint32_t)place;
    w->waiting[r] = cost;
    w->next[r] = w->bucket[b];
    w->bucket[b] = r;
    if (b > *top)
        *top = b;
}

void rp_walk_cheapest(struct rp_walk *w, const struct rp_choice *s,
                      const struct rp_weights *weights)
{
    const struct rp_layer *l = w->layer;
    uint32_t top = 0;
    rp_walk_reset(w);
    memset(w->bucket, 0xff, RP_WALK_BUCKETS * sizeof(*w->bucket));
    for (uint32_t i = 0; i < l->naxioms; i++)
        put_in_bucket(w, l->axiom[i], s, weights, &top);
    for (uint32_t b = 0; b <= top;) {
        uint32_t first = w->bucket[b];
        if (first == UINT32_MAX) {
            b++;
            continue;
        }
        w->bucket[b] = w->next[first];
        uint32_t fact = l->head[first];
        if (w->derived[fact])
            continue;
        rp_walk_derive(w, fact, first);
        w->cost[fact] = w->waiting[first];
        for (uint32_t k = l->uses.first[fact]; k < l->uses.first[fact + 1]; k++) {
            uint32_t r = l->uses.item[k];
            w->touched[w->ntouched++] = r;
            if (--w->missing[r] == 0)
                put_in_bucket(w, r, s, weights, &top);
        }
    }
    w->work += w->nqueue + w->ntouched + l->naxioms;
}
