// SPDX-License-Identifier: Apache-2.0
/*
 * Why: each chosen control's reason, and the path that nothing can cut.
 */
#ifndef REMPART_SELECT_REASON_H
#define REMPART_SELECT_REASON_H

#include "select/select.h"

// Fills reason[c] for every chosen control of a selection whose chosen and given_up are set.
void rp_reason_all(struct rp_arena *a, const struct rp_graph *g, struct rp_selection *s);

// The easiest path to a goal that stays unacceptable: with everything that `allowed` allows, if it
// is derivable even then; else with the chosen set.
void rp_reason_open(struct rp_arena *a, const struct rp_graph *g, const bool *allowed,
                    struct rp_selection *s);

#endif
