// SPDX-License-Identifier: Apache-2.0
/*
 * Pieces of the answers for programs that several commands share; rempart-answers(5).
 */
#ifndef REMPART_CLI_JSON_H
#define REMPART_CLI_JSON_H

#include "cli/cli.h"

#include "base/json.h"

// Opens an answer: '{' and its schemaVersion.
void rp_cli_json_begin(struct rp_json *j, struct rp_buf *out);

// The members "level", "hardest" and "steps" of a path, into an open object.  All steps stand there,
// also those that are not shown to people.
void rp_cli_json_path(struct rp_cli *cli, const struct rp_graph *g, const struct rp_path *path,
                      struct rp_json *j);

// The names of a set of controls, by control.
void rp_cli_json_controls(const struct rp_graph *g, const bool *of, const char *key,
                          struct rp_json *j);

// The names of a set of goals, by goal; NULL is the empty set.
void rp_cli_json_goals(const struct rp_graph *g, const bool *of, const char *key,
                       struct rp_json *j);

// The word of a stage of the objective.
const char *rp_cli_stage_word(enum rp_stage stage);

#endif
