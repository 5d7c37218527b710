// SPDX-License-Identifier: Apache-2.0
/*
 * Collected messages -> the formats of other programs.  Private to this room.
 */
#ifndef REMPART_DIAG_RENDER_MACHINE_H
#define REMPART_DIAG_RENDER_MACHINE_H

#include "diag/render.h"

void rp_render_json(const struct rp_diags *d, const struct rp_render *how, struct rp_buf *out);
void rp_render_sarif(const struct rp_diags *d, const struct rp_render *how, struct rp_buf *out);
void rp_render_junit(const struct rp_diags *d, const struct rp_render *how, struct rp_buf *out);
void rp_render_codequality(const struct rp_diags *d, const struct rp_render *how,
                           struct rp_buf *out);
void rp_render_github(const struct rp_diags *d, const struct rp_render *how, struct rp_buf *out);

#endif
