// SPDX-License-Identifier: Apache-2.0
/*
 * Rows derived from other rows: a non-negative sum, divided and rounded up.
 *
 * A negative coefficient counts as a positive one of the opposite value, so that rounding up is
 * sound for every sign (the division rule of cutting planes).
 */
#include "select/core.h"

#include <assert.h>

// Well below what the certificate page allows (2^54), so that rounding cannot pass it.
#define ROW_MAX (INT64_C(1) << 52)
#define MULTIPLIER_MAX ((INT64_C(1) << 40) - 1)

static int64_t divide_up(int64_t value, int64_t divisor)
{
    return value >= 0 ? (value + divisor - 1) / divisor : -(-value / divisor);
}

static int64_t magnitude(int64_t x)
{
    return x < 0 ? -x : x;
}

// Size of a row: absolute values of its coefficients and its side, added up.
static int64_t row_size(const struct rp_ineqs *q, uint32_t row)
{
    const struct rp_ineq *r = &q->row[row];
    int64_t size = magnitude(r->rhs);
    for (uint32_t i = 0; i < r->n; i++)
        size += magnitude(q->coef[r->first + i]);
    return size;
}

// Would the sum stay below what fits?  Then no intermediate value can overflow.
static bool fits(const struct rp_ineqs *q, const struct rp_cut_source *source)
{
    int64_t left = ROW_MAX;
    if (source->divisor > MULTIPLIER_MAX)
        return false;
    for (uint32_t i = 0; i < source->nrows; i++) {
        int64_t size = row_size(q, source->row[i]);
        if (source->multiplier[i] > MULTIPLIER_MAX ||
            (size > 0 && source->multiplier[i] > left / size))
            return false;
        left -= size * source->multiplier[i];
    }
    for (uint32_t i = 0; i < source->nbounds; i++) {
        if (source->bound_multiplier[i] > left / 2)
            return false;
        left -= 2 * source->bound_multiplier[i];
    }
    return true;
}

static void add(struct rp_sum *s, uint32_t var, int64_t coef)
{
    if (!s->met[var]) {
        s->met[var] = true;
        s->var[s->n++] = var;
    }
    s->coef[var] += coef;
}

static void add_sources(struct rp_sum *s, const struct rp_ineqs *q,
                        const struct rp_cut_source *source)
{
    for (uint32_t i = 0; i < source->nrows; i++) {
        const struct rp_ineq *r = &q->row[source->row[i]];
        s->rhs += source->multiplier[i] * r->rhs;
        for (uint32_t k = 0; k < r->n; k++)
            add(s, q->var[r->first + k], source->multiplier[i] * q->coef[r->first + k]);
    }
    for (uint32_t i = 0; i < source->nbounds; i++) {
        s->rhs -= source->bound_multiplier[i];
        add(s, source->bound[i], -source->bound_multiplier[i]);
    }
}

// Divides, rounds, and puts the terms in the order of their variables.
static int64_t divide(struct rp_sum *s, int64_t divisor, uint32_t nvars, struct rp_terms *terms)
{
    int64_t negative = 0;
    int64_t rounded = 0;
    terms->n = 0;
    for (uint32_t v = 0; v < nvars; v++) {
        int64_t a = s->coef[v];
        if (a == 0)
            continue;
        int64_t to = a > 0 ? divide_up(a, divisor) : -divide_up(-a, divisor);
        if (a < 0) {
            negative -= a;
            rounded -= to;
        }
        terms->var[terms->n] = v;
        terms->coef[terms->n++] = to;
    }
    return divide_up(s->rhs + negative, divisor) - rounded;
}

static void clear(struct rp_sum *s)
{
    for (uint32_t i = 0; i < s->n; i++) {
        s->coef[s->var[i]] = 0;
        s->met[s->var[i]] = false;
    }
    s->n = 0;
    s->rhs = 0;
}

static void keep_source(struct rp_cores *c, const struct rp_cut_source *source)
{
    struct rp_arena *a = c->p->arena;
    c->cut = rp_arena_grow(a, c->cut, c->ncuts, &c->cap_cuts, sizeof(*c->cut));
    c->cut[c->ncuts++] =
        (struct rp_cut){source->divisor, c->ncut_rows, source->nrows, source->nbounds};
    for (uint32_t i = 0; i < source->nrows + source->nbounds; i++) {
        bool row = i < source->nrows;
        c->cut_row =
            rp_arena_grow(a, c->cut_row, c->ncut_rows, &c->cap_cut_rows, sizeof(*c->cut_row));
        c->cut_multiplier = rp_arena_grow(a, c->cut_multiplier, c->ncut_rows,
                                          &c->cap_cut_multipliers, sizeof(*c->cut_multiplier));
        c->cut_row[c->ncut_rows] = row ? source->row[i] : source->bound[i - source->nrows];
        c->cut_multiplier[c->ncut_rows++] =
            row ? source->multiplier[i] : source->bound_multiplier[i - source->nrows];
    }
}

bool rp_cut_add(struct rp_cores *c, const struct rp_cut_source *source)
{
    struct rp_problem *p = c->p;
    if (!fits(&p->ineqs, source))
        return false;
    add_sources(&c->sum, &p->ineqs, source);
    int64_t rhs = divide(&c->sum, source->divisor, p->nvars, &c->row);
    clear(&c->sum);
    if (rp_ineq_known(&p->ineqs, &c->row, rhs))
        return false;
    keep_source(c, source);
    rp_ineq_add(&p->ineqs, &c->row, rhs, RP_INEQ_CUT, c->ncuts - 1);
    return true;
}
