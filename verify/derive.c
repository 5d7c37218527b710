// SPDX-License-Identifier: Apache-2.0
/*
 * What can be derived: the set must leave no goal derivable, a core must derive its goal.
 */
#include "verify.h"

// Can the step be taken at threshold t, its body aside?  chosen NULL: by free steps alone.
static bool can_be_taken(const struct graph *g, int64_t step, int64_t t, const bool *chosen)
{
    if (g->level.p[step] <= t)
        return false;
    for (int64_t i = g->blockers.first.p[step]; i < g->blockers.first.p[step + 1]; i++)
        if (g->effect.p[i] <= t && (!chosen || chosen[g->blockers.item.p[i]]))
            return false;
    for (int64_t i = g->adds.first.p[step]; i < g->adds.first.p[step + 1]; i++)
        if (!chosen || !chosen[g->adds.item.p[i]])
            return false;
    return true;
}

// Least fixpoint of the listed steps over what is derived already; gives how many facts are new,
// they are in v->queue.  missing: body facts still missing plus one, 0 for steps not listed.
static int64_t derive(struct vf *v, const struct list *step, bool *derived)
{
    const struct graph *g = &v->g;
    int64_t n = 0;
    for (size_t i = 0; i < step->n; i++) {
        int64_t s = step->p[i];
        v->missing[s] = 1;
        for (int64_t k = g->body.first.p[s]; k < g->body.first.p[s + 1]; k++)
            v->missing[s] += !derived[g->body.item.p[k]];
    }
    for (size_t i = 0; i < step->n; i++) {
        int64_t head = g->head.p[step->p[i]];
        if (v->missing[step->p[i]] == 1 && !derived[head])
            v->queue[n++] = head;
        derived[head] = derived[head] || v->missing[step->p[i]] == 1;
    }
    for (int64_t i = 0; i < n; i++) {
        int64_t f = v->queue[i];
        for (int64_t k = g->uses.first.p[f]; k < g->uses.first.p[f + 1]; k++) {
            int64_t s = g->uses.item.p[k];
            if (!v->missing[s] || --v->missing[s] != 1 || derived[g->head.p[s]])
                continue;
            derived[g->head.p[s]] = true;
            v->queue[n++] = g->head.p[s];
        }
    }
    for (size_t i = 0; i < step->n; i++)
        v->missing[step->p[i]] = 0;
    return n;
}

// The same over all steps of the graph that can be taken, from the entries.
static bool *derive_all(struct vf *v, int64_t t, const bool *chosen)
{
    bool *derived = vf_new(v, (size_t)v->g.nfacts, sizeof(*derived));
    struct list step = {0};
    for (size_t i = 0; i < v->g.entry.n; i++)
        derived[v->g.entry.p[i]] = true;
    for (int64_t s = 0; s < v->g.nsteps; s++)
        if (can_be_taken(&v->g, s, t, chosen))
            vf_put(v, &step, s);
    derive(v, &step, derived);
    return derived;
}

void vf_check_set(struct vf *v)
{
    const struct graph *g = &v->g;
    const bool *derived[LEVELS] = {NULL};
    for (int64_t i = 0; i < g->ngoals; i++) {
        int64_t t = g->acceptable.p[i];
        if (t == LEVELS || v->open[i])
            continue;
        if (!derived[t])
            derived[t] = derive_all(v, t, v->value);
        if (derived[t][g->goal_fact.p[i]])
            vf_fail(v, "the set leaves goal %lld derivable", (long long)i);
    }
}

// Do the steps, from the entries and what free steps derive, lead to the fact?
static bool replay(struct vf *v, const struct list *step, int64_t t, int64_t fact)
{
    if (!v->free_facts[t])
        v->free_facts[t] = derive_all(v, t, NULL);
    bool *derived = v->free_facts[t];
    int64_t n = derive(v, step, derived);
    bool found = derived[fact];
    while (n > 0)
        derived[v->queue[--n]] = false;
    return found;
}

// Each control counts once per role: the sum is 1 for a blocker, 2 more for an introducer.
static void add_role(struct vf *v, int64_t control, int role)
{
    if (!((int)v->sum[control] & role))
        vf_sum_add(v, control, role);
}

// c goal n step ...
void vf_read_core(struct vf *v)
{
    const struct graph *g = &v->g;
    int64_t goal = vf_below(v, g->ngoals), t = g->acceptable.p[goal];
    if (t == LEVELS)
        vf_fail(v, "a core of a goal that always holds");
    struct list step = {0};
    for (uint64_t n = vf_number(v, MOST_ITEMS); n > 0; n--) {
        int64_t s = vf_below(v, g->nsteps);
        vf_put(v, &step, s);
        if (g->level.p[s] <= t)
            vf_fail(v, "step %lld does not exist at level %lld", (long long)s, (long long)t);
        for (int64_t k = g->blockers.first.p[s]; k < g->blockers.first.p[s + 1]; k++)
            if (g->effect.p[k] <= t)
                add_role(v, g->blockers.item.p[k], 1);
        for (int64_t k = g->adds.first.p[s]; k < g->adds.first.p[s + 1]; k++)
            add_role(v, g->adds.item.p[k], 2);
    }
    if (!replay(v, &step, t, g->goal_fact.p[goal]))
        vf_fail(v, "the steps do not derive goal %lld", (long long)goal);
    v->right = 1;
    for (size_t i = 0; i < v->touched.n; i++) {
        i128 *role = &v->sum[v->touched.p[i]];
        v->right -= *role >= 2;
        *role = *role == 3 ? 0 : *role == 2 ? -1 : 1;
    }
    vf_sum_add(v, g->ncontrols + g->nkinds + goal, 1);
}
