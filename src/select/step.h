// SPDX-License-Identifier: Apache-2.0
/*
 * What every pass does at a step and at a fact: small enough to be inlined.
 */
#ifndef REMPART_SELECT_STEP_H
#define REMPART_SELECT_STEP_H

#include "select/walk.h"

// Does the step exist, and is none of its blockers chosen?
static inline bool rp_step_active(const struct rp_layer *l, uint32_t r, const struct rp_choice *s)
{
    for (uint32_t k = l->blockers.first[r]; k < l->blockers.first[r + 1]; k++)
        if (s->blocking[l->blockers.item[k]])
            return false;
    for (uint32_t k = l->adds.first[r]; k < l->adds.first[r + 1]; k++)
        if (!s->introducing[l->adds.item[k]])
            return false;
    return true;
}

static inline void rp_walk_derive(struct rp_walk *w, uint32_t fact, uint32_t r)
{
    w->derived[fact] = true;
    w->parent[fact] = r;
    w->queue[w->nqueue++] = fact;
}

// Forgets the last pass.
void rp_walk_reset(struct rp_walk *w);

#endif
