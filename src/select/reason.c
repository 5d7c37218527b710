// SPDX-License-Identifier: Apache-2.0
/*
 * Reasons: the set without one control, and what comes back.
 */
#include "select/reason.h"

// Is the goal above what is acceptable?
static bool goal_open(const struct rp_graph *g, const struct rp_exposure *e, uint32_t goal)
{
    const struct rp_graph_goal *target = &g->goal[goal];
    return target->acceptable < 4 && e->level[target->fact] > target->acceptable;
}

// The goal of highest severity that is open and was not given up; RP_GRAPH_NONE if none is.
static uint32_t worst_open(const struct rp_graph *g, const struct rp_exposure *e,
                           const bool *given_up)
{
    uint32_t worst = RP_GRAPH_NONE;
    for (uint32_t i = 0; i < g->ngoals; i++) {
        if (given_up[i] || !goal_open(g, e, i))
            continue;
        if (worst == RP_GRAPH_NONE || g->goal[i].severity > g->goal[worst].severity)
            worst = i;
    }
    return worst;
}

// A side constraint that the set breaks; RP_GRAPH_NONE if none.
static uint32_t broken_constraint(const struct rp_graph *g, const bool *chosen)
{
    for (uint32_t i = 0; i < g->nconstraints; i++) {
        const struct rp_graph_constraint *c = &g->constraint[i];
        bool some = false;
        for (uint32_t k = 0; k < c->n; k++)
            some |= chosen[g->constraint_item[c->any_first + k]];
        if (chosen[c->control] && some == (c->type == RP_EXCLUDES_ALL))
            return i;
    }
    return RP_GRAPH_NONE;
}

static void reason_of(struct rp_arena *a, struct rp_arena *scratch, const struct rp_graph *g,
                      const struct rp_selection *s, struct rp_reason *reason)
{
    struct rp_situation without = {s->chosen, RP_GRAPH_NONE};
    struct rp_exposure e;
    rp_exposure_compute(scratch, g, &without, &e);
    *reason = (struct rp_reason){.constraint = RP_GRAPH_NONE, .goal = RP_GRAPH_NONE};
    reason->goal = worst_open(g, &e, s->given_up);
    if (reason->goal != RP_GRAPH_NONE) {
        rp_exposure_path(a, g, &e, g->goal[reason->goal].fact, &reason->path);
        return;
    }
    reason->by_constraint = true;
    reason->constraint = broken_constraint(g, s->chosen);
}

void rp_reason_all(struct rp_arena *a, const struct rp_graph *g, struct rp_selection *s)
{
    s->reason = RP_NEWN(a, struct rp_reason, (size_t)g->ncontrols + 1);
    for (uint32_t c = 0; c < g->ncontrols; c++) {
        if (!s->chosen[c])
            continue;
        struct rp_arena scratch;
        rp_arena_init(&scratch);
        s->chosen[c] = false;
        reason_of(a, &scratch, g, s, &s->reason[c]);
        s->chosen[c] = true;
        rp_arena_done(&scratch);
    }
}

void rp_reason_open(struct rp_arena *a, const struct rp_graph *g, const bool *allowed,
                    struct rp_selection *s)
{
    struct rp_arena scratch;
    struct rp_exposure e;
    bool *none = NULL;
    rp_arena_init(&scratch);
    none = RP_NEWN(&scratch, bool, (size_t)g->ngoals + 1);
    struct rp_situation all = {allowed, RP_GRAPH_NONE};
    rp_exposure_compute(&scratch, g, &all, &e);
    uint32_t goal = worst_open(g, &e, none);
    if (goal == RP_GRAPH_NONE) {
        struct rp_situation as_chosen = {s->chosen, RP_GRAPH_NONE};
        rp_exposure_compute(&scratch, g, &as_chosen, &e);
        goal = worst_open(g, &e, none);
    }
    s->open_goal = goal;
    if (goal != RP_GRAPH_NONE)
        rp_exposure_path(a, g, &e, g->goal[goal].fact, &s->open);
    rp_arena_done(&scratch);
}
