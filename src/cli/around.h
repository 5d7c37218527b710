// SPDX-License-Identifier: Apache-2.0
/*
 * Questions around the smallest set: the front of cost against residual risk, the next best sets.
 */
#ifndef REMPART_CLI_AROUND_H
#define REMPART_CLI_AROUND_H

#include "cli/cli.h"

// Appends the front, cheapest first, each point with the verdict of rempart-verify on its certificate:
//
//     cost  residual risk  controls  stays not acceptable
//        0             34         0  D1, D2, D3
//
// attack NULL: a graph from elsewhere.
RP_MUST_USE enum rp_status rp_around_front(struct rp_cli *cli, const struct rp_graph *g,
                                           const struct rp_select_options *options,
                                           struct rp_buf *out);

// Appends up to max further sets, best first, none containing another or the first.
RP_MUST_USE enum rp_status rp_around_next(struct rp_cli *cli, const struct rp_attack *attack,
                                          const struct rp_graph *g,
                                          const struct rp_select_options *options,
                                          const struct rp_selection *first, uint32_t max,
                                          struct rp_buf *out);

#endif
