// SPDX-License-Identifier: Apache-2.0
/*
 * Building a document in reading order.
 */
#include "doc/build.h"

#include <assert.h>

struct rp_put rp_put_at(struct rp_arena *a, struct rp_block **first)
{
    assert(!*first);
    return (struct rp_put){.arena = a, .end = first};
}

struct rp_block *rp_put_block(struct rp_put *put, enum rp_block_type type)
{
    struct rp_block *block = RP_NEW(put->arena, struct rp_block);
    block->type = type;
    *put->end = block;
    put->end = &block->next;
    return block;
}

struct rp_put rp_put_inside(struct rp_put *put, struct rp_block *block)
{
    return rp_put_at(put->arena, &block->first);
}

void rp_line_init(struct rp_line *line, struct rp_arena *a)
{
    *line = (struct rp_line){.arena = a};
}

static struct rp_inline *add(struct rp_line *line, enum rp_inline_type type, struct rp_str text)
{
    struct rp_inline *piece = RP_NEW(line->arena, struct rp_inline);
    piece->type = type;
    piece->text = text;
    // end is set late so that a line can be copied while it is empty
    if (!line->first)
        line->end = &line->first;
    *line->end = piece;
    line->end = &piece->next;
    return piece;
}

void rp_line_text(struct rp_line *line, struct rp_str text)
{
    if (text.n)
        add(line, RP_INLINE_TEXT, text);
}

void rp_line_strong(struct rp_line *line, struct rp_str text)
{
    if (text.n)
        add(line, RP_INLINE_STRONG, text);
}

void rp_line_code(struct rp_line *line, struct rp_str text)
{
    if (text.n)
        add(line, RP_INLINE_CODE, text);
}

void rp_line_break(struct rp_line *line)
{
    add(line, RP_INLINE_BREAK, RP_STR(""));
}

void rp_line_link(struct rp_line *line, struct rp_str text, struct rp_str target)
{
    if (!target.n) {
        rp_line_text(line, text);
        return;
    }
    add(line, RP_INLINE_LINK, text)->target = target;
}

void rp_line_id(struct rp_line *line, struct rp_str id, struct rp_str target)
{
    if (!target.n) {
        rp_line_code(line, id);
        return;
    }
    struct rp_inline *piece = add(line, RP_INLINE_LINK, id);
    piece->target = target;
    piece->identifier = true;
}

void rp_line_level(struct rp_line *line, struct rp_str word, unsigned tone)
{
    add(line, RP_INLINE_LEVEL, word)->tone = tone;
}

struct rp_grid rp_grid_begin(struct rp_put *put, enum rp_block_type type, uint32_t columns)
{
    struct rp_grid t = {.arena = put->arena, .block = rp_put_block(put, type)};
    t.block->columns = columns;
    return t;
}

static struct rp_cell *cell(struct rp_grid *t)
{
    t->block->cell =
        rp_arena_grow(t->arena, t->block->cell, t->ncells, &t->cap, sizeof(*t->block->cell));
    return &t->block->cell[t->ncells++];
}

struct rp_cell *rp_grid_line(struct rp_grid *t, struct rp_line line)
{
    struct rp_cell *c = cell(t);
    c->content = line.first;
    return c;
}

struct rp_cell *rp_grid_text(struct rp_grid *t, struct rp_str text)
{
    struct rp_line line;
    rp_line_init(&line, t->arena);
    rp_line_text(&line, text);
    return rp_grid_line(t, line);
}

void rp_grid_head(struct rp_grid *t, struct rp_str text)
{
    rp_grid_text(t, text)->is_header = true;
}

void rp_grid_end(struct rp_grid *t)
{
    assert(t->ncells % t->block->columns == 0);
    t->block->rows = t->ncells / t->block->columns;
}
