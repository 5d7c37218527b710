// SPDX-License-Identifier: Apache-2.0
/*
 * Model, graph, selection and evidence -> risks and the verdict.
 *
 * Risks are shown three times: without any control, as designed (existing and planned controls), as
 * verified (existing controls whose proof holds on this version).  The verdict is computed, never
 * typed in.
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
    const uint32_t *proof_missing;  // controls of the model whose proof would make it acceptable
    uint32_t nproof_missing;
};

enum rp_verdict { RP_ACCEPTABLE, RP_ACCEPTABLE_UNDER_CONDITIONS, RP_NOT_ACCEPTABLE, RP_VERDICTS };

enum rp_condition_type {
    RP_CONDITION_ADD_CONTROL,   // a control of the smallest addition
    RP_CONDITION_BUILD,         // a planned control must be built
    RP_CONDITION_TEST,          // a test of a needed control has no result, failed or is stale
    RP_CONDITION_NAME_TEST,     // a needed control has no test
    RP_CONDITION_ASSUMPTION,    // the environment must fulfil it
    RP_CONDITION_ACCEPTED_RISK, // holds until its date
    RP_CONDITION_SIDE_EFFECT,   // effect on the patient's safety not assessed
    RP_CONDITION_HARM,          // no allowed control can cut this harm's path
};

// What stands between the verdict and a better one.
struct rp_condition {
    enum rp_condition_type type;
    uint32_t control;       // of the model, or 0
    uint32_t graph_control; // ADD_CONTROL; RP_GRAPH_NONE otherwise
    uint32_t test, assumption, harm,
        acceptance; // of their arrays, or 0 (acceptance: RP_GRAPH_NONE)
};

struct rp_assessment {
    const struct rp_model *model;
    const struct rp_attack *attack;
    const struct rp_evidence *evidence;
    struct rp_exposure exposure[RP_STATES];
    const bool *chosen[RP_STATES]; // by graph control
    const struct rp_risk *risk;    // by goal
    uint32_t nrisks;
    enum rp_verdict verdict;
    unsigned worst_target[RP_STATES],
        worst_gateway[RP_STATES]; // level of the worst unacceptable harm, 0 none
    const struct rp_condition *condition;
    uint32_t nconditions;
    struct rp_selection smallest; // from scratch
    struct rp_selection addition; // smallest addition to what is decided
    const bool *superfluous;      // by graph control: decided and not needed
};

// today: days since 1970, for accepted risks.  select_options gives objective and limits.
RP_MUST_USE enum rp_status rp_assess(struct rp_arena *a, const struct rp_attack *attack,
                                     const struct rp_evidence *evidence, int64_t today,
                                     const struct rp_select_options *select_options,
                                     struct rp_assessment *ret_assessment);

// By graph control: is it there in that state?  Sets chosen[control], ncontrols entries, zeroed by
// the caller.  The assessment and every command ask here, so that a state means one thing.
void rp_assess_chosen(const struct rp_attack *attack, const struct rp_evidence *evidence,
                      enum rp_state state, bool *chosen);

// Whether a level is acceptable for a severity under the policy.
bool rp_assess_acceptable(const struct rp_policy *policy, unsigned severity, unsigned level);

#endif
