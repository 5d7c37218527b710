// SPDX-License-Identifier: Apache-2.0
/*
 * The LP relaxation of a node: which rows of the pool are in it, and its scaling.
 */
#include "select/search.h"

#include <assert.h>
#include <math.h>

// Coefficients above this are scaled down before the library sees them.
static const double COEF_MAX = 1000;
static const double TOLERANCE = 1e-6;
static const double SLACK = 1e-3;

enum { MOST_AGE = 3, LEAST_REMOVED = 20 };

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
    if (s->nlp_rows == s->cap_lp_rows) {
        uint32_t n = s->nlp_rows;
        uint32_t cap[2] = {s->cap_lp_rows, s->cap_lp_rows};
        s->lp_row = rp_arena_grow(s->arena, s->lp_row, n, &cap[0], sizeof(*s->lp_row));
        s->lp_factor = rp_arena_grow(s->arena, s->lp_factor, n, &cap[1], sizeof(*s->lp_factor));
        s->lp_age = rp_arena_grow(s->arena, s->lp_age, n, &s->cap_lp_rows, sizeof(*s->lp_age));
    }
    s->lp_row[s->nlp_rows] = row;
    s->lp_factor[s->nlp_rows] = factor;
    s->lp_age[s->nlp_rows++] = 0;
    s->in_lp[row] = true;
    rp_lp_add_row(s->lp, r->n, q->var + r->first, q->coef + r->first, (double)r->rhs, factor);
}

static bool is_kind_row(const struct rp_problem *p, uint32_t row)
{
    return row >= p->first_kind_row && row < p->first_kind_row + p->ncontrols;
}

static double activity(const struct rp_search *s, uint32_t row)
{
    const struct rp_ineqs *q = &s->p->ineqs;
    const struct rp_ineq *r = &q->row[row];
    double sum = 0;
    for (uint32_t k = r->first; k < r->first + r->n; k++)
        sum += (double)q->coef[k] * s->x[q->var[k]];
    return sum;
}

// Rows over controls wait while the LP is over kinds alone.  Terms are in the order of variables.
static bool waits(const struct rp_search *s, uint32_t row)
{
    const struct rp_ineqs *q = &s->p->ineqs;
    const struct rp_ineq *r = &q->row[row];
    if (is_kind_row(s->p, row) && !s->kinds_matter)
        return true;
    return s->kinds_alone && r->n > 0 && q->var[r->first] < s->p->ncontrols;
}

// Rows that were never in the LP enter; so do those that it left and that its point breaks.
static bool add_rows(struct rp_search *s)
{
    const struct rp_ineqs *q = &s->p->ineqs;
    bool some = false;
    if (q->n > s->cap_in_lp) {
        uint32_t cap = q->n * 2 + 64;
        bool *in = RP_NEWN(s->arena, bool, cap);
        for (uint32_t i = 0; i < s->cap_in_lp; i++)
            in[i] = s->in_lp[i];
        s->in_lp = in;
        s->cap_in_lp = cap;
    }
    for (uint32_t i = 0; i < q->n; i++) {
        if (s->in_lp[i] || waits(s, i))
            continue;
        bool fresh = i >= s->rows_in_lp && !is_kind_row(s->p, i);
        double slack = fresh ? 0 : activity(s, i) - (double)q->row[i].rhs;
        if (!fresh && slack >= -TOLERANCE)
            continue;
        add_row(s, i);
        some = true;
    }
    s->rows_in_lp = q->n;
    return some;
}

// Takes rows out of the LP that have had slack for long.
static void remove_slack_rows(struct rp_search *s)
{
    struct rp_arena scratch;
    uint32_t n = 0;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < s->nlp_rows; i++) {
        const struct rp_ineq *r = &s->p->ineqs.row[s->lp_row[i]];
        bool slack = activity(s, s->lp_row[i]) > (double)r->rhs + SLACK;
        s->lp_age[i] = slack ? s->lp_age[i] + 1 : 0;
        n += s->lp_age[i] > MOST_AGE;
    }
    if (n < LEAST_REMOVED || n < s->nlp_rows / 10)
        return;
    rp_arena_init(&scratch);
    int *gone = RP_NEWN(&scratch, int, n);
    n = 0;
    for (uint32_t i = 0; i < s->nlp_rows; i++) {
        if (s->lp_age[i] > MOST_AGE) {
            s->in_lp[s->lp_row[i]] = false;
            gone[n++] = (int)i;
            continue;
        }
        s->lp_row[kept] = s->lp_row[i];
        s->lp_factor[kept] = s->lp_factor[i];
        s->lp_age[kept++] = s->lp_age[i];
    }
    s->nlp_rows = kept;
    rp_lp_remove_rows(s->lp, n, gone);
    rp_arena_done(&scratch);
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

static void take_point(struct rp_search *s)
{
    const struct rp_problem *p = s->p;
    const double *x = rp_lp_x(s->lp);
    for (uint32_t v = 0; v < p->nvars; v++)
        s->x[v] = x[v];
    for (uint32_t c = 0; c < p->ncontrols && s->kinds_alone; c++)
        if (s->value[c] == RP_VAR_FREE)
            s->x[c] = fmax(x[c], x[rp_var_kind(p, p->graph->control[c].kind)]);
}

enum rp_lp_result rp_relax_solve(struct rp_search *s, int iterations, double *ret_bound)
{
    enum rp_lp_result result;
    if (iterations == 0)
        add_rows(s); // not in trials: the basis is to be restored
    for (;;) {
        assert(rp_lp_nrows(s->lp) == s->nlp_rows);
        uint64_t before = rp_lp_iterations(s->lp);
        result = rp_lp_solve(s->lp, limit_of(s), iterations, ret_bound);
        uint64_t used = rp_lp_iterations(s->lp) - before + 1;
        s->work += used * (s->nlp_rows + s->p->nvars) / 8;
        if (result == RP_LP_FAILED)
            s->failed = true;
        if (result != RP_LP_OPTIMAL)
            break;
        take_point(s);
        if (iterations > 0 || !add_rows(s))
            break;
    }
    *ret_bound /= s->scale;
    keep_duals(s, result);
    if (result == RP_LP_OPTIMAL && iterations == 0)
        s->remove_due = true;
    return result;
}

void rp_relax_clean(struct rp_search *s)
{
    if (s->remove_due)
        remove_slack_rows(s);
    s->remove_due = false;
}

void rp_relax_keep_basis(struct rp_search *s, struct rp_basis *b)
{
    uint32_t n = s->p->nvars;
    if (s->nlp_rows > b->cap_rows || !b->status) {
        b->cap_rows = s->nlp_rows * 2 + 64;
        b->status = RP_NEWN(s->arena, unsigned char, (size_t)n + b->cap_rows);
        b->row = RP_NEWN(s->arena, uint32_t, b->cap_rows);
    }
    b->nrows = s->nlp_rows;
    for (uint32_t i = 0; i < s->nlp_rows; i++)
        b->row[i] = s->lp_row[i];
    b->known = rp_lp_status(s->lp, b->status);
}

void rp_relax_take_basis(struct rp_search *s, const struct rp_basis *b)
{
    struct rp_arena scratch;
    uint32_t n = s->p->nvars;
    if (!b->known)
        return;
    for (uint32_t i = 0; i < b->nrows; i++)
        if (b->status[n + i] != rp_lp_basic && !s->in_lp[b->row[i]])
            add_row(s, b->row[i]);
    rp_arena_init(&scratch);
    unsigned char *of = RP_NEWN(&scratch, unsigned char, (size_t)s->p->ineqs.n + 1);
    unsigned char *status = RP_NEWN(&scratch, unsigned char, (size_t)n + s->nlp_rows);
    for (uint32_t i = 0; i < s->p->ineqs.n; i++)
        of[i] = rp_lp_basic;
    for (uint32_t i = 0; i < b->nrows; i++)
        of[b->row[i]] = b->status[n + i];
    for (uint32_t v = 0; v < n; v++)
        status[v] = b->status[v];
    for (uint32_t i = 0; i < s->nlp_rows; i++)
        status[n + i] = of[s->lp_row[i]];
    rp_lp_set_status(s->lp, status);
    rp_arena_done(&scratch);
}
