// SPDX-License-Identifier: Apache-2.0
/*
 * Branch and cut for one objective over the rows of a problem: the state that its parts share.
 *
 *     node:   LP over the rows found so far -> bound; close or fix by exact claims (claim.c)
 *             separate what the LP point breaks (separate.c), round it to a set (heuristic.c)
 *             when nothing helps any more: branch (branch.c)
 *
 * Depth first.  Every conclusion that the answer rests on is checked in exact integers before it
 * is drawn, so that tolerances of the LP library can cost time but never the answer.
 */
#ifndef REMPART_SELECT_SEARCH_H
#define REMPART_SELECT_SEARCH_H

#include "select/core.h"
#include "select/lp.h"
#include "select/problem.h"
#include "select/proof.h"
#include "select/select.h"

#define RP_NO_VALUE INT64_MAX // no set known

struct rp_basis {          // of the LP, by rows of the pool
    unsigned char *status; // by column, then beside row
    uint32_t *row, nrows, cap_rows;
    bool known;
};

struct rp_frame {          // an open branch
    struct rp_basis basis; // before it: the second side starts there
    struct rp_claim claim; // before it: bounds both sides
    uint32_t var, mark;
    bool value, second;
    bool kinds_alone;
};

struct rp_pseudo { // gains seen when a variable was set to 0 or 1
    double sum[2];
    uint32_t n[2];
};

struct rp_search {
    struct rp_problem *p;
    struct rp_arena *arena;
    struct rp_lp *lp;
    struct rp_cores cores;
    uint32_t rows_in_lp; // rows of the pool looked at so far
    uint32_t *lp_row;    // LP row -> row of the pool
    double *lp_factor;   // LP row = row of the pool times this
    uint32_t *lp_age;    // by LP row: solves since it was tight
    uint32_t nlp_rows, cap_lp_rows;
    bool *in_lp; // by row of the pool
    uint32_t cap_in_lp;

    enum rp_objective objective;
    int64_t *cost;      // by variable, of the objective
    int64_t divisor;    // of all costs
    double scale;       // LP cost = cost * scale
    int64_t target;     // good enough: the search ends when a set has this value
    int64_t best_value; // RP_NO_VALUE: none yet
    bool *best;         // by control
    bool *best_open;    // by goal

    int8_t *value; // by variable: fixed at this node, or RP_VAR_FREE
    uint32_t *trail, ntrail;
    struct rp_frame *frame;
    uint32_t nframes;
    double *x; // LP point by variable
    float *weight, *introduce;
    double *dual; // by LP row: multipliers of the last LP, or a ray
    uint32_t cap_dual;
    struct rp_pseudo *pseudo;
    bool *candidate, *candidate_open; // a set that is being made
    bool *kind_used;                  // by kind, of the candidate
    double mean_cost;                 // of the variables that cost something
    struct rp_claim claim;            // in hand
    int64_t *sum;                     // by variable: coefficients of the claim in hand
    int64_t total;                    // of that claim: above 0 when it closes
    struct rp_proof *proof;           // NULL: not recorded
    struct rp_claim node;             // of the last LP that was solved and did not close
    struct rp_claim root;             // best claim of the root ...
    int64_t root_bound;               // ... and what it proves; in the end, what the tree proves
    bool tree_closed;                 // the proof of a stopped search is complete at root_bound
    uint32_t root_end;                // items of the proof before the first branch
    uint64_t random;
    uint64_t nnodes; // of all runs
    uint64_t work;   // of the LP; the walks count theirs
    struct rp_limits limits;
    // Only kinds cost something: the LP is over kinds alone, and its point chooses every place of a
    // kind as far as the kind, until that tells nothing more.
    bool kinds_alone;
    bool kinds_matter; // an objective or a limit counts kinds
    bool some_adds;    // some control introduces a step
    bool remove_due;   // rows may be taken out of the LP
    bool stopped, failed;
};

// Takes over the problem's question.  rp_search_done frees what the arena does not hold.
void rp_search_init(struct rp_search *s, struct rp_problem *p, const struct rp_limits *limits);
void rp_search_done(struct rp_search *s);

// Visited facts and steps and LP work of all runs so far.
uint64_t rp_search_work(const struct rp_search *s);

// Out of time, interrupted, or the library failed?  Looks at the clock now and then.
bool rp_search_stopped(struct rp_search *s);

enum rp_search_result { RP_SEARCH_PROVEN, RP_SEARCH_STOPPED };

// Minimises the objective.  s->best and s->best_value may hold a known set; afterwards they hold
// the best one.  PROVEN: none is better, or it reaches s->target; with best_value RP_NO_VALUE: there
// is none at all.
enum rp_search_result rp_search_run(struct rp_search *s, enum rp_objective objective);

// Fixes, in s->value, what every set as good as s->best_value has in common as far as one LP tells.
void rp_search_settle(struct rp_search *s, enum rp_objective objective);

// node.c: what one node gives.
enum rp_node_result { RP_NODE_CLOSED, RP_NODE_BRANCH, RP_NODE_STOPPED };
enum rp_node_result rp_node_process(struct rp_search *s, uint32_t *ret_var);

// Fixing variables; undoing gives back all fixed since the mark.
void rp_search_fix(struct rp_search *s, uint32_t var, bool value);
void rp_search_undo(struct rp_search *s, uint32_t mark);

// relax.c: the LP of the node.  Adds what is new in the pool, and what its point breaks.
// iterations: 0 for a full solve; else a trial of at most so many, which adds no rows.
// ret_bound in units of the objective.
enum rp_lp_result rp_relax_solve(struct rp_search *s, int iterations, double *ret_bound);
void rp_relax_bounds(struct rp_search *s, uint32_t var); // after value[var] changed
// The basis of the last solve, and back to it with the rows that were tight in it.
void rp_relax_keep_basis(struct rp_search *s, struct rp_basis *b);
void rp_relax_take_basis(struct rp_search *s, const struct rp_basis *b);
void rp_relax_clean(struct rp_search *s); // takes out rows that are slack; s->x is that of the LP

// zerohalf.c: cuts from sums of rows, halved, that the LP point breaks; gives how many.
uint32_t rp_cut_zero_half(struct rp_search *s);

// claim.c: exact conclusions from the last LP.
// Makes the claim in hand from its multipliers: does it close the node?
bool rp_claim_closes(struct rp_search *s, enum rp_lp_result result, double bound);
// Fixes what the claim in hand can, and records both; gives how many.
uint32_t rp_claim_fix(struct rp_search *s);
// Copies the claim in hand; nothing when it says nothing of the objective.
void rp_claim_keep(struct rp_search *s, struct rp_claim *to);
// Takes a claim in hand; gives the bound that it proves here.
int64_t rp_claim_take(struct rp_search *s, const struct rp_claim *from);
// At the root: keeps the claim in hand when the bound that it proves is the best so far.
void rp_claim_bound(struct rp_search *s);
// At the root: fixes what limits and stage rows of 0 leave no room for.
void rp_claim_limits(struct rp_search *s);
// Does any one row contradict the fixed values?  It becomes the claim in hand.
bool rp_claim_single(struct rp_search *s);

// separate.c: adds rows that the LP point breaks, at most about that many passes per layer.
// thorough: looks again where nothing is found.
uint32_t rp_separate(struct rp_search *s, uint32_t passes, bool thorough);

// heuristic.c, prune.c: sets.
void rp_heuristic_round(struct rp_search *s, double threshold);
void rp_heuristic_finish(struct rp_search *s); // repairs, mends, prunes and offers the candidate
// While the LP is over kinds alone, its point integral: tries its kinds, and one more.
void rp_heuristic_kinds(struct rp_search *s);
// local.c: improves the best set over the rows of the pool; ends when a walk of so many flips fails,
// or after some times as many.
void rp_heuristic_local(struct rp_search *s, uint32_t flips);
// dive.c: fixes and solves down to a set, and takes it all back; s->x is left stale.
void rp_heuristic_dive(struct rp_search *s);
// candidate -> no goal reachable; every core met goes into the pool.  Gives how many new ones.
uint32_t rp_heuristic_repair(struct rp_search *s);
// Judges the candidate; takes it if it is better.
bool rp_search_offer(struct rp_search *s);
void rp_prune(struct rp_search *s); // drops what the candidate does not need, dearest first

// branch.c: BRANCH: on *ret_var; FIXED: a side that was tried closed, solve again; CLOSED: no variable
// is free.
enum rp_choice_result { RP_CHOICE_BRANCH, RP_CHOICE_FIXED, RP_CHOICE_CLOSED };
enum rp_choice_result rp_branch_choose(struct rp_search *s, double bound, uint32_t *ret_var);

// The first variable that the LP decides.
static inline uint32_t rp_search_first(const struct rp_search *s)
{
    return s->kinds_alone ? s->p->ncontrols : 0;
}

// Own generator with a fixed seed (xorshift64): 64 random bits.
static inline uint64_t rp_search_random(struct rp_search *s)
{
    s->random ^= s->random << 13;
    s->random ^= s->random >> 7;
    s->random ^= s->random << 17;
    return s->random;
}

// Must a node with this bound close, as far as doubles can tell?
static inline bool rp_search_hopeless(const struct rp_search *s, double bound)
{
    return s->best_value != RP_NO_VALUE &&
           bound > (double)(s->best_value - s->divisor) + 1e-6 * (double)s->divisor;
}

#endif
