// SPDX-License-Identifier: Apache-2.0
/*
 * The LP relaxation of a node: which rows of the pool are in it, and its scaling.
 */
#include "select/search.h"

#include <assert.h>
#include <math.h>

// Coefficients above this are scaled down before the library sees them.
static const double COEF_MAX = 1000;

static double row_factor(const struct rp_ineqs *q, const struct rp_ineq *r)
{
    int64_t largest = 1;
    for (uint32_t i = 0; i < r->n; i++) {
        int64_t a = q->coef[r->first + i];
        if (a < 0)
            a = -a;
        if (a > largest)
            largest = a;
    }
    return (double)largest > COEF_MAX ? COEF_MAX / (double)largest : 1;
}

static void add_row(struct rp_search *s, uint32_t row)
{
    const struct rp_ineqs *q = &s->p->ineqs;
    const struct rp_ineq *r = &q->row[row];
    double factor = row_factor(q, r);
    s->lp_row =
        rp_arena_grow(s->arena, s->lp_row, s->nlp_rows, &s->cap_lp_rows, sizeof(*s->lp_row));
    s->lp_factor = rp_arena_grow(s->arena, s->lp_factor, s->nlp_rows, &s->cap_lp_factors,
                                 sizeof(*s->lp_factor));
    s->lp_row[s->nlp_rows] = row;
    s->lp_factor[s->nlp_rows++] = factor;
    rp_lp_add_row(s->lp, r->n, q->var + r->first, q->coef + r->first, (double)r->rhs, factor);
}

static bool is_kind_row(const struct rp_problem *p, uint32_t row)
{
    return row >= p->first_kind_row && row < p->first_kind_row + p->ncontrols;
}

static void add_new_rows(struct rp_search *s)
{
    for (; s->rows_in_lp < s->p->ineqs.n; s->rows_in_lp++)
        if (!is_kind_row(s->p, s->rows_in_lp))
            add_row(s, s->rows_in_lp);
}

// Kind rows enter when the LP point breaks them.
static bool add_kind_rows(struct rp_search *s)
{
    const struct rp_problem *p = s->p;
    bool some = false;
    if (!s->kinds_matter)
        return false;
    for (uint32_t c = 0; c < p->ncontrols; c++) {
        uint32_t kind = rp_var_kind(p, p->graph->control[c].kind);
        if (s->kind_row_in[c] || s->x[c] <= s->x[kind] + 1e-6)
            continue;
        s->kind_row_in[c] = some = true;
        add_row(s, p->first_kind_row + c);
    }
    return some;
}

void rp_relax_bounds(struct rp_search *s, uint32_t var)
{
    int8_t v = s->value[var];
    rp_lp_set_bounds(s->lp, var, v == 1 ? 1 : 0, v == 0 ? 0 : 1);
}

static double limit_of(const struct rp_search *s)
{
    if (s->best_value == RP_NO_VALUE)
        return INFINITY;
    double slack = 1e-5 * (double)s->divisor;
    return ((double)(s->best_value - s->divisor) + slack) * s->scale;
}

// Multipliers of the last solve, as the claim wants them: per row of the pool, in units of cost.
static void keep_duals(struct rp_search *s, enum rp_lp_result result)
{
    if (s->nlp_rows > s->cap_dual) {
        s->cap_dual = s->nlp_rows * 2;
        s->dual = RP_NEWN(s->arena, double, s->cap_dual);
    }
    if (result == RP_LP_INFEASIBLE) {
        if (!rp_lp_ray(s->lp, s->dual))
            for (uint32_t i = 0; i < s->nlp_rows; i++)
                s->dual[i] = 0;
        for (uint32_t i = 0; i < s->nlp_rows; i++)
            s->dual[i] *= s->lp_factor[i];
        return;
    }
    const double *dual = rp_lp_duals(s->lp);
    for (uint32_t i = 0; i < s->nlp_rows; i++)
        s->dual[i] = dual[i] * s->lp_factor[i] / s->scale;
}

enum rp_lp_result rp_relax_solve(struct rp_search *s, int iterations, double *ret_bound)
{
    enum rp_lp_result result;
    for (;;) {
        add_new_rows(s);
        assert(rp_lp_nrows(s->lp) == s->nlp_rows);
        uint64_t before = rp_lp_iterations(s->lp);
        result = rp_lp_solve(s->lp, limit_of(s), iterations, ret_bound);
        uint64_t used = rp_lp_iterations(s->lp) - before + 1;
        s->work += used * (s->nlp_rows + s->p->nvars) / 8;
        if (result == RP_LP_FAILED)
            s->failed = true;
        if (result != RP_LP_OPTIMAL)
            break;
        const double *x = rp_lp_x(s->lp);
        for (uint32_t v = 0; v < s->p->nvars; v++)
            s->x[v] = x[v];
        if (iterations > 0 || !add_kind_rows(s))
            break;
    }
    *ret_bound /= s->scale;
    keep_duals(s, result);
    return result;
}
