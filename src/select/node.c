// SPDX-License-Identifier: Apache-2.0
/*
 * One node: LP, fixing and separation in turn, until it closes or nothing helps any more.
 */
#include "select/search.h"

#include <math.h>

enum {
    ROOT_PASSES = 40,
    HIGH_PASSES = 6, // near the root
    DEEP_PASSES = 3,
    HIGH_DEPTH = 4,
    STALL_ROUNDS = 3,
    ROOT_STALL_ROUNDS = 12,
    MOST_ROUNDS = 12,
    ROUND_EVERY = 20,   // nodes between two roundings
    FIRST_ROUNDING = 2, // rounds of the root after which its point is rounded
    SECOND_ROUNDING = 4,
    SEPARATE_EVERY = 4, // below the root, of nodes whose point is fractional
    FEW_CORES = 2,
    MOST_DIVES = 3,
    CUT_ROUNDS = 24,
    FLIPS = 250000, // of one walk of the local search, times the square of the gap
    MOST_FLIPS = 15000,
    FLIPS_PER_CORE = 20, // at most, so that small problems stay fast
    IDLE_CUT_ROUNDS = 4, // one after the other that gain too little
};

static const double FRACTION = 1e-6;
static const double LEAST_CUT_GAIN = 0.01; // in mean costs
static const double LEAST_PROGRESS = 0.02; // of the bound, in mean costs
static const double WIDE_GAP = 0.1;        // of the best set's value

static bool integral(const struct rp_search *s)
{
    for (uint32_t v = rp_search_first(s); v < s->p->nvars; v++)
        if (s->x[v] > FRACTION && s->x[v] < 1 - FRACTION)
            return false;
    return true;
}

static void take_point(struct rp_search *s)
{
    for (uint32_t c = 0; c < s->p->ncontrols; c++)
        s->candidate[c] = s->x[c] > 0.5;
    for (uint32_t i = 0; i < s->p->ngoals; i++)
        s->candidate_open[i] = s->x[rp_var_goal(s->p, i)] > 0.5;
}

// Closes the node if the claim of the last LP does, and records it.
static bool close_node(struct rp_search *s, enum rp_lp_result result, double bound)
{
    if (!rp_claim_closes(s, result, bound))
        return false;
    if (s->proof) {
        rp_proof_claim(s->proof, &s->claim);
        rp_proof_end(s->proof);
    }
    return true;
}

// Rounding gives a first set and, of the derivations met on the way, many rows; later the root's dives
// and local search do better.  Over kinds alone trying kinds does better from the start.
static void round_point(struct rp_search *s, uint32_t round)
{
    bool root = round == FIRST_ROUNDING || round == SECOND_ROUNDING;
    bool below = round == 1 && s->nnodes % ROUND_EVERY == 0;
    if (!s->kinds_alone && (s->nframes == 0 ? root : below))
        rp_heuristic_round(s, 0.5);
}

// An integral point that no core breaks: a solution, or separation missed one.
// true: something is new, solve again.
static bool accept_integral(struct rp_search *s)
{
    take_point(s);
    int64_t before = s->best_value;
    rp_search_offer(s);
    if (s->best_value < before)
        return true;
    take_point(s);
    return rp_heuristic_repair(s) > 0;
}

struct progress {
    uint32_t rounds, cut_rounds, idle_cut_rounds, dives, stalled;
    bool cuts_next; // cuts alone in the next round
    double bound;
    double cut_bound; // when cuts were last made
};

// Rounds in which the bound hardly rose.
static void watch_progress(const struct rp_search *s, struct progress *t, double bound)
{
    double least = LEAST_PROGRESS * fmin(s->mean_cost, 1);
    t->stalled = bound < t->bound + least ? t->stalled + 1 : 0;
    t->bound = fmax(bound, t->bound);
}

static bool worth_going_on(const struct rp_search *s, const struct progress *t)
{
    if (s->nframes == 0)
        return t->stalled < ROOT_STALL_ROUNDS;
    return t->stalled < STALL_ROUNDS && t->rounds < MOST_ROUNDS;
}

static bool wide(const struct rp_search *s, double bound)
{
    return s->best_value != RP_NO_VALUE && bound < (1 - WIDE_GAP) * (double)s->best_value;
}

// Are so many variables fixed that the tree is quicker than a better set?
static bool nearly_fixed(const struct rp_search *s)
{
    uint32_t nfree = 0;
    for (uint32_t v = 0; v < s->p->nvars; v++)
        nfree += s->value[v] == RP_VAR_FREE;
    return nfree < s->p->nvars / 3;
}

// A better set, by the means that suits the gap: local search where it is wide.
static void improve(struct rp_search *s, double bound)
{
    double gap = 1 - bound / (double)s->best_value;
    double most = fmin(MOST_FLIPS, (double)s->cores.n * FLIPS_PER_CORE);
    if (wide(s, bound) && !s->kinds_matter)
        rp_heuristic_local(s, (uint32_t)fmin(gap * gap * FLIPS, most));
    else
        rp_heuristic_dive(s);
}

// Is it time for that?  Rows hardly help any more, and the answer is worth the effort.
static bool improve_now(const struct rp_search *s, struct progress *t, uint32_t found)
{
    if (s->nframes > 0 || (found > FEW_CORES && t->stalled < STALL_ROUNDS) || s->kinds_alone ||
        s->objective == RP_OBJECTIVE_TIE || integral(s) || nearly_fixed(s))
        return false;
    return t->dives++ < MOST_DIVES;
}

// Zero-half cuts, as long as they gain something.
static uint32_t cut(struct rp_search *s, struct progress *t, double bound)
{
    if (t->idle_cut_rounds >= IDLE_CUT_ROUNDS || t->cut_rounds++ >= CUT_ROUNDS)
        return 0;
    uint32_t cuts = rp_cut_zero_half(s);
    bool gained = bound > t->cut_bound + LEAST_CUT_GAIN * s->mean_cost;
    t->idle_cut_rounds = cuts == 0 ? IDLE_CUT_ROUNDS : gained ? 0 : t->idle_cut_rounds + 1;
    t->cut_bound = bound;
    return cuts;
}

// Below the root few cores are still unknown, and looking for them costs more than the LP: not at
// every node, as long as its point cannot be taken for a set.
static uint32_t separate_below(struct rp_search *s)
{
    if (s->nnodes % SEPARATE_EVERY != 0 && !integral(s))
        return 0;
    return rp_separate(s, s->nframes < HIGH_DEPTH ? HIGH_PASSES : DEEP_PASSES, false);
}

// Rows that the LP point of the root breaks: cores; also cuts when few cores are left, every other
// time cuts alone; and a closer look when there are none of both and the gap is wide.
static uint32_t separate_and_cut(struct rp_search *s, struct progress *t, double bound)
{
    uint32_t cuts = t->cuts_next ? cut(s, t, bound) : 0;
    t->cuts_next = false;
    if (cuts > 0)
        return cuts;
    uint32_t found = rp_separate(s, ROOT_PASSES, false);
    if (found == 0 && wide(s, bound))
        found = rp_separate(s, ROOT_PASSES, true);
    if (found > FEW_CORES && t->stalled < STALL_ROUNDS)
        return found;
    cuts = cut(s, t, bound);
    t->cuts_next = cuts > 0;
    return found + cuts;
}

// One round of the node.  BRANCH: nothing more to gain here.
enum round_result { ROUND_CLOSED, ROUND_AGAIN, ROUND_BRANCH };

static enum round_result one_round(struct rp_search *s, struct progress *t, double *bound)
{
    uint32_t depth = s->nframes;
    int64_t before = s->best_value;
    if (before <= s->target)
        return ROUND_CLOSED;
    enum rp_lp_result result = rp_relax_solve(s, 0, bound);
    if (close_node(s, result, *bound))
        return ROUND_CLOSED;
    if (result != RP_LP_OPTIMAL)
        return ROUND_BRANCH;
    rp_relax_clean(s);
    rp_claim_keep(s, &s->node);
    if (depth == 0)
        rp_claim_bound(s);
    uint32_t fixed = rp_claim_fix(s);
    watch_progress(s, t, *bound);
    uint32_t found = depth > 0 ? separate_below(s) : separate_and_cut(s, t, *bound);
    t->rounds++;
    round_point(s, t->rounds);
    if (improve_now(s, t, found)) {
        improve(s, *bound);
        if (s->best_value == before)
            t->dives++;
        return ROUND_AGAIN; // the LP point is stale
    }
    if (found == 0 && fixed == 0) {
        if (!s->kinds_alone && integral(s) && accept_integral(s))
            return ROUND_AGAIN;
        return s->best_value < before ? ROUND_AGAIN : ROUND_BRANCH;
    }
    return worth_going_on(s, t) ? ROUND_AGAIN : ROUND_BRANCH;
}

// Everything is fixed and no claim closes: the set itself decides.  false: that is a fault.
static bool settle(struct rp_search *s, uint32_t tries)
{
    for (uint32_t v = 0; v < s->p->nvars; v++)
        s->x[v] = s->value[v];
    accept_integral(s);
    return tries < 3;
}

enum rp_node_result rp_node_process(struct rp_search *s, uint32_t *ret_var)
{
    const struct progress start = {.bound = -INFINITY, .cut_bound = -INFINITY};
    struct progress t = start;
    double bound = 0;
    uint32_t tries = 0;
    s->nnodes++;
    while (!rp_search_stopped(s)) {
        enum round_result r = one_round(s, &t, &bound);
        if (r == ROUND_CLOSED)
            return RP_NODE_CLOSED;
        if (r == ROUND_AGAIN)
            continue;
        if (s->kinds_alone && integral(s)) {
            int64_t before = s->best_value;
            rp_heuristic_kinds(s);
            if (s->best_value == before)
                s->kinds_alone = false; // what is left is a question of places
            t = start;
            continue;
        }
        switch (rp_branch_choose(s, bound, ret_var)) {
        case RP_CHOICE_BRANCH:
            return rp_search_stopped(s) ? RP_NODE_STOPPED : RP_NODE_BRANCH;
        case RP_CHOICE_FIXED:
            break;
        case RP_CHOICE_CLOSED:
            s->failed |= !settle(s, tries++);
            break;
        }
    }
    return RP_NODE_STOPPED;
}
