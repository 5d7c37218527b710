// SPDX-License-Identifier: Apache-2.0
/*
 * The smallest set of controls that makes every goal acceptable, with a certificate.
 *
 * Stages, one after the other: no unacceptable goal (or the least), then the objectives of the
 * policy in its order.  "Smallest" is only said of a result whose certificate a second program
 * (verify/) accepts.  Deterministic: limits count work, not time, unless a time limit is asked for.
 * Method: DESIGN.md; the certificate: rempart-certificate(5).
 */
#ifndef REMPART_SELECT_SELECT_H
#define REMPART_SELECT_SELECT_H

#include "attack/exposure.h"
#include "base/status.h"

#include <signal.h>

enum rp_stage {    // what is minimised
    RP_STAGE_RISK, // goals given up, by severity
    RP_STAGE_KINDS,
    RP_STAGE_PLACES,
    RP_STAGE_MALFUNCTION,
    RP_STAGE_EFFORT,
    RP_STAGE_PLAIN, // the plain cost of a graph from elsewhere, alone
    RP_STAGE_TIE,   // ties by the order of the graph, so that no library decides
    RP_STAGES
};

enum rp_keep {        // what happens to controls that exist or are planned
    RP_KEEP_NONE,     // free like all others: the smallest set from scratch
    RP_KEEP_EXISTING, // what exists stays
    RP_KEEP_DECIDED,  // what exists or is planned stays: the smallest addition
};

// When to end with what was found.  All that one question asks may share one deadline.
struct rp_limits {
    // Facts and steps visited and LP work, 0: about a quarter of an hour's, or none with a deadline.
    // The same on every machine.
    uint64_t work;
    // Seconds of the monotonic clock, 0: none.  Reaching it makes the answer depend on the machine.
    double deadline;
    const volatile sig_atomic_t *interrupted; // not 0: end now; may be NULL
};

// The deadline so many seconds from now.
double rp_limits_from_now(double seconds);

// Has the deadline passed, or was the question interrupted?
bool rp_limits_over(const struct rp_limits *limits);

struct rp_select_options {
    enum rp_stage stage[RP_STAGES]; // in order, without RISK (always first) and TIE (always last)
    uint32_t nstages;
    enum rp_keep keep;
    bool only_decided;      // nothing but existing and planned controls may be chosen
    const bool *forbidden;  // by control, may be NULL: may not be chosen
    const bool *forced;     // by control, may be NULL: must be chosen
    uint32_t max_controls;  // 0: no limit
    const uint64_t *budget; // by stage, may be NULL: the most it may cost; UINT64_MAX: no limit.
                            // The entries of RISK and TIE are not looked at.
    const bool *const *excluded; // sets by control: the answer contains none of them as a whole
    uint32_t nexcluded;
    struct rp_limits limits;
    bool certificate; // write it
    bool no_reasons;  // leave `reason` NULL: for large graphs and measurements
    bool no_tie;      // leave ties as they fall: faster, but not the same with every library
};

enum rp_select_outcome {
    RP_SELECT_OPTIMAL,    // smallest in every stage, proven
    RP_SELECT_BEST_FOUND, // stopped early: a set that holds, and proven bounds
    RP_SELECT_IMPOSSIBLE, // no set makes every goal acceptable: the least risk, proven
    RP_SELECT_CONFLICT,   // forced, excluded and needed controls contradict each other
};

struct rp_reason {       // why a control is in the set
    bool by_constraint;  // a side constraint demands it, no path does
    uint32_t constraint; // RP_GRAPH_NONE: only the question demands it (forced, kept)
    uint32_t goal;       // the goal that comes back without it, RP_GRAPH_NONE if by_constraint
    struct rp_path path; // and how
};

struct rp_selection {
    enum rp_select_outcome outcome;
    bool *chosen; // by control
    uint32_t nchosen;
    bool holds;     // BEST_FOUND: chosen meets the question; false: nothing was found in time
    bool *given_up; // by goal: stays unacceptable
    // RISK counts the goals given up (severity 5 first in importance); TIE is not used.
    uint64_t value[RP_STAGES], bound[RP_STAGES]; // by stage: cost of the set, proven lower bound
    struct rp_reason *reason;                    // by control, for chosen ones
    // CONFLICT: a minimal set of controls whose duties and refusals contradict each other.
    // IMPOSSIBLE: the smallest set of refused, forbidden or not decided controls to allow, so that
    // every goal can be met; empty when even that does not help.
    uint32_t *conflict;
    uint32_t nconflict;
    uint32_t open_goal; // IMPOSSIBLE: a goal that stays open; else RP_GRAPH_NONE
    // IMPOSSIBLE: its path: one that nothing allowed can cut; when there is none (a limit), the
    // easiest one that the set leaves.
    struct rp_path open;
    uint64_t ncores, nnodes;   // work: minimal path clauses, nodes of the search
    struct rp_str certificate; // text, empty unless asked for
};

// RP_ERR_TOOL when the LP library fails; RP_ERR_LIMIT when costs add up to more than is exact.
RP_MUST_USE enum rp_status rp_select(struct rp_arena *a, const struct rp_graph *g,
                                     const struct rp_select_options *options,
                                     struct rp_selection *ret_selection);

// The largest set of existing and planned controls that can go so that no goal becomes unacceptable,
// and none that is so with all of them becomes worse: sets superfluous[control], ncontrols entries,
// zeroed by the caller.  ret_known: false when the limits ended it, and none is set.
RP_MUST_USE enum rp_status rp_select_superfluous(struct rp_arena *a, const struct rp_graph *g,
                                                 const struct rp_limits *limits, bool *superfluous,
                                                 bool *ret_known);

// Further irredundant sets of the same cost in all stages, at most max (the first is `first`).
// ret_all: there are no others.
RP_MUST_USE enum rp_status rp_select_alternatives(struct rp_arena *a, const struct rp_graph *g,
                                                  const struct rp_select_options *options,
                                                  const struct rp_selection *first, uint32_t max,
                                                  struct rp_selection *ret_more, uint32_t *ret_n,
                                                  bool *ret_all);

// The next best set: smallest among those that contain none of the earlier ones, which the answer
// of rp_select and of further calls are.  ret_selection: as rp_select; CONFLICT when there is none,
// and its certificate says so.  IMPOSSIBLE: all that are left give a goal up.
RP_MUST_USE enum rp_status rp_select_next_best(struct rp_arena *a, const struct rp_graph *g,
                                               const struct rp_select_options *options,
                                               const struct rp_selection *earlier,
                                               uint32_t nearlier,
                                               struct rp_selection *ret_selection);

// A point of the front of cost against residual risk: nothing is both cheaper and less risky.
struct rp_front_point {
    uint64_t cost;           // of the first stage of the options
    uint64_t residual;       // severities of the goals given up, added
    struct rp_selection set; // IMPOSSIBLE when goals are given up; no reasons
};

struct rp_front {
    struct rp_front_point *point; // cheapest first
    uint32_t n;
    bool complete; // false: max or a limit ended it early
};

// The whole front, from the cheapest set (no control at all, if nothing is demanded) to the least
// residual risk, at most max points; each with a certificate when the options ask for one.  Further
// stages of the options choose among sets of equal cost and residual risk.  RP_ERR_INPUT when the
// options have no stage.
RP_MUST_USE enum rp_status rp_select_front(struct rp_arena *a, const struct rp_graph *g,
                                           const struct rp_select_options *options, uint32_t max,
                                           struct rp_front *ret_front);

// Some controls, or some steps, at least one.
struct rp_some {
    const uint32_t *id;
    uint32_t n;
};

// How far one number may be wrong before the answer changes.
struct rp_sensitivity {
    bool known;    // false: a limit was reached before it could be told
    bool forever;  // no amount changes the answer
    uint64_t room; // the cost may rise (one is chosen) or fall (none is) by so much
};

// A cost in the first stage of the options that is paid once when any of some controls is chosen: that
// of one control, or with all controls of a kind that of the kind.  The answer stays smallest in that
// stage as long as it is at most room more when one of them is chosen, or at most room less when none
// is.  first: an answer proven smallest.
RP_MUST_USE enum rp_status rp_select_cost_room(struct rp_arena *a, const struct rp_graph *g,
                                               const struct rp_select_options *options,
                                               const struct rp_selection *first,
                                               struct rp_some controls,
                                               struct rp_sensitivity *ret_room);

// Levels (0..4) of some steps, those of one technique say, that leave the answer as it is.
struct rp_level_room {
    // The set is still the smallest, in all stages, when all steps above this are lowered to it,
    uint8_t lowest;
    // and still makes acceptable what it makes acceptable now when all below this are raised to it.
    uint8_t highest;
};

RP_MUST_USE enum rp_status rp_select_level_room(struct rp_arena *a, const struct rp_graph *g,
                                                const struct rp_select_options *options,
                                                const struct rp_selection *first,
                                                struct rp_some steps,
                                                struct rp_level_room *ret_room);

#endif
