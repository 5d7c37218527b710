// SPDX-License-Identifier: Apache-2.0
/*
 * What can be derived: the set must leave no goal derivable, a core must derive its goal.
 */
#include "verify.h"

#include <string.h>

static bool blocks(const struct graph *g, size_t i, unsigned t)
{
    return g->effect[i] <= t;
}

// Can the step be taken at the threshold, its body aside?
static bool can_be_taken(const struct graph *g, uint32_t step, unsigned t, const bool *chosen,
                         bool only_free)
{
    if (g->level[step] <= t)
        return false;
    for (size_t i = g->blockers.first[step]; i < g->blockers.first[step + 1]; i++)
        if (blocks(g, i, t) && (only_free || chosen[g->blockers.item[i]]))
            return false;
    for (size_t i = g->adds.first[step]; i < g->adds.first[step + 1]; i++)
        if (only_free || !chosen[g->adds.item[i]])
            return false;
    return true;
}

// Least fixpoint from the entries.  A body that names a fact twice counts it twice on both sides.
void vf_derive(struct vf *v, unsigned t, const bool *chosen, bool only_free, bool *derived)
{
    const struct graph *g = &v->g;
    uint32_t *queue = v->scratch, n = 0;
    uint32_t *missing = vf_new(v, g->nsteps, sizeof(*missing));
    for (uint32_t i = 0; i < g->nentries; i++) {
        if (!derived[g->entry[i]])
            queue[n++] = g->entry[i];
        derived[g->entry[i]] = true;
    }
    for (uint32_t s = 0; s < g->nsteps; s++) {
        missing[s] = (uint32_t)(g->body.first[s + 1] - g->body.first[s]);
        if (missing[s] || derived[g->head[s]] || !can_be_taken(g, s, t, chosen, only_free))
            continue;
        derived[g->head[s]] = true;
        queue[n++] = g->head[s];
    }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t f = queue[i];
        for (size_t k = g->uses.first[f]; k < g->uses.first[f + 1]; k++) {
            uint32_t s = g->uses.item[k];
            if (--missing[s] || derived[g->head[s]] || !can_be_taken(g, s, t, chosen, only_free))
                continue;
            derived[g->head[s]] = true;
            queue[n++] = g->head[s];
        }
    }
}

void vf_check_set(struct vf *v)
{
    const struct graph *g = &v->g;
    for (unsigned t = 0; t < LEVELS; t++) {
        bool asked = false;
        for (uint32_t i = 0; i < g->ngoals; i++)
            asked = asked || (g->acceptable[i] == t && !v->open[i]);
        if (!asked)
            continue;
        bool *derived = vf_new(v, g->nfacts, sizeof(*derived));
        vf_derive(v, t, v->chosen, false, derived);
        for (uint32_t i = 0; i < g->ngoals; i++)
            if (g->acceptable[i] == t && !v->open[i] && derived[g->goal_fact[i]])
                vf_fail(v, "the set leaves goal %u derivable", i);
    }
}

static const bool *free_facts(struct vf *v, unsigned t)
{
    if (!v->free_facts[t]) {
        v->free_facts[t] = vf_new(v, v->g.nfacts, sizeof(bool));
        vf_derive(v, t, NULL, true, v->free_facts[t]);
    }
    return v->free_facts[t];
}

// Derives the goal's fact from the listed steps: each waits for its body in lists by fact.
static bool replay(struct vf *v, const uint32_t *step, uint32_t n, unsigned t, uint32_t goal_fact)
{
    const struct graph *g = &v->g;
    const bool *given = free_facts(v, t);
    if (given[goal_fact])
        return true;
    struct rows wait = {0}; // occurrence -> step, chained through next
    uint32_t *missing = vf_new(v, n, sizeof(*missing)), *queue = v->scratch, nqueue = 0;
    size_t next_cap = 0;
    uint32_t *next = NULL;
    uint32_t stamp = ++v->stamp; // mark: stamp * 2 waited for, + 1 derived
    vf_rows_open(v, &wait);
    for (uint32_t i = 0; i < n; i++) {
        for (size_t k = g->body.first[step[i]]; k < g->body.first[step[i] + 1]; k++) {
            uint32_t f = g->body.item[k];
            if (given[f])
                continue;
            missing[i]++;
            next = vf_grow(v, next, wait.items, &next_cap, sizeof(*next));
            next[wait.items] = v->mark[f] == 2 * stamp ? v->waiting[f] : UINT32_MAX;
            v->waiting[f] = (uint32_t)wait.items;
            v->mark[f] = 2 * stamp;
            vf_rows_put(v, &wait, i);
        }
    }
    for (uint32_t i = 0; i < n; i++)
        if (!missing[i])
            queue[nqueue++] = i;
    for (uint32_t q = 0; q < nqueue; q++) {
        uint32_t f = g->head[step[queue[q]]];
        if (f == goal_fact)
            return true;
        if (v->mark[f] != 2 * stamp)
            continue;
        v->mark[f] = 2 * stamp + 1;
        for (uint32_t w = v->waiting[f]; w != UINT32_MAX; w = next[w])
            if (--missing[wait.item[w]] == 0)
                queue[nqueue++] = wait.item[w];
    }
    return false;
}

// c goal n step ...
void vf_read_core(struct vf *v)
{
    const struct graph *g = &v->g;
    if (g->ngoals == 0)
        vf_fail(v, "a core without a goal");
    uint32_t goal = (uint32_t)vf_number(v, g->ngoals - 1);
    unsigned t = g->acceptable[goal];
    uint32_t n = (uint32_t)vf_number(v, g->nsteps < (1u << 24) ? g->nsteps : 1u << 24);
    if (t >= LEVELS)
        vf_fail(v, "a core of a goal that always holds");
    uint32_t *step = vf_new(v, n, sizeof(*step));
    uint32_t nadds = 0;
    vf_sum_clear(v);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t s = step[i] = (uint32_t)vf_number(v, g->nsteps - 1);
        if (g->level[s] <= t)
            vf_fail(v, "step %u does not exist at level %u", s, t);
        // A role is one bit of the sum, so that each control counts once in each.
        for (size_t k = g->blockers.first[s]; k < g->blockers.first[s + 1]; k++)
            if (blocks(g, k, t) && !((int)v->sum[g->blockers.item[k]] & 1))
                vf_sum_add(v, g->blockers.item[k], 1);
        for (size_t k = g->adds.first[s]; k < g->adds.first[s + 1]; k++)
            if (!((int)v->sum[g->adds.item[k]] & 2))
                vf_sum_add(v, g->adds.item[k], 2);
    }
    if (!replay(v, step, n, t, g->goal_fact[goal]))
        vf_fail(v, "the steps do not derive goal %u", goal);
    for (uint32_t i = 0; i < v->ntouched; i++) {
        uint32_t c = v->touched[i];
        int role = (int)v->sum[c];
        nadds += role >= 2;
        if (role != 3)
            vf_put_coefficient(v, c, role == 1 ? 1 : -1);
    }
    vf_put_coefficient(v, g->ncontrols + g->nkinds + goal, 1);
    vf_put_right(v, 1 - (int64_t)nadds);
}
