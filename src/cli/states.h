// SPDX-License-Identifier: Apache-2.0
/*
 * The three states of a risk, as a command asks for them.
 */
#ifndef REMPART_CLI_STATES_H
#define REMPART_CLI_STATES_H

#include "cli/pipeline.h"

// --state; unchanged when not given, false (reported) when it is no state.
bool rp_cli_state(struct rp_cli *cli, enum rp_state *state);

// The word of a state on the command line.
const char *rp_cli_state_word(enum rp_state state);

// By graph control: is it there in that state?  The evidence must have been read.
const bool *rp_cli_chosen(struct rp_cli *cli, const struct rp_pipeline *p, enum rp_state state);

#endif
