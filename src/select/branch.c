// SPDX-License-Identifier: Apache-2.0
/*
 * Which variable to branch on: strong branching until enough is known, then pseudo costs.
 *
 * A side that closes when tried fixes the variable at once.  Candidates are tried in the order of what
 * is known of them, until several in a row are no better: whatever is tried is tried thoroughly
 * (reliability branching with look-ahead; Achterberg, Koch and Martin, 2005).
 */
#include "select/search.h"

#include <math.h>

enum {
    CANDIDATES = 200,
    TRIAL_ITERATIONS = 100,
    RELIABLE = 8, // trials of a side, from which on what was seen is believed
    IDLE = 4,     // candidates in a row that are no better
};

static const double FRACTION = 1e-6; // nearer to 0 or 1 counts as integral
static const double LEAST_GAIN = 1e-3;

static double product(double a, double b)
{
    return fmax(a, LEAST_GAIN) * fmax(b, LEAST_GAIN);
}

static bool reliable(const struct rp_pseudo *p)
{
    return p->n[0] >= RELIABLE && p->n[1] >= RELIABLE;
}

// Gains expected from what was seen.
static void expect(const struct rp_search *s, uint32_t v, double gain[2])
{
    const struct rp_pseudo *p = &s->pseudo[v];
    gain[0] = p->n[0] ? p->sum[0] / p->n[0] * s->x[v] : 0;
    gain[1] = p->n[1] ? p->sum[1] / p->n[1] * (1 - s->x[v]) : 0;
}

static double score(const struct rp_search *s, uint32_t v)
{
    const struct rp_pseudo *p = &s->pseudo[v];
    double gain[2];
    if (p->n[0] && p->n[1]) {
        expect(s, v, gain);
        return 4 * product(gain[0], gain[1]);
    }
    return fmin(s->x[v], 1 - s->x[v]) * (s->mean_cost + (double)s->cost[v]);
}

struct candidate {
    uint32_t var;
    double score;
};

static void insert(struct candidate *list, uint32_t *n, struct candidate c)
{
    uint32_t i = *n;
    if (i == CANDIDATES && list[i - 1].score >= c.score)
        return;
    if (i < CANDIDATES)
        (*n)++;
    else
        i--;
    for (; i > 0 && list[i - 1].score < c.score; i--)
        list[i] = list[i - 1];
    list[i] = c;
}

// The most promising fractional variables; when none is fractional, the first free control or goal.
static uint32_t list_candidates(const struct rp_search *s, struct candidate *list)
{
    uint32_t n = 0;
    for (uint32_t v = rp_search_first(s); v < s->p->nvars; v++)
        if (s->value[v] == RP_VAR_FREE && s->x[v] > FRACTION && s->x[v] < 1 - FRACTION)
            insert(list, &n, (struct candidate){v, score(s, v)});
    for (uint32_t v = 0; v < s->p->nvars && n == 0; v++)
        if (s->value[v] == RP_VAR_FREE)
            insert(list, &n, (struct candidate){v, 0});
    return n;
}

// Tries one side.  Gives how much the bound rises; *ret_closed when the side closes, exactly.
static double try_side(struct rp_search *s, uint32_t v, bool side, double bound, bool *ret_closed)
{
    double to;
    s->value[v] = side ? 1 : 0;
    rp_relax_bounds(s, v);
    enum rp_lp_result result = rp_relax_solve(s, TRIAL_ITERATIONS, &to);
    bool over = result == RP_LP_CUT_OFF || result == RP_LP_INFEASIBLE ||
                (result != RP_LP_FAILED && rp_search_hopeless(s, to));
    *ret_closed = over && rp_claim_closes(s, result, to);
    s->value[v] = RP_VAR_FREE;
    rp_relax_bounds(s, v);
    rp_lp_restore_basis(s->lp);
    if (over && s->best_value != RP_NO_VALUE)
        to = fmax((double)s->best_value, bound);
    else if (over)
        to = bound + s->mean_cost;
    return fmax(to - bound, 0);
}

// Tries both sides of a variable; FIXED when one of them closed.
static enum rp_choice_result try_both(struct rp_search *s, uint32_t v, double xv, double bound,
                                      double gain[2])
{
    for (uint32_t side = 0; side < 2; side++) {
        bool closed;
        gain[side] = try_side(s, v, side, bound, &closed);
        if (closed) {
            if (s->proof) {
                rp_proof_claim(s->proof, &s->claim);
                rp_proof_fix(s->proof, v, !side);
            }
            rp_search_fix(s, v, !side);
            return RP_CHOICE_FIXED;
        }
        double distance = fmax(side ? 1 - xv : xv, LEAST_GAIN);
        s->pseudo[v].sum[side] += gain[side] / distance;
        s->pseudo[v].n[side]++;
    }
    return RP_CHOICE_BRANCH;
}

enum rp_choice_result rp_branch_choose(struct rp_search *s, double bound, uint32_t *ret_var)
{
    struct candidate list[CANDIDATES];
    double x[CANDIDATES];
    double best = -1;
    uint32_t idle = 0;
    uint32_t n = list_candidates(s, list);
    if (n == 0)
        return RP_CHOICE_CLOSED;
    for (uint32_t i = 0; i < n; i++)
        x[i] = s->x[list[i].var];
    *ret_var = list[0].var;
    rp_lp_keep_basis(s->lp);
    for (uint32_t i = 0; i < n && idle++ < IDLE && !rp_search_stopped(s); i++) {
        double gain[2];
        uint32_t v = list[i].var;
        s->x[v] = x[i];
        if (reliable(&s->pseudo[v]))
            expect(s, v, gain);
        else if (try_both(s, v, x[i], bound, gain) == RP_CHOICE_FIXED)
            return RP_CHOICE_FIXED;
        if (product(gain[0], gain[1]) > best) {
            best = product(gain[0], gain[1]);
            idle = 0;
            *ret_var = v;
        }
    }
    return RP_CHOICE_BRANCH;
}
