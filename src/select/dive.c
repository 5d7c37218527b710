// SPDX-License-Identifier: Apache-2.0
/*
 * LP point -> set of controls, guided by the LP all the way down: fix, solve, separate, again.
 *
 * Dearer than rounding and much better.  Nothing that is fixed here enters the proof; all of it is
 * taken back.
 */
#include "select/search.h"

enum { MOST_STEPS = 200, ROUNDS = 3 };

static const double FRACTION = 1e-6;
static const double NEARLY = 0.9;

// Fixes what is nearly 1, and the largest fractional control.  false: nothing is fractional.
static bool fix_largest(struct rp_search *s)
{
    uint32_t largest = UINT32_MAX;
    double best = 0;
    for (uint32_t v = 0; v < s->p->nvars; v++) {
        double x = s->x[v];
        if (s->value[v] != RP_VAR_FREE || x <= FRACTION || x >= 1 - FRACTION)
            continue;
        double noise = 0.75 + 0.25 * (double)(rp_search_random(s) % 1000) / 1000;
        if (x * noise > best) {
            best = x * noise;
            largest = v;
        }
    }
    if (largest == UINT32_MAX)
        return false;
    rp_search_fix(s, largest, true);
    for (uint32_t v = 0; v < s->p->ncontrols; v++)
        if (s->value[v] == RP_VAR_FREE && s->x[v] >= NEARLY)
            rp_search_fix(s, v, true);
    return true;
}

// Solves and separates a few times.  false: this way leads to nothing better.
static bool solve(struct rp_search *s)
{
    for (uint32_t round = 0; round < ROUNDS; round++) {
        double bound;
        enum rp_lp_result result = rp_relax_solve(s, 0, &bound);
        if (result != RP_LP_OPTIMAL || rp_claim_closes(s, result, bound))
            return false;
        rp_claim_fix(s);
        if (rp_separate(s, 1, false) == 0)
            break;
    }
    return !rp_search_stopped(s);
}

void rp_heuristic_dive(struct rp_search *s)
{
    struct rp_proof *proof = s->proof;
    uint32_t mark = s->ntrail;
    uint32_t step = 0;
    bool alive = true;
    s->proof = NULL;
    while (alive && step++ < MOST_STEPS && fix_largest(s))
        alive = solve(s);
    if (alive)
        rp_heuristic_round(s, 0.5);
    rp_search_undo(s, mark);
    s->proof = proof;
}
