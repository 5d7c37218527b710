// SPDX-License-Identifier: Apache-2.0
/*
 * Zero-half cuts: sums of rows whose coefficients are even, halved, with an odd right side.
 *
 * Heuristic after Koster, Zymolka, Kutschka (2009): Gaussian elimination modulo 2 over the rows
 * that the LP point nearly meets with equality, restricted to the variables that are fractional in
 * it.  What is left over is rounded to the nearer bound; a cut is broken when the slack of its rows
 * and what the rounding costs stay below 1.  The cut itself is made and checked exactly by
 * rp_cut_add.
 */
#include "select/search.h"

#include <math.h>

enum {
    MOST_ROWS = 600,
    MOST_VARS = 512,
    MOST_CUTS = 24,    // of one call
    MOST_LENGTH = 200, // of a cut: long ones slow the LP more than they help
    WORDS_VARS = MOST_VARS / 64,
    WORDS_ROWS = (MOST_ROWS + 63) / 64,
};

static const double MOST_SLACK = 0.4;
static const double LEAST_VIOLATION = 0.2; // before halving
static const double FRACTION = 1e-6;

struct line { // one row modulo 2, or a sum of several
    uint64_t odd[WORDS_VARS];
    uint64_t of[WORDS_ROWS]; // rows that it is the sum of
    double slack;
    bool rhs_odd, pivoted;
};

struct system {
    uint32_t nvars, nlines;
    uint32_t var[MOST_VARS];
    double loss[MOST_VARS]; // what rounding the variable costs
    uint32_t row[MOST_ROWS];
    struct line line[MOST_ROWS];
    int32_t *place; // by variable of the problem: its place here, or -1
};

static void list_variables(struct rp_search *s, struct system *t)
{
    for (uint32_t v = 0; v < s->p->nvars; v++) {
        t->place[v] = -1;
        if (s->x[v] <= FRACTION || s->x[v] >= 1 - FRACTION || t->nvars == MOST_VARS)
            continue;
        t->place[v] = (int32_t)t->nvars;
        t->loss[t->nvars] = fmin(s->x[v], 1 - s->x[v]);
        t->var[t->nvars++] = v;
    }
}

static void flip(uint64_t *bits, uint32_t i)
{
    bits[i / 64] ^= UINT64_C(1) << (i % 64);
}

static bool has(const uint64_t *bits, uint32_t i)
{
    return bits[i / 64] >> (i % 64) & 1;
}

// A row of the pool modulo 2; variables at 1 move to the right side.  false: not fit.
static bool make_line(const struct rp_search *s, const struct system *t, uint32_t row,
                      struct line *ret_line)
{
    const struct rp_ineqs *q = &s->p->ineqs;
    const struct rp_ineq *r = &q->row[row];
    struct line line = {.slack = -(double)r->rhs, .rhs_odd = r->rhs & 1};
    for (uint32_t k = r->first; k < r->first + r->n; k++) {
        int64_t a = q->coef[k];
        uint32_t v = q->var[k];
        if (a < 0 || a > 4)
            return false;
        line.slack += (double)a * s->x[v];
        if (!(a & 1))
            continue;
        if (t->place[v] >= 0)
            flip(line.odd, (uint32_t)t->place[v]);
        else if (s->x[v] >= 1 - FRACTION)
            line.rhs_odd = !line.rhs_odd;
        else if (s->x[v] > FRACTION)
            return false; // fractional, but beyond the limit
    }
    *ret_line = line;
    return line.slack < MOST_SLACK;
}

static void list_rows(struct rp_search *s, struct system *t)
{
    for (uint32_t i = 0; i < s->nlp_rows && t->nlines < MOST_ROWS; i++) {
        struct line *line = &t->line[t->nlines];
        enum rp_ineq_type type = s->p->ineqs.row[s->lp_row[i]].type;
        if ((type != RP_INEQ_CORE && type != RP_INEQ_CUT) || !make_line(s, t, s->lp_row[i], line))
            continue;
        flip(line->of, t->nlines);
        t->row[t->nlines++] = s->lp_row[i];
    }
}

static double violation(const struct system *t, const struct line *line)
{
    double left = 1 - line->slack;
    if (!line->rhs_odd)
        return -1;
    for (uint32_t w = 0; w < WORDS_VARS && left > 0; w++)
        for (uint64_t bits = line->odd[w]; bits; bits &= bits - 1)
            left -= t->loss[w * 64 + (uint32_t)__builtin_ctzll(bits)];
    return left;
}

// The sum as a cut: rows once each, upper bounds for odd variables that are nearer to 1.
static bool add_cut(struct rp_search *s, const struct system *t, const struct line *line)
{
    struct rp_arena scratch;
    struct rp_cut_source source = {.divisor = 2};
    rp_arena_init(&scratch);
    uint32_t *row = RP_NEWN(&scratch, uint32_t, MOST_ROWS);
    int64_t *one = RP_NEWN(&scratch, int64_t, MOST_ROWS + s->p->nvars);
    uint32_t *bound = RP_NEWN(&scratch, uint32_t, (size_t)s->p->nvars + 1);
    int64_t *sum = RP_NEWN(&scratch, int64_t, (size_t)s->p->nvars + 1);
    const struct rp_ineqs *q = &s->p->ineqs;
    for (uint32_t i = 0; i < t->nlines; i++) {
        if (!has(line->of, i))
            continue;
        const struct rp_ineq *r = &q->row[t->row[i]];
        row[source.nrows++] = t->row[i];
        for (uint32_t k = r->first; k < r->first + r->n; k++)
            sum[q->var[k]] += q->coef[k];
    }
    for (uint32_t v = 0; v < s->p->nvars; v++)
        if ((sum[v] & 1) && s->x[v] > 0.5)
            bound[source.nbounds++] = v;
    for (uint32_t i = 0; i < source.nrows + source.nbounds; i++)
        one[i] = 1;
    source.row = row;
    source.multiplier = one;
    source.bound = bound;
    source.bound_multiplier = one;
    uint32_t length = 0;
    for (uint32_t v = 0; v < s->p->nvars; v++)
        length += sum[v] != 0;
    bool added = source.nrows > 1 && length <= MOST_LENGTH && rp_cut_add(&s->cores, &source);
    rp_arena_done(&scratch);
    return added;
}

static void add_line(struct line *to, const struct line *from)
{
    for (uint32_t w = 0; w < WORDS_VARS; w++)
        to->odd[w] ^= from->odd[w];
    for (uint32_t w = 0; w < WORDS_ROWS; w++)
        to->of[w] ^= from->of[w];
    to->slack += from->slack;
    to->rhs_odd ^= from->rhs_odd;
}

// The line of least slack that was not used yet, and its dearest variable.
static bool choose_pivot(const struct system *t, uint32_t *ret_line, uint32_t *ret_var)
{
    uint32_t best = UINT32_MAX;
    for (uint32_t i = 0; i < t->nlines; i++)
        if (!t->line[i].pivoted && (best == UINT32_MAX || t->line[i].slack < t->line[best].slack))
            best = i;
    if (best == UINT32_MAX)
        return false;
    *ret_line = best;
    *ret_var = UINT32_MAX;
    for (uint32_t v = 0; v < t->nvars; v++)
        if (has(t->line[best].odd, v) && (*ret_var == UINT32_MAX || t->loss[v] > t->loss[*ret_var]))
            *ret_var = v;
    return true;
}

static uint32_t eliminate(struct rp_search *s, struct system *t)
{
    uint32_t ncuts = 0;
    uint32_t pivot, var;
    while (ncuts < MOST_CUTS && choose_pivot(t, &pivot, &var)) {
        struct line *p = &t->line[pivot];
        p->pivoted = true;
        for (uint32_t i = 0; i < t->nlines && var != UINT32_MAX && ncuts < MOST_CUTS; i++) {
            struct line *line = &t->line[i];
            if (i == pivot || !has(line->odd, var) || line->slack + p->slack >= 1)
                continue;
            add_line(line, p);
            if (violation(t, line) > LEAST_VIOLATION)
                ncuts += add_cut(s, t, line);
        }
    }
    return ncuts;
}

uint32_t rp_cut_zero_half(struct rp_search *s)
{
    struct rp_arena scratch;
    rp_arena_init(&scratch);
    struct system *t = RP_NEW(&scratch, struct system);
    t->place = RP_NEWN(&scratch, int32_t, (size_t)s->p->nvars + 1);
    list_variables(s, t);
    list_rows(s, t);
    uint32_t n = eliminate(s, t);
    rp_arena_done(&scratch);
    return n;
}
