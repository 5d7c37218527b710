// SPDX-License-Identifier: Apache-2.0
/*
 * The way of the data, as far as a command needs it.
 */
#ifndef REMPART_CLI_PIPELINE_H
#define REMPART_CLI_PIPELINE_H

#include "cli/cli.h"

struct rp_pipeline {
    const struct rp_model *model;
    const struct rp_catalogue *catalogue;
    const struct rp_attack *attack;
    const struct rp_evidence *evidence;
    struct rp_assessment assessment;
};

// Each goes as far as its name says, with all that stands before it; false when something was an
// error (reported) and the command must end with rp_cli_finish.
bool rp_pipeline_attack(struct rp_cli *cli, struct rp_pipeline *ret_pipeline);

// Reads the graph of --graph, which must be given; NULL (reported) when that fails.
const struct rp_graph *rp_pipeline_graph_file(struct rp_cli *cli, bool *ret_json);

// Reads the evidence of p->model, held against the images and the plan when the model names images
// and could be understood.
void rp_pipeline_evidence(struct rp_cli *cli, struct rp_pipeline *p);

// The whole way.  On failure of the run itself *ret_exit says how to end.
bool rp_pipeline_assess(struct rp_cli *cli, struct rp_pipeline *ret_pipeline,
                        enum rp_exit *ret_exit);

// Objective and limits from the model's policy (may be NULL) and the command line; false (reported)
// when the command line is wrong.
bool rp_pipeline_select_options(struct rp_cli *cli, const struct rp_policy *policy,
                                struct rp_select_options *ret_options);

// --keep; unchanged when not given, false (reported) when it is no such word.
bool rp_pipeline_keep(struct rp_cli *cli, enum rp_keep *keep);

// The harm named by an operand: false (reported, with did-you-mean) when there is none.
bool rp_pipeline_harm(struct rp_cli *cli, const struct rp_model *m, struct rp_str id,
                      uint32_t *ret_harm);

#endif
