// SPDX-License-Identifier: Apache-2.0
/*
 * Depth-first search over the nodes, and the life of the state that its parts share.
 */
#include "select/search.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static const double COST_MAX = 1000; // largest cost that the LP library sees

void rp_search_init(struct rp_search *s, struct rp_problem *p, const struct rp_limits *limits)
{
    struct rp_arena *a = p->arena;
    size_t n = (size_t)p->nvars + 1;
    size_t nc = (size_t)p->ncontrols + 1;
    *s = (struct rp_search){
        .p = p,
        .arena = a,
        .lp = rp_lp_new(p->nvars),
        .cost = RP_NEWN(a, int64_t, n),
        .best_value = RP_NO_VALUE,
        .best = RP_NEWN(a, bool, nc),
        .best_open = RP_NEWN(a, bool, (size_t)p->ngoals + 1),
        .value = RP_NEWN(a, int8_t, n),
        .trail = RP_NEWN(a, uint32_t, n),
        .frame = RP_NEWN(a, struct rp_frame, n),
        .x = RP_NEWN(a, double, n),
        .weight = RP_NEWN(a, float, nc),
        .introduce = RP_NEWN(a, float, nc),
        .pseudo = RP_NEWN(a, struct rp_pseudo, n),
        .candidate = RP_NEWN(a, bool, nc),
        .candidate_open = RP_NEWN(a, bool, (size_t)p->ngoals + 1),
        .kind_used = RP_NEWN(a, bool, (size_t)p->nkinds + 1),
        .sum = RP_NEWN(a, int64_t, n),
        .random = UINT64_C(88172645463325252),
        .some_adds = p->graph->adds.first[p->graph->nsteps] > 0,
        .limits = *limits,
    };
    rp_cores_init(&s->cores, p);
}

void rp_search_done(struct rp_search *s)
{
    rp_lp_free(s->lp);
    s->lp = NULL;
}

uint64_t rp_search_work(const struct rp_search *s)
{
    uint64_t work = s->work;
    for (uint32_t k = 0; k < s->p->nlayers; k++)
        work += s->p->walk[k].work;
    return work;
}

bool rp_search_stopped(struct rp_search *s)
{
    if (s->stopped || s->failed)
        return true;
    s->stopped =
        (s->limits.work && rp_search_work(s) > s->limits.work) || rp_limits_over(&s->limits);
    return s->stopped;
}

void rp_search_fix(struct rp_search *s, uint32_t var, bool value)
{
    assert(s->value[var] == RP_VAR_FREE);
    s->value[var] = value ? 1 : 0;
    s->trail[s->ntrail++] = var;
    rp_relax_bounds(s, var);
}

void rp_search_undo(struct rp_search *s, uint32_t mark)
{
    while (s->ntrail > mark) {
        uint32_t var = s->trail[--s->ntrail];
        s->value[var] = RP_VAR_FREE;
        rp_relax_bounds(s, var);
    }
}

static int64_t common_divisor(int64_t a, int64_t b)
{
    while (b) {
        int64_t r = a % b;
        a = b;
        b = r;
    }
    return a;
}

static bool counts_kinds(const struct rp_problem *p, enum rp_objective objective)
{
    for (uint32_t k = 0; k < p->nkinds; k++)
        if (rp_objective_cost(p, objective, rp_var_kind(p, k)) > 0)
            return true;
    return false;
}

static void set_objective(struct rp_search *s, enum rp_objective objective)
{
    const struct rp_problem *p = s->p;
    int64_t largest = 0;
    int64_t divisor = 0;
    double sum = 0;
    uint32_t n = 0;
    s->objective = objective;
    s->kinds_alone = p->nkinds < p->ncontrols && counts_kinds(p, objective);
    for (uint32_t c = 0; c < p->ncontrols; c++)
        s->kinds_alone &= rp_objective_cost(p, objective, c) == 0;
    for (uint32_t v = 0; v < p->nvars; v++) {
        int64_t c = rp_objective_cost(p, objective, v);
        s->cost[v] = c;
        largest = c > largest ? c : largest;
        divisor = common_divisor(divisor, c);
        sum += (double)c;
        n += c > 0;
    }
    s->divisor = divisor > 0 ? divisor : 1;
    s->mean_cost = n ? sum / n : 1;
    s->scale = (double)largest > COST_MAX ? COST_MAX / (double)largest : 1;
    for (uint32_t v = 0; v < p->nvars; v++)
        rp_lp_set_cost(s->lp, v, (double)s->cost[v] * s->scale);
}

// Goals that free steps alone derive can only be given up.
static void add_lost_goals(struct rp_search *s)
{
    const struct rp_problem *p = s->p;
    for (uint32_t k = 0; k < p->nlayers; k++)
        for (uint32_t i = 0; i < p->layer[k]->ngoals; i++) {
            if (p->layer[k]->goal_fact[i] != RP_LAYER_FREE)
                continue;
            s->cores.now.nsteps = s->cores.now.nblockers = s->cores.now.nadders = 0;
            rp_core_add(&s->cores, p->layer[k]->goal[i]);
        }
}

static void reset(struct rp_search *s)
{
    const struct rp_problem *p = s->p;
    s->kinds_matter = counts_kinds(p, s->objective);
    for (uint32_t i = 0; i < p->nlimits; i++)
        s->kinds_matter |= counts_kinds(p, p->limit[i].objective);
    s->cores.project = s->kinds_matter && p->nkinds < p->ncontrols;
    for (uint32_t v = 0; v < p->nvars; v++) {
        s->value[v] = p->question[v];
        s->x[v] = s->value[v] == 1;
        s->pseudo[v] = (struct rp_pseudo){.n = {0}};
        rp_relax_bounds(s, v);
    }
    s->ntrail = s->nframes = 0;
    s->root_bound = 0;
    s->root.n = 0;
    s->root.objective = 0;
    s->node.n = 0;
    s->node.objective = 0;
    s->tree_closed = false;
    s->root_end = 0;
    if (s->proof)
        rp_proof_begin(s->proof, s->arena);
    add_lost_goals(s);
}

// Closes branches whose second side is done; false when none is left.
static bool next_branch(struct rp_search *s)
{
    while (s->nframes > 0) {
        struct rp_frame *f = &s->frame[s->nframes - 1];
        rp_search_undo(s, f->mark);
        if (!f->second) {
            f->second = true;
            rp_relax_take_basis(s, &f->basis);
            s->kinds_alone = f->kinds_alone;
            rp_claim_take(s, &f->claim);
            rp_claim_keep(s, &s->node);
            rp_search_fix(s, f->var, !f->value);
            return true;
        }
        s->nframes--;
    }
    return false;
}

static void branch(struct rp_search *s, uint32_t var)
{
    if (s->proof && s->nframes == 0)
        s->root_end = s->proof->n;
    struct rp_frame *f = &s->frame[s->nframes++];
    *f = (struct rp_frame){
        .basis = f->basis, .claim = f->claim, .var = var, .mark = s->ntrail, .value = true};
    f->kinds_alone = s->kinds_alone;
    rp_claim_take(s, &s->node);
    rp_claim_keep(s, &f->claim);
    rp_relax_keep_basis(s, &f->basis);
    if (s->proof)
        rp_proof_branch(s->proof, var, true);
    rp_search_fix(s, var, true);
}

// Closes an open node by the bound that a claim proves there.
static int64_t close_by_bound(struct rp_search *s, const struct rp_claim *claim, int64_t least)
{
    int64_t bound = rp_claim_take(s, claim);
    if (s->proof) {
        rp_proof_claim(s->proof, &s->claim);
        rp_proof_end(s->proof);
    }
    return bound < least ? bound : least;
}

// Stopped: what is open is closed by the last bound known of it.  The least of them is the bound of
// the tree; that of the root stays when it is as good.
static void close_tree(struct rp_search *s)
{
    if (s->nframes == 0 || s->best_value == RP_NO_VALUE || s->failed)
        return;
    int64_t least = close_by_bound(s, &s->node, s->best_value);
    while (s->nframes > 0) {
        struct rp_frame *f = &s->frame[s->nframes - 1];
        rp_search_undo(s, f->mark);
        if (f->second) {
            s->nframes--;
            continue;
        }
        f->second = true;
        rp_search_fix(s, f->var, !f->value);
        least = close_by_bound(s, &f->claim, least);
    }
    s->tree_closed = least > s->root_bound;
    if (s->tree_closed)
        s->root_bound = least;
    else if (s->proof)
        s->proof->n = s->root_end;
}

enum rp_search_result rp_search_run(struct rp_search *s, enum rp_objective objective)
{
    set_objective(s, objective);
    reset(s);
    if (s->best_value <= s->target)
        return RP_SEARCH_PROVEN;
    if (s->p->contradiction) {
        if (s->proof) {
            rp_proof_claim(s->proof, &(struct rp_claim){.n = 0});
            rp_proof_end(s->proof);
        }
        return RP_SEARCH_PROVEN;
    }
    rp_claim_limits(s);
    for (;;) {
        uint32_t var;
        switch (rp_node_process(s, &var)) {
        case RP_NODE_BRANCH:
            branch(s, var);
            break;
        case RP_NODE_CLOSED:
            if (s->best_value <= s->target || !next_branch(s))
                return RP_SEARCH_PROVEN;
            break;
        case RP_NODE_STOPPED:
            close_tree(s);
            return RP_SEARCH_STOPPED;
        }
    }
}

void rp_search_settle(struct rp_search *s, enum rp_objective objective)
{
    double bound;
    set_objective(s, objective);
    s->proof = NULL;
    reset(s);
    if (s->best_value == RP_NO_VALUE || s->p->contradiction)
        return;
    s->best_value += s->divisor; // what is as good as the best may stay
    rp_claim_limits(s);
    enum rp_lp_result result = rp_relax_solve(s, 0, &bound);
    if (result == RP_LP_OPTIMAL && !rp_claim_closes(s, result, bound))
        rp_claim_fix(s);
    s->best_value -= s->divisor;
}
