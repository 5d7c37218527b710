// SPDX-License-Identifier: Apache-2.0
/*
 * Building a document in reading order.
 *
 * A `put` is where the next block goes; a line is a run of inline pieces; a table takes its cells one
 * after the other.  All live in the arena of the put.
 */
#ifndef REMPART_DOC_BUILD_H
#define REMPART_DOC_BUILD_H

#include "doc/doc.h"

struct rp_put {
    struct rp_arena *arena;
    struct rp_block **end;
};

// Blocks will be appended to the list that starts at *first, which must be empty.
struct rp_put rp_put_at(struct rp_arena *a, struct rp_block **first);

struct rp_block *rp_put_block(struct rp_put *put, enum rp_block_type type);

// A put for what goes inside a block (LIST items, CARD, VERDICT).
struct rp_put rp_put_inside(struct rp_put *put, struct rp_block *block);

struct rp_line {
    struct rp_arena *arena;
    struct rp_inline *first, **end;
};

void rp_line_init(struct rp_line *line, struct rp_arena *a);
void rp_line_text(struct rp_line *line, struct rp_str text);
void rp_line_strong(struct rp_line *line, struct rp_str text);
void rp_line_code(struct rp_line *line, struct rp_str text);
void rp_line_break(struct rp_line *line);
// target: an anchor of this document; empty gives plain code or text.
void rp_line_link(struct rp_line *line, struct rp_str text, struct rp_str target);
void rp_line_id(struct rp_line *line, struct rp_str id, struct rp_str target);
void rp_line_level(struct rp_line *line, struct rp_str word, unsigned tone);

// A TABLE, FIELDS or MATRIX whose cells are added row by row.
struct rp_grid {
    struct rp_arena *arena;
    struct rp_block *block;
    uint32_t ncells, cap;
};

struct rp_grid rp_grid_begin(struct rp_put *put, enum rp_block_type type, uint32_t columns);
void rp_grid_head(struct rp_grid *t, struct rp_str text);             // a header cell
struct rp_cell *rp_grid_line(struct rp_grid *t, struct rp_line line); // takes the line
struct rp_cell *rp_grid_text(struct rp_grid *t, struct rp_str text);
// Call last: every row must be full.
void rp_grid_end(struct rp_grid *t);

#endif
