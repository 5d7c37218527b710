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

// The goal of a harm in the attack graph; RP_GRAPH_NONE when it has none.
uint32_t rp_cli_goal_of(const struct rp_attack *attack, uint32_t harm);

// Sets named[] of the graph controls that a word names: a control of the model, a kind of the
// catalogue (everywhere), or kind@place; of a graph from elsewhere (attack NULL) its own names.  False
// when nothing has that name; a decided control or a kind may stand nowhere in the graph.
bool rp_cli_find_controls(const struct rp_attack *attack, const struct rp_graph *g,
                          struct rp_str word, bool *named);

// Sets chosen[] of the graph controls that a word names: a control of the model, a kind of the
// catalogue (everywhere), or kind@place.  False (reported) when it names none.
bool rp_cli_mark_controls(struct rp_cli *cli, const struct rp_attack *attack, struct rp_str word,
                          bool value, bool *chosen);

// Whether a step is the one that a word names: by its technique or by the fact it gives.
bool rp_cli_step_is(const struct rp_graph *g, uint32_t step, struct rp_str word);

#endif
