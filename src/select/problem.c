// SPDX-License-Identifier: Apache-2.0
/*
 * Attack graph and options -> variables, side rows, objectives; and the judging of a set.
 */
#include "select/problem.h"

#include <assert.h>

const char *rp_objective_name(enum rp_objective objective)
{
    static const char *const name[RP_OBJECTIVES] = {
        [RP_OBJECTIVE_RISK_5] = "risk-5",
        [RP_OBJECTIVE_RISK_4] = "risk-4",
        [RP_OBJECTIVE_RISK_3] = "risk-3",
        [RP_OBJECTIVE_RISK_2] = "risk-2",
        [RP_OBJECTIVE_RISK_1] = "risk-1",
        [RP_OBJECTIVE_SEVERITY] = "severity",
        [RP_OBJECTIVE_KINDS] = "kinds",
        [RP_OBJECTIVE_PLACES] = "places",
        [RP_OBJECTIVE_MALFUNCTION] = "malfunction",
        [RP_OBJECTIVE_EFFORT] = "effort",
        [RP_OBJECTIVE_PLAIN] = "plain",
        [RP_OBJECTIVE_NONE] = "none",
        [RP_OBJECTIVE_TIE] = "tie",
    };
    assert(objective < RP_OBJECTIVES);
    return name[objective];
}

static int64_t component(const struct rp_cost *cost, enum rp_objective objective)
{
    uint64_t value = objective == RP_OBJECTIVE_MALFUNCTION ? cost->malfunction
                     : objective == RP_OBJECTIVE_EFFORT    ? cost->effort
                     : objective == RP_OBJECTIVE_PLAIN     ? cost->plain
                                                           : 0;
    return value > (uint64_t)RP_OBJECTIVE_MAX ? RP_OBJECTIVE_MAX : (int64_t)value;
}

static int64_t goal_cost(const struct rp_graph_goal *goal, enum rp_objective objective)
{
    if (objective == RP_OBJECTIVE_SEVERITY)
        return goal->severity;
    return objective <= RP_OBJECTIVE_RISK_1 && goal->severity == 5 - (int)objective;
}

int64_t rp_objective_cost(const struct rp_problem *p, enum rp_objective objective, uint32_t var)
{
    const struct rp_graph *g = p->graph;
    if (objective == RP_OBJECTIVE_TIE)
        return p->tie_cost[var];
    if (var >= p->ncontrols + p->nkinds)
        return goal_cost(&g->goal[var - p->ncontrols - p->nkinds], objective);
    if (var >= p->ncontrols)
        return objective == RP_OBJECTIVE_KINDS
                   ? 1
                   : component(&g->kind[var - p->ncontrols].cost, objective);
    return objective == RP_OBJECTIVE_PLACES ? 1 : component(&g->control[var].cost, objective);
}

static enum rp_status check_costs(const struct rp_problem *p)
{
    for (int o = 0; o < RP_OBJECTIVES_CERTIFIED; o++) {
        int64_t sum = 0;
        for (uint32_t v = 0; v < p->nvars; v++) {
            sum += rp_objective_cost(p, (enum rp_objective)o, v);
            if (sum >= RP_OBJECTIVE_MAX)
                return RP_ERR_LIMIT;
        }
    }
    return RP_OK;
}

static uint32_t add_side(struct rp_problem *p, int64_t rhs, enum rp_ineq_type type)
{
    uint32_t row = rp_ineq_add(&p->ineqs, &p->scratch, rhs, type, 0);
    p->scratch.n = 0;
    return row;
}

static void add_term(struct rp_problem *p, uint32_t var, int64_t coef)
{
    struct rp_terms *t = &p->scratch;
    for (uint32_t i = 0; i < t->n; i++)
        if (t->var[i] == var) {
            t->coef[i] += coef;
            return;
        }
    t->var[t->n] = var;
    t->coef[t->n++] = coef;
}

static void add_constraint_rows(struct rp_problem *p)
{
    const struct rp_graph *g = p->graph;
    for (uint32_t i = 0; i < g->nconstraints; i++) {
        const struct rp_graph_constraint *c = &g->constraint[i];
        const uint32_t *any = g->constraint_item + c->any_first;
        if (c->type == RP_EXCLUDES_ALL) {
            for (uint32_t k = 0; k < c->n; k++) {
                add_term(p, c->control, -1);
                add_term(p, any[k], -1);
                add_side(p, -1, RP_INEQ_SIDE);
            }
            continue;
        }
        for (uint32_t k = 0; k < c->n; k++)
            add_term(p, any[k], 1);
        add_term(p, c->control, -1);
        add_side(p, 0, RP_INEQ_SIDE);
    }
    p->first_kind_row = p->ineqs.n;
    for (uint32_t c = 0; c < p->ncontrols; c++) {
        add_term(p, c, -1);
        add_term(p, rp_var_kind(p, g->control[c].kind), 1);
        add_side(p, 0, RP_INEQ_SIDE);
    }
}

static void build_layers(struct rp_problem *p)
{
    struct rp_arena scratch;
    for (uint32_t t = 0; t < RP_LAYERS_MAX; t++) {
        bool used = false;
        for (uint32_t i = 0; i < p->ngoals; i++)
            used |= p->graph->goal[i].acceptable == t;
        if (!used)
            continue;
        rp_arena_init(&scratch);
        p->layer[p->nlayers] = rp_layer_build(p->arena, &scratch, p->graph, (uint8_t)t);
        rp_arena_done(&scratch);
        rp_walk_init(&p->walk[p->nlayers], p->arena, p->layer[p->nlayers]);
        p->nlayers++;
    }
}

enum rp_status rp_problem_init(struct rp_problem *p, struct rp_arena *a, const struct rp_graph *g)
{
    *p = (struct rp_problem){.arena = a,
                             .graph = g,
                             .ncontrols = g->ncontrols,
                             .nkinds = g->nkinds,
                             .ngoals = g->ngoals,
                             .nvars = g->ncontrols + g->nkinds + g->ngoals};
    p->question = RP_NEWN(a, int8_t, (size_t)p->nvars + 1);
    p->forced = RP_NEWN(a, bool, (size_t)p->ncontrols + 1);
    p->forbidden = RP_NEWN(a, bool, (size_t)p->ncontrols + 1);
    p->tie_cost = RP_NEWN(a, int64_t, (size_t)p->nvars + 1);
    p->scratch.var = RP_NEWN(a, uint32_t, (size_t)p->nvars + 1);
    p->kind_used = RP_NEWN(a, bool, (size_t)p->nkinds + 1);
    p->scratch.coef = RP_NEWN(a, int64_t, (size_t)p->nvars + 1);
    if (check_costs(p) != RP_OK)
        return RP_ERR_LIMIT;
    for (uint32_t v = 0; v < p->nvars; v++)
        p->question[v] = RP_VAR_FREE;
    for (uint32_t c = 0; c < p->ncontrols; c++)
        if (g->control[c].state == RP_GRAPH_REFUSED)
            p->question[c] = 0;
    rp_ineqs_init(&p->ineqs, a);
    add_constraint_rows(p);
    build_layers(p);
    return RP_OK;
}

void rp_problem_fix(struct rp_problem *p, uint32_t control, bool value)
{
    if (p->question[control] == !value)
        p->contradiction = true;
    p->question[control] = value ? 1 : 0;
    if (value)
        p->forced[control] = true;
    else
        p->forbidden[control] = true;
}

static void bound_row(struct rp_problem *p, enum rp_objective objective, int64_t value,
                      enum rp_ineq_type type)
{
    p->limit = rp_arena_grow(p->arena, p->limit, p->nlimits, &p->cap_limits, sizeof(*p->limit));
    p->limit[p->nlimits++] = (struct rp_bound_row){objective, value};
    for (uint32_t v = 0; v < p->nvars; v++) {
        p->scratch.var[p->scratch.n] = v;
        p->scratch.coef[p->scratch.n++] = -rp_objective_cost(p, objective, v);
    }
    add_side(p, -value, type);
}

void rp_problem_limit(struct rp_problem *p, enum rp_objective objective, int64_t value)
{
    assert(p->nquestion_limits == p->nlimits && p->nexcluded == 0);
    bound_row(p, objective, value, RP_INEQ_SIDE);
    p->nquestion_limits = p->nlimits;
}

void rp_problem_stage_row(struct rp_problem *p, enum rp_objective objective, int64_t value)
{
    bound_row(p, objective, value, RP_INEQ_STAGE);
}

void rp_problem_exclude(struct rp_problem *p, const bool *chosen)
{
    uint32_t *set = RP_NEWN(p->arena, uint32_t, (size_t)p->ncontrols + 1);
    uint32_t n = 0;
    for (uint32_t c = 0; c < p->ncontrols; c++)
        if (chosen[c]) {
            set[n++] = c;
            add_term(p, c, -1);
        }
    p->excluded =
        rp_arena_grow(p->arena, p->excluded, p->nexcluded, &p->cap_excluded, sizeof(*p->excluded));
    p->excluded[p->nexcluded++] = (struct rp_excluded){set, n};
    add_side(p, 1 - (int64_t)n, RP_INEQ_SIDE);
}

static bool any_chosen(const struct rp_graph *g, const struct rp_graph_constraint *c,
                       const bool *chosen)
{
    for (uint32_t k = 0; k < c->n; k++)
        if (chosen[g->constraint_item[c->any_first + k]])
            return true;
    return false;
}

static bool contains(const bool *chosen, const struct rp_excluded *set)
{
    for (uint32_t i = 0; i < set->n; i++)
        if (!chosen[set->control[i]])
            return false;
    return true;
}

bool rp_problem_sides_hold(const struct rp_problem *p, const bool *chosen)
{
    const struct rp_graph *g = p->graph;
    if (p->contradiction)
        return false;
    for (uint32_t c = 0; c < p->ncontrols; c++)
        if (p->question[c] != RP_VAR_FREE && (p->question[c] == 1) != chosen[c])
            return false;
    for (uint32_t i = 0; i < g->nconstraints; i++) {
        const struct rp_graph_constraint *c = &g->constraint[i];
        if (chosen[c->control] && any_chosen(g, c, chosen) == (c->type == RP_EXCLUDES_ALL))
            return false;
    }
    for (uint32_t i = 0; i < p->nexcluded; i++)
        if (contains(chosen, &p->excluded[i]))
            return false;
    return true;
}

void rp_problem_open_goals(struct rp_problem *p, const bool *chosen, bool *given_up)
{
    struct rp_choice s = {chosen, chosen};
    for (uint32_t i = 0; i < p->ngoals; i++)
        given_up[i] = false;
    for (uint32_t k = 0; k < p->nlayers; k++) {
        const struct rp_layer *l = p->layer[k];
        rp_walk_reach(&p->walk[k], &s);
        for (uint32_t i = 0; i < l->ngoals; i++)
            given_up[l->goal[i]] =
                l->goal_fact[i] == RP_LAYER_FREE ||
                (l->goal_fact[i] != RP_LAYER_NEVER && p->walk[k].derived[l->goal_fact[i]]);
    }
}

int64_t rp_problem_value(const struct rp_problem *p, enum rp_objective objective,
                         const bool *chosen, const bool *given_up)
{
    int64_t sum = 0;
    bool *kind = p->kind_used;
    for (uint32_t k = 0; k < p->nkinds; k++)
        kind[k] = false;
    for (uint32_t c = 0; c < p->ncontrols; c++)
        if (chosen[c]) {
            kind[p->graph->control[c].kind] = true;
            sum += rp_objective_cost(p, objective, c);
        }
    for (uint32_t k = 0; k < p->nkinds; k++)
        if (kind[k])
            sum += rp_objective_cost(p, objective, rp_var_kind(p, k));
    for (uint32_t i = 0; i < p->ngoals; i++)
        if (given_up[i])
            sum += rp_objective_cost(p, objective, rp_var_goal(p, i));
    return sum;
}

bool rp_problem_limits_hold(const struct rp_problem *p, const bool *chosen, const bool *given_up)
{
    for (uint32_t i = 0; i < p->nlimits; i++)
        if (rp_problem_value(p, p->limit[i].objective, chosen, given_up) > p->limit[i].value)
            return false;
    return true;
}
