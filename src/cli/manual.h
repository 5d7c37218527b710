// SPDX-License-Identifier: Apache-2.0
/*
 * rempart(1) in mdoc, made from the table of commands.
 */
#ifndef REMPART_CLI_MANUAL_H
#define REMPART_CLI_MANUAL_H

#include "cli/cli.h"

void rp_manual_put(struct rp_buf *out);

#endif
