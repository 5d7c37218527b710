// SPDX-License-Identifier: Apache-2.0
/*
 * Model, graph, selection and evidence -> risks and the verdict.
 *
 * Risks are shown three times:
 *   without   no control at all;
 *   designed  existing and planned controls;
 *   verified  existing controls whose proof holds on this version.
 * In every state a control whose needed control is not there counts for nothing (`unmet` says so);
 * but a control that is built opens the steps it opens (a login to attack, a lock-out to provoke)
 * whether it counts or not.
 *
 * The verdict is computed, never typed in:
 *   acceptable        every harm is acceptable as verified, and no condition is open;
 *   under conditions  every harm is acceptable as verified, or accepted by the policy until a date
 *                     that is not past, and something is still to do or to be relied on: a planned
 *                     control to build, a proof that is missing, failed or stale, a test to name, an
 *                     effect on the patient's safety to assess, an assumption on the environment, an
 *                     accepted risk, a control that a decided one cannot do without;
 *   not acceptable    in every other case: a harm is acceptable neither as verified nor by the
 *                     policy, decided controls contradict each other, or the model has no harm, so
 *                     that nothing was assessed.
 * A design that would do is thus not enough: what counts is what is built and proven.  The
 * conditions are what stands between the verdict and "acceptable", each with who and which test:
 *   - of the controls without a proof that holds, only an irredundant set that makes every harm
 *     acceptable, together with the smallest addition where the design alone does not (planned ones
 *     are left out first, then existing ones; among equals those that close no path);
 *   - a planned control is one condition, its tests are part of building it;
 *   - every decided control needs its effect on safety assessed by somebody on some date
 *     (MDCG 2019-16, 2.2 and 3.2), needed or not, because it is or will be in the device.
 */
#ifndef REMPART_ASSESS_ASSESS_H
#define REMPART_ASSESS_ASSESS_H

#include "attack/attack.h"
#include "evidence/evidence.h"
#include "select/select.h"

enum rp_state { RP_WITHOUT, RP_DESIGNED, RP_VERIFIED, RP_STATES };

struct rp_risk { // of one harm
    uint32_t harm, goal;
    unsigned level[RP_STATES]; // feasibility 0..4
    bool acceptable[RP_STATES];
    const uint8_t *by_source; // designed state: level from each source alone, by source of risk
    struct rp_path path[RP_STATES]; // easiest path; nsteps 0 when not reachable
    bool accepted;                  // by a valid acceptance of the policy
    uint32_t acceptance;            // into policy.acceptance
    // Controls of the model whose proof would make it acceptable as verified: of the conditions'
    // set, those without which this harm stays unacceptable (all of the set when no single one is).
    const uint32_t *proof_missing;
    uint32_t nproof_missing;
};

enum rp_verdict { RP_ACCEPTABLE, RP_ACCEPTABLE_UNDER_CONDITIONS, RP_NOT_ACCEPTABLE, RP_VERDICTS };

enum rp_condition_type {        // in the order in which they are listed
    RP_CONDITION_HARM,          // no allowed control can cut this harm's path
    RP_CONDITION_CONFLICT,      // decided controls contradict each other
    RP_CONDITION_ADD_CONTROL,   // a control of the smallest addition
    RP_CONDITION_BUILD,         // a planned control, or one that is not in the image, must be built
    RP_CONDITION_TEST,          // a test of a needed control has no result, failed or is stale
    RP_CONDITION_NAME_TEST,     // a needed control has no test
    RP_CONDITION_SIDE_EFFECT,   // effect on the patient's safety not assessed
    RP_CONDITION_ACCEPTED_RISK, // holds until its date
    RP_CONDITION_ASSUMPTION,    // the environment must fulfil it
};

// What stands between the verdict and a better one.
struct rp_condition {
    enum rp_condition_type type;
    uint32_t control;          // of the model, or 0
    uint32_t graph_control;    // ADD_CONTROL, CONFLICT; RP_GRAPH_NONE otherwise
    uint32_t test;             // TEST: into evidence->test, or 0
    uint32_t assumption, harm; // or 0
    uint32_t acceptance;       // into policy.acceptance; RP_GRAPH_NONE otherwise
};

struct rp_assessment {
    const struct rp_model *model;
    const struct rp_attack *attack;
    const struct rp_evidence *evidence;
    struct rp_exposure exposure[RP_STATES];
    const bool *chosen[RP_STATES];    // by graph control: counts in that state
    const uint32_t *unmet[RP_STATES]; // by graph control: the constraint for which it does not
                                      // count although it is there; RP_GRAPH_NONE
    const struct rp_risk *risk;       // by goal
    uint32_t nrisks;
    enum rp_verdict verdict;
    unsigned worst_target[RP_STATES],
        worst_gateway[RP_STATES]; // level of the worst unacceptable harm, 0 none
    const struct rp_condition *condition;
    uint32_t nconditions;
    struct rp_selection smallest; // from scratch, on the graph as it is
    struct rp_selection addition; // smallest addition to what is decided; accepted risks stay
    const bool *superfluous;      // by graph control: decided and not needed, the addition there
    struct rp_select_options options; // with which the selections were made
};

// today: days since 1970, for accepted risks.  select_options gives objective and limits; borrowed.
// Everything is in the arena; the assessment borrows attack and evidence.
RP_MUST_USE enum rp_status rp_assess(struct rp_arena *a, const struct rp_attack *attack,
                                     const struct rp_evidence *evidence, int64_t today,
                                     const struct rp_select_options *select_options,
                                     struct rp_assessment *ret_assessment);

// By graph control: does it count in that state?  Sets chosen[control], ncontrols entries, zeroed by
// the caller.  The assessment and every command ask here, so that a state means one thing.
void rp_assess_chosen(const struct rp_attack *attack, const struct rp_evidence *evidence,
                      enum rp_state state, bool *chosen);

// Whether a level is acceptable for a severity under the policy.  Level 0 always is.
bool rp_assess_acceptable(const struct rp_policy *policy, unsigned severity, unsigned level);

// Takes out of a set of graph controls, again and again, those whose NEEDS_ONE constraint it does not
// meet; unmet, by graph control, may be NULL.
void rp_assess_settle(const struct rp_graph *g, bool *chosen, uint32_t *unmet);

// Of the controls in a set, the one that lowers a step most (the first of equals); RP_GRAPH_NONE
// when none lowers it.
uint32_t rp_assess_cut(const struct rp_graph *g, const bool *chosen, uint32_t step);

// The test of the evidence with that id, 0 when there is none.
uint32_t rp_assess_test(const struct rp_evidence *e, struct rp_str id);

// Whether a test speaks for this version: passed, and not said to be of another version, image or
// plan.
bool rp_assess_test_holds(const struct rp_model *m, const struct rp_test *test);

#endif
