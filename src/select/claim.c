// SPDX-License-Identifier: Apache-2.0
/*
 * LP duals -> integer multipliers -> conclusions, checked exactly.
 *
 * Any non-negative integers are valid multipliers; good ones are enough.  So the duals are only
 * rounded, and what the rounded claim proves is computed as the checker will compute it
 * (rempart-certificate(5)).  Multipliers are kept small enough for sums in 64 bits.
 */
#include "select/search.h"

#include <assert.h>
#include <math.h>

static const double SUM_MAX = 1e18;        // below 2^60: the sums of a claim
static const double MULTIPLIER_MAX = 5e11; // below 2^39

static void claim_reset(struct rp_claim *claim)
{
    claim->n = 0;
    claim->objective = 0;
}

static void claim_add(struct rp_search *s, struct rp_claim *claim, uint32_t row, int64_t multiplier)
{
    if (claim->n == claim->cap) {
        uint32_t cap = claim->cap ? claim->cap * 2 : 256;
        uint32_t *r = RP_NEWN(s->arena, uint32_t, cap);
        int64_t *m = RP_NEWN(s->arena, int64_t, cap);
        for (uint32_t i = 0; i < claim->n; i++) {
            r[i] = claim->row[i];
            m[i] = claim->multiplier[i];
        }
        claim->row = r;
        claim->multiplier = m;
        claim->cap = cap;
    }
    claim->row[claim->n] = row;
    claim->multiplier[claim->n++] = multiplier;
}

// Largest value that the variable's term can take.
static int64_t largest(const struct rp_search *s, uint32_t v)
{
    int64_t a = s->sum[v];
    switch (s->value[v]) {
    case 0:
        return 0;
    case 1:
        return a;
    default:
        return a > 0 ? a : 0;
    }
}

// Right side of the objective row: -q floor((best - 1) / q).
static int64_t objective_rhs(const struct rp_search *s)
{
    return s->best_value == RP_NO_VALUE ? 0 : -((s->best_value - 1) / s->divisor * s->divisor);
}

// Coefficients and total of the claim in hand.
static void evaluate(struct rp_search *s)
{
    const struct rp_ineqs *q = &s->p->ineqs;
    const struct rp_claim *claim = &s->claim;
    int64_t total = claim->objective * objective_rhs(s);
    for (uint32_t v = 0; v < s->p->nvars; v++)
        s->sum[v] = -claim->objective * s->cost[v];
    for (uint32_t i = 0; i < claim->n; i++) {
        const struct rp_ineq *r = &q->row[claim->row[i]];
        int64_t m = claim->multiplier[i];
        total += m * r->rhs;
        for (uint32_t k = r->first; k < r->first + r->n; k++)
            s->sum[q->var[k]] += m * q->coef[k];
    }
    for (uint32_t v = 0; v < s->p->nvars; v++)
        total -= largest(s, v);
    s->total = total;
}

// Size of all rows times their multipliers, and the largest multiplier, before rounding.
static double size_of_sums(const struct rp_search *s, double *ret_largest)
{
    const struct rp_ineqs *q = &s->p->ineqs;
    double size = 0;
    *ret_largest = 0;
    for (uint32_t i = 0; i < s->nlp_rows; i++) {
        if (s->dual[i] <= 0)
            continue;
        const struct rp_ineq *r = &q->row[s->lp_row[i]];
        double row = fabs((double)r->rhs);
        for (uint32_t k = r->first; k < r->first + r->n; k++)
            row += fabs((double)q->coef[k]);
        size += row * s->dual[i];
        if (s->dual[i] > *ret_largest)
            *ret_largest = s->dual[i];
    }
    return size;
}

// The largest power of two, at most 2^most, that keeps sums and multipliers within bounds.
static double choose_scale(const struct rp_search *s, double costs, int most)
{
    double top;
    double size = size_of_sums(s, &top) + costs;
    double scale = ldexp(1, most);
    while (scale > 1e-9 && (scale * size > SUM_MAX || scale * top > MULTIPLIER_MAX))
        scale /= 2;
    return scale;
}

static void round_duals(struct rp_search *s, double scale, int64_t objective)
{
    claim_reset(&s->claim);
    s->claim.objective = objective;
    for (uint32_t i = 0; i < s->nlp_rows; i++) {
        if (s->dual[i] <= 0)
            continue;
        int64_t m = (int64_t)(s->dual[i] * scale + 0.5);
        if (m > 0)
            claim_add(s, &s->claim, s->lp_row[i], m);
    }
    evaluate(s);
}

static bool claim_infeasible(struct rp_search *s)
{
    double top;
    size_of_sums(s, &top);
    if (top <= 0)
        return rp_claim_single(s);
    for (uint32_t i = 0; i < s->nlp_rows; i++)
        s->dual[i] /= top;
    for (int most = 20; most <= 32; most += 12) {
        round_duals(s, choose_scale(s, 0, most), 0);
        if (s->total > 0)
            return true;
    }
    return rp_claim_single(s);
}

static double sum_of_costs(const struct rp_search *s)
{
    double sum = s->best_value == RP_NO_VALUE ? 0 : fabs((double)objective_rhs(s));
    for (uint32_t v = 0; v < s->p->nvars; v++)
        sum += (double)s->cost[v];
    return sum;
}

bool rp_claim_closes(struct rp_search *s, enum rp_lp_result result, double bound)
{
    if (result == RP_LP_INFEASIBLE)
        return claim_infeasible(s);
    double costs = sum_of_costs(s);
    for (int most = 18; most <= 30; most += 12) {
        double scale = choose_scale(s, costs, most);
        if (result == RP_LP_FAILED || scale < 1)
            break;
        round_duals(s, scale, (int64_t)scale);
        if (s->best_value != RP_NO_VALUE && s->total > 0)
            return true;
        if (!rp_search_hopeless(s, bound))
            return false; // more digits would not change it
    }
    return rp_claim_single(s);
}

uint32_t rp_claim_fix(struct rp_search *s)
{
    uint32_t n = 0;
    if (s->best_value == RP_NO_VALUE && s->claim.objective > 0)
        return 0;
    for (uint32_t v = 0; v < s->p->nvars; v++) {
        int64_t a = s->sum[v];
        if (s->value[v] != RP_VAR_FREE || a == 0 || s->total + (a > 0 ? a : -a) <= 0)
            continue;
        if (n++ == 0 && s->proof)
            rp_proof_claim(s->proof, &s->claim);
        rp_search_fix(s, v, a > 0);
        if (s->proof)
            rp_proof_fix(s->proof, v, a > 0);
    }
    return n;
}

void rp_claim_limits(struct rp_search *s)
{
    const struct rp_ineqs *q = &s->p->ineqs;
    for (uint32_t i = s->p->first_kind_row + s->p->ncontrols; i < q->n; i++) {
        if (q->row[i].type != RP_INEQ_SIDE && q->row[i].type != RP_INEQ_STAGE)
            continue;
        claim_reset(&s->claim);
        claim_add(s, &s->claim, i, 1);
        evaluate(s);
        rp_claim_fix(s);
    }
}

static void copy(struct rp_search *s, struct rp_claim *to, const struct rp_claim *from)
{
    claim_reset(to);
    to->objective = from->objective;
    for (uint32_t i = 0; i < from->n; i++)
        claim_add(s, to, from->row[i], from->multiplier[i]);
}

// What the claim in hand proves.
static int64_t bound_in_hand(const struct rp_search *s)
{
    int64_t m = s->claim.objective;
    if (m == 0)
        return 0;
    int64_t reach = s->total - m * objective_rhs(s); // total with 0 on the objective's right side
    int64_t unit = m * s->divisor;
    return reach <= 0 ? 0 : (reach + unit - 1) / unit * s->divisor;
}

void rp_claim_keep(struct rp_search *s, struct rp_claim *to)
{
    if (s->claim.objective > 0)
        copy(s, to, &s->claim);
}

int64_t rp_claim_take(struct rp_search *s, const struct rp_claim *from)
{
    copy(s, &s->claim, from);
    evaluate(s);
    return bound_in_hand(s);
}

void rp_claim_bound(struct rp_search *s)
{
    int64_t bound = bound_in_hand(s);
    if (bound <= s->root_bound)
        return;
    s->root_bound = bound;
    copy(s, &s->root, &s->claim);
}

bool rp_claim_single(struct rp_search *s)
{
    const struct rp_ineqs *q = &s->p->ineqs;
    claim_reset(&s->claim);
    if (s->best_value != RP_NO_VALUE) {
        s->claim.objective = 1;
        evaluate(s);
        if (s->total > 0)
            return true;
        s->claim.objective = 0;
    }
    for (uint32_t i = 0; i < q->n; i++) {
        const struct rp_ineq *r = &q->row[i];
        int64_t total = r->rhs;
        for (uint32_t k = r->first; k < r->first + r->n; k++) {
            int64_t a = q->coef[k];
            int8_t value = s->value[q->var[k]];
            total -= value == 0 ? 0 : value == 1 || a > 0 ? a : 0;
        }
        if (total <= 0)
            continue;
        claim_add(s, &s->claim, i, 1);
        evaluate(s);
        return true;
    }
    evaluate(s);
    return false;
}
