// SPDX-License-Identifier: Apache-2.0
/*
 * Has a certificate checked by rempart-verify, the second program.
 */
#ifndef REMPART_CLI_PROOF_H
#define REMPART_CLI_PROOF_H

#include "cli/cli.h"

enum rp_proof_answer { RP_PROOF_UNCHECKED, RP_PROOF_ACCEPTED, RP_PROOF_REFUSED };

// Runs the rempart-verify that stands beside this program, or on the PATH, on the graph and the
// certificate, by way of two temporary files.  UNCHECKED when there is no certificate (empty), no
// such program or no room for the files.
enum rp_proof_answer rp_cli_check_proof(struct rp_cli *cli, const struct rp_graph *g,
                                        struct rp_str certificate);

// What became of a certificate, for people and for programs.
const char *rp_cli_proof_text(const struct rp_cli *cli, enum rp_proof_answer answer);
const char *rp_cli_proof_word(enum rp_proof_answer answer);

#endif
