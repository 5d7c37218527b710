// SPDX-License-Identifier: Apache-2.0
/*
 * One input text, kept whole so that any later message can quote it.
 */
#ifndef REMPART_DIAG_SOURCE_H
#define REMPART_DIAG_SOURCE_H

#include "base/arena.h"
#include "base/str.h"

struct rp_source {
    struct rp_str name;   // as the user wrote it, or as the catalogue names it
    struct rp_str text;   // less than 4 GiB
    const uint32_t *line; // byte offset at which each line starts
    uint32_t nlines;
};

// A place in a source, in bytes.  Line and column are computed only when printed: most places never
// are.  src NULL: no place at all (a whole run, a command line).
struct rp_loc {
    const struct rp_source *src;
    uint32_t off, len;
};

struct rp_pos {
    uint32_t line, col; // both from 1; col counts code points, not bytes
};

// Borrows name and text, which must live as long as the arena.
const struct rp_source *rp_source_new(struct rp_arena *a, struct rp_str name, struct rp_str text);

// off <= length of the text.
struct rp_pos rp_source_pos(const struct rp_source *src, uint32_t off);

// A line, from 1, without its line end.
struct rp_str rp_source_line(const struct rp_source *src, uint32_t line);

// Offset of the place that a library names by line and column, both from 0; the column counts code
// points.  Past the end gives the end.
uint32_t rp_source_offset(const struct rp_source *src, size_t line, size_t col);

// The text of a place; empty when it has none.
struct rp_str rp_loc_text(struct rp_loc at);

// "rempart.yaml:31", in the arena; empty when the place has no source.
struct rp_str rp_loc_name(struct rp_arena *a, struct rp_loc at);

#endif
