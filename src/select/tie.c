// SPDX-License-Identifier: Apache-2.0
/*
 * Among sets that are equal in every stage, one that does not depend on the LP library.
 *
 * Two sets are compared at the last new control of the graph in which they differ, and if there is
 * none at the last one that exists or is planned: the set without it wins.  So what is decided
 * already is preferred to what is new.  Controls are settled in groups in this order, each group
 * by one small search with powers of two as costs; most are settled before that by reduced costs.
 *
 * Where such a search is not small, the objective of the last stage is put above the powers of two.
 * Its value is bounded already, so the answer is the same; but it is what tells the search where sets of
 * that value end, when many cost nearly as little.
 */
#include "select/stage.h"

enum { GROUP = 10 };

// Work after which a search is not small: about 20 ms.
static const uint64_t SMALL = 2000000;

// Sums of costs that leave room for the powers of two: the LP sees some 14 digits.
static const int64_t SUM_MAX = INT64_C(1) << 34;

// Adds open controls to the group, the last ones first; those of the model's decisions or the others.
static uint32_t add_group(const struct rp_problem *p, bool decided, uint32_t *group, uint32_t n)
{
    for (uint32_t c = p->ncontrols; c-- > 0 && n < GROUP;) {
        if (p->question[c] == RP_VAR_FREE &&
            rp_graph_is_decided(p->graph->control[c].state) == decided)
            group[n++] = c;
    }
    return n;
}

// Costs that settle a group below an objective, whose value is bounded; NONE: alone.
static void set_costs(struct rp_problem *p, enum rp_objective objective, const uint32_t *group,
                      uint32_t n)
{
    int64_t sum = 0;
    for (uint32_t v = 0; v < p->nvars; v++) {
        p->tie_cost[v] = rp_objective_cost(p, objective, v);
        sum += p->tie_cost[v];
    }
    for (uint32_t v = 0; v < p->nvars; v++)
        p->tie_cost[v] = sum < SUM_MAX ? p->tie_cost[v] << n : 0;
    for (uint32_t i = 0; i < n; i++)
        p->tie_cost[group[i]] += INT64_C(1) << (n - 1 - i);
}

// One group of open controls.  Gives how many there are.
static uint32_t take_group(const struct rp_problem *p, uint32_t *group)
{
    uint32_t n = add_group(p, false, group, 0);
    return add_group(p, true, group, n);
}

static bool settle_below(struct rp_search *s, enum rp_objective objective, const uint32_t *group,
                         uint32_t n)
{
    set_costs(s->p, objective, group, n);
    s->best_value = rp_problem_value(s->p, RP_OBJECTIVE_TIE, s->best, s->best_open);
    s->target = s->best_value >> n << n; // no control of the group: nothing is better
    bool settled = rp_search_run(s, RP_OBJECTIVE_TIE) == RP_SEARCH_PROVEN;
    s->target = 0;
    return settled;
}

// false: a limit ended it.
static bool settle_group(struct rp_run *r, const uint32_t *group, uint32_t n)
{
    struct rp_search *s = &r->search;
    const struct rp_limits limits = s->limits;
    uint64_t small = rp_search_work(s) + SMALL;
    if (limits.work == 0 || small < limits.work)
        s->limits.work = small;
    bool settled = settle_below(s, RP_OBJECTIVE_NONE, group, n);
    s->limits = limits;
    if (settled || s->failed)
        return settled;
    s->stopped = false;
    return settle_below(s, r->last, group, n);
}

// What no set of the same values can have otherwise: by reduced costs at the root of the objective.
static void settle_by_cost(struct rp_run *r, enum rp_objective objective)
{
    struct rp_search *s = &r->search;
    s->best_value = r->value[objective];
    rp_search_settle(s, objective);
    for (uint32_t c = 0; c < r->problem.ncontrols; c++)
        if (r->problem.question[c] == RP_VAR_FREE && s->value[c] != RP_VAR_FREE)
            r->problem.question[c] = s->value[c];
}

void rp_run_tie(struct rp_run *r)
{
    struct rp_search *s = &r->search;
    struct rp_problem *p = &r->problem;
    uint32_t group[GROUP];
    s->proof = NULL;
    if (r->last != RP_OBJECTIVE_NONE)
        settle_by_cost(r, r->last);
    for (;;) {
        uint32_t n = take_group(p, group);
        if (n == 0 || !settle_group(r, group, n))
            break;
        for (uint32_t i = 0; i < n; i++)
            p->question[group[i]] = s->best[group[i]] ? 1 : 0;
    }
}
