// SPDX-License-Identifier: Apache-2.0
/*
 * One question, from the graph to an answer: objectives one after the other on the same rows.
 */
#ifndef REMPART_SELECT_STAGE_H
#define REMPART_SELECT_STAGE_H

#include "select/certificate.h"
#include "select/select.h"

struct rp_run {
    const struct rp_graph *graph;
    const struct rp_select_options *options;
    struct rp_arena arena; // of the problem and the search: rp_run_done frees it
    struct rp_problem problem;
    struct rp_search search;
    struct rp_proof proof;
    struct rp_certificate certificate;
    bool with_certificate;
    // what came out
    bool solved; // a set is in search.best
    bool none;   // proven: there is none
    bool stopped;
    enum rp_objective last; // objective of the last stage, stopped or not
    int64_t value[RP_OBJECTIVES], bound[RP_OBJECTIVES]; // of finished stages, and the stopped one
};

// Builds problem and search and applies the options' question.  RP_ERR_LIMIT as rp_problem_init.
enum rp_status rp_run_init(struct rp_run *r, const struct rp_graph *g,
                           const struct rp_select_options *options);
// The same with limits that options cannot express; fields NULL or 0: none.
struct rp_run_extra {
    const int64_t *risk; // by objective RISK_5..RISK_1
    int64_t severity;    // the most severities that may be given up, plus 1
};
enum rp_status rp_run_init_with(struct rp_run *r, const struct rp_graph *g,
                                const struct rp_select_options *options,
                                const struct rp_run_extra *extra);

void rp_run_done(struct rp_run *r);

// Goals may not be given up: the five risks are 0, as stages that need no proof.
void rp_run_no_risk(struct rp_run *r);

// One stage.  false when the run ends here: stopped, failed or no set at all.
bool rp_run_stage(struct rp_run *r, enum rp_objective objective);

// Ties: of the sets that are left the one that does without the last controls of the graph.
void rp_run_tie(struct rp_run *r);

enum rp_objective rp_objective_of_stage(enum rp_stage stage);

#endif
