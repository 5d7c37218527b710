// SPDX-License-Identifier: Apache-2.0
/*
 * When no set will do: what to reconsider.
 */
#ifndef REMPART_SELECT_CONFLICT_H
#define REMPART_SELECT_CONFLICT_H

#include "select/select.h"

// No set makes every goal acceptable: the smallest set of refused, forbidden or not decided controls
// that would have to be allowed.  Empty when even that does not help.
RP_MUST_USE enum rp_status rp_conflict_refusals(struct rp_arena *a, const struct rp_graph *g,
                                                const struct rp_select_options *options,
                                                struct rp_selection *s);

// Duties and refusals contradict each other whatever the goals are: a minimal set of controls whose
// duties and refusals do so together.
RP_MUST_USE enum rp_status rp_conflict_duties(struct rp_arena *a, const struct rp_graph *g,
                                              const struct rp_select_options *options,
                                              struct rp_selection *s);

#endif
