// SPDX-License-Identifier: Apache-2.0
/*
 * Collected messages -> the formats of other programs.  Private to this room.
 */
#ifndef REMPART_DIAG_RENDER_MACHINE_H
#define REMPART_DIAG_RENDER_MACHINE_H

#include "diag/render.h"

// A source's name as a path from how->folder when it lies there, else in full.  In the arena, or the
// name itself.
struct rp_str rp_render_path(struct rp_arena *a, const struct rp_render *how, struct rp_str name);

// The same as a URI reference (RFC 3986): relative, or with the scheme "file".
struct rp_str rp_render_uri(struct rp_arena *a, const struct rp_render *how, struct rp_str name);

void rp_render_json(const struct rp_diags *d, const struct rp_render *how, struct rp_buf *out);
void rp_render_sarif(const struct rp_diags *d, const struct rp_render *how, struct rp_buf *out);
void rp_render_junit(const struct rp_diags *d, const struct rp_render *how, struct rp_buf *out);
void rp_render_codequality(const struct rp_diags *d, const struct rp_render *how,
                           struct rp_buf *out);
void rp_render_github(const struct rp_diags *d, const struct rp_render *how, struct rp_buf *out);

#endif
