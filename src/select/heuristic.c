// SPDX-License-Identifier: Apache-2.0
/*
 * LP point -> set of controls: round, add what is missing, mend side constraints, drop what is not
 * needed.
 *
 * A set only counts after it was judged from scratch; so nothing here has to be exact.
 */
#include "select/finds.h"
#include "select/search.h"

#include <float.h>
#include <math.h>

enum { MEND_ROUNDS = 50, REPAIR_ROUNDS = 4 };

bool rp_search_offer(struct rp_search *s)
{
    struct rp_problem *p = s->p;
    if (!rp_problem_sides_hold(p, s->candidate))
        return false;
    rp_problem_open_goals(p, s->candidate, s->candidate_open);
    int64_t value = rp_problem_value(p, s->objective, s->candidate, s->candidate_open);
    if (value >= s->best_value || !rp_problem_limits_hold(p, s->candidate, s->candidate_open))
        return false;
    s->best_value = value;
    for (uint32_t c = 0; c < p->ncontrols; c++)
        s->best[c] = s->candidate[c];
    for (uint32_t i = 0; i < p->ngoals; i++)
        s->best_open[i] = s->candidate_open[i];
    return true;
}

// How much the choice of a control would cost, rows that bound earlier objectives included.
static double price(const struct rp_search *s, uint32_t c)
{
    const struct rp_problem *p = s->p;
    uint32_t kind = p->graph->control[c].kind;
    double cost = (double)s->cost[c];
    if (!s->kind_used[kind])
        cost += (double)s->cost[rp_var_kind(p, kind)];
    for (uint32_t i = 0; i < p->nlimits; i++) {
        enum rp_objective o = p->limit[i].objective;
        double part = (double)rp_objective_cost(p, o, c);
        if (!s->kind_used[kind])
            part += (double)rp_objective_cost(p, o, rp_var_kind(p, kind));
        cost += part * 4 * s->mean_cost / ((double)p->limit[i].value + 1);
    }
    return cost + 0.01 * s->mean_cost;
}

static void mark_kinds(struct rp_search *s)
{
    const struct rp_problem *p = s->p;
    for (uint32_t k = 0; k < p->nkinds; k++)
        s->kind_used[k] = false;
    for (uint32_t c = 0; c < p->ncontrols; c++)
        if (s->candidate[c])
            s->kind_used[p->graph->control[c].kind] = true;
}

static void choose(struct rp_search *s, uint32_t c)
{
    s->candidate[c] = true;
    s->kind_used[s->p->graph->control[c].kind] = true;
}

// The blocker to choose, or UINT32_MAX when none may be.
static uint32_t cheapest_blocker(struct rp_search *s, const struct rp_derivation *d)
{
    uint32_t best = UINT32_MAX;
    double best_price = INFINITY;
    for (uint32_t i = 0; i < d->nblockers; i++) {
        uint32_t c = d->blocker[i];
        if (s->p->question[c] == 0)
            continue;
        double noise = 1 + 0.3 * (double)(rp_search_random(s) % 100) / 100;
        double q = price(s, c) * noise / (1 + 4 * s->x[c]);
        if (s->value[c] == 0)
            q *= 3;
        if (q < best_price) {
            best_price = q;
            best = c;
        }
    }
    return best;
}

static bool hit(const struct rp_search *s, const struct rp_derivation *d)
{
    for (uint32_t i = 0; i < d->nblockers; i++)
        if (s->candidate[d->blocker[i]])
            return true;
    return false;
}

// Cores of what was found; a control of each is chosen.  Gives how many rows are new.
static uint32_t block_finds(struct rp_search *s, struct rp_walk *w, const struct rp_finds *f)
{
    struct rp_derivation *d = &s->cores.now;
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->n; i++) {
        uint32_t goal = w->layer->goal[f->item[i].goal];
        rp_finds_restore(f, i, d);
        if (hit(s, d))
            continue; // a choice of this pass blocks it already
        rp_core_minimise(&s->cores, w, f->item[i].fact, s->weight);
        n += rp_core_add(&s->cores, goal);
        uint32_t c = cheapest_blocker(s, d);
        if (c == UINT32_MAX)
            s->candidate_open[goal] = true;
        else
            choose(s, c);
        for (uint32_t k = 0; k < d->nblockers; k++)
            s->weight[d->blocker[k]] *= 1.5F;
    }
    return n;
}

static bool some_goal_reachable(const struct rp_search *s, const struct rp_walk *w)
{
    const struct rp_layer *l = w->layer;
    for (uint32_t i = 0; i < l->ngoals; i++)
        if (l->goal_fact[i] != RP_LAYER_NEVER && l->goal_fact[i] != RP_LAYER_FREE &&
            !s->candidate_open[l->goal[i]] && w->derived[l->goal_fact[i]])
            return true;
    return false;
}

// Derivations of the goals that can be reached, the cheapest ones; plain reachability, which costs
// much less, tells first whether there are any.
static void find_reachable(struct rp_search *s, struct rp_walk *w, const struct rp_weights *weights,
                           struct rp_finds *f)
{
    const struct rp_layer *l = w->layer;
    struct rp_choice choice = {s->candidate, s->candidate};
    rp_finds_clear(f);
    rp_walk_reach(w, &choice);
    if (!some_goal_reachable(s, w))
        return;
    rp_walk_cheapest(w, &choice, weights);
    for (uint32_t i = 0; i < l->ngoals; i++) {
        uint32_t fact = l->goal_fact[i];
        if (fact == RP_LAYER_NEVER || fact == RP_LAYER_FREE || s->candidate_open[l->goal[i]] ||
            !w->derived[fact])
            continue;
        rp_core_trace(&s->cores, w, fact);
        rp_finds_keep(f, &s->cores.now, i, fact);
    }
}

uint32_t rp_heuristic_repair(struct rp_search *s)
{
    struct rp_weights weights = {s->weight, NULL, FLT_MAX, 64};
    struct rp_finds f;
    uint32_t n = 0;
    bool changed = true;
    rp_finds_init(&f);
    for (uint32_t c = 0; c < s->p->ncontrols; c++)
        s->weight[c] = 1;
    mark_kinds(s);
    while (changed && !rp_search_stopped(s)) {
        changed = false; // a choice may introduce steps: all layers again
        for (uint32_t k = 0; k < s->p->nlayers; k++)
            for (;;) {
                find_reachable(s, &s->p->walk[k], &weights, &f);
                if (f.n == 0)
                    break;
                n += block_finds(s, &s->p->walk[k], &f);
                changed = s->p->nlayers > 1 || s->some_adds;
            }
    }
    rp_finds_done(&f);
    return n;
}

// One of those that would answer the need: the cheapest that may be chosen.
static void choose_one_of(struct rp_search *s, const uint32_t *any, uint32_t n)
{
    uint32_t best = UINT32_MAX;
    for (uint32_t i = 0; i < n; i++)
        if (s->p->question[any[i]] != 0 &&
            (best == UINT32_MAX || price(s, any[i]) < price(s, best)))
            best = any[i];
    if (best != UINT32_MAX)
        choose(s, best);
}

static void mend_one(struct rp_search *s, const struct rp_graph_constraint *c)
{
    const uint32_t *any = s->p->graph->constraint_item + c->any_first;
    bool some = false;
    if (!s->candidate[c->control])
        return;
    for (uint32_t i = 0; i < c->n; i++) {
        if (!s->candidate[any[i]])
            continue;
        some = true;
        if (c->type != RP_EXCLUDES_ALL)
            break;
        bool keep = s->p->question[c->control] == 1 ||
                    (s->p->question[any[i]] != 1 && (rp_search_random(s) & 1));
        s->candidate[keep ? any[i] : c->control] = false;
        if (!keep)
            return;
    }
    if (!some && c->type != RP_EXCLUDES_ALL)
        choose_one_of(s, any, c->n);
}

static bool mend(struct rp_search *s)
{
    const struct rp_graph *g = s->p->graph;
    for (uint32_t round = 0; round < MEND_ROUNDS; round++) {
        if (rp_problem_sides_hold(s->p, s->candidate))
            return true;
        for (uint32_t i = 0; i < g->nconstraints; i++)
            mend_one(s, &g->constraint[i]);
    }
    return rp_problem_sides_hold(s->p, s->candidate);
}

void rp_heuristic_finish(struct rp_search *s)
{
    for (uint32_t round = 0; round < REPAIR_ROUNDS && !rp_search_stopped(s); round++) {
        if (rp_heuristic_repair(s) == 0 && round > 0)
            return; // as it was, and not better
        if (!mend(s))
            return;
        rp_prune(s);
        if (rp_search_offer(s))
            return;
    }
}

void rp_heuristic_round(struct rp_search *s, double threshold)
{
    const struct rp_problem *p = s->p;
    for (uint32_t c = 0; c < p->ncontrols; c++)
        s->candidate[c] = p->question[c] == 1 || (p->question[c] != 0 && s->x[c] >= threshold);
    for (uint32_t i = 0; i < p->ngoals; i++)
        s->candidate_open[i] = s->x[rp_var_goal(p, i)] > 0.5;
    rp_heuristic_finish(s);
}

static bool some_chosen(const struct rp_search *s, const struct rp_graph_constraint *c)
{
    const uint32_t *any = s->p->graph->constraint_item + c->any_first;
    for (uint32_t i = 0; i < c->n; i++)
        if (s->candidate[any[i]])
            return true;
    return false;
}

// Takes out what needs a control that is not chosen: the other way to mend than adding it, which
// would often add its kind.
static void drop_unanswered(struct rp_search *s)
{
    const struct rp_graph *g = s->p->graph;
    bool changed = true;
    while (changed) {
        changed = false;
        for (uint32_t i = 0; i < g->nconstraints; i++) {
            const struct rp_graph_constraint *c = &g->constraint[i];
            if (c->type == RP_EXCLUDES_ALL || !s->candidate[c->control] ||
                s->p->question[c->control] == 1 || some_chosen(s, c))
                continue;
            s->candidate[c->control] = false;
            changed = true;
        }
    }
}

// All places of the kinds of the point, and of one kind more.
static void try_kinds(struct rp_search *s, uint32_t more)
{
    const struct rp_problem *p = s->p;
    for (uint32_t c = 0; c < p->ncontrols; c++) {
        uint32_t kind = p->graph->control[c].kind;
        s->candidate[c] =
            p->question[c] == 1 ||
            (p->question[c] != 0 && (kind == more || s->x[rp_var_kind(p, kind)] > 0.5));
    }
    drop_unanswered(s);
    if (!mend(s))
        return;
    rp_problem_open_goals(s->p, s->candidate, s->candidate_open);
    if (!rp_problem_limits_hold(p, s->candidate, s->candidate_open))
        return; // it takes further kinds
    rp_prune(s);
    rp_search_offer(s);
}

static bool in_best(const struct rp_search *s, uint32_t kind)
{
    for (uint32_t c = 0; c < s->p->ncontrols; c++)
        if (s->best[c] && s->p->graph->control[c].kind == kind)
            return true;
    return false;
}

void rp_heuristic_kinds(struct rp_search *s)
{
    int64_t before = s->best_value;
    try_kinds(s, UINT32_MAX);
    for (int used = 1; used >= 0; used--) // kinds of the best set first
        for (uint32_t k = 0; k < s->p->nkinds && s->best_value == before; k++) {
            uint32_t v = rp_var_kind(s->p, k);
            if (s->value[v] == RP_VAR_FREE && s->x[v] <= 0.5 && in_best(s, k) == (used == 1) &&
                !rp_search_stopped(s))
                try_kinds(s, k);
        }
}
