// SPDX-License-Identifier: Apache-2.0
/*
 * One input text, kept whole so that any later message can quote it.
 */
#include "diag/source.h"

#include <assert.h>

const struct rp_source *rp_source_new(struct rp_arena *a, struct rp_str name, struct rp_str text)
{
    assert(text.n < UINT32_MAX);
    uint32_t nlines = 1;
    for (size_t i = 0; i < text.n; i++)
        nlines += text.p[i] == '\n';

    uint32_t *line = RP_NEWN(a, uint32_t, nlines);
    uint32_t n = 1;
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] == '\n')
            line[n++] = (uint32_t)i + 1;

    struct rp_source *src = RP_NEW(a, struct rp_source);
    *src = (struct rp_source){name, text, line, nlines};
    return src;
}

// Index from 0 of the line that holds the offset.
static uint32_t find_line(const struct rp_source *src, uint32_t off)
{
    uint32_t lo = 0, hi = src->nlines;
    while (hi - lo > 1) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (src->line[mid] <= off)
            lo = mid;
        else
            hi = mid;
    }
    return lo;
}

struct rp_pos rp_source_pos(const struct rp_source *src, uint32_t off)
{
    assert(off <= src->text.n);
    uint32_t line = find_line(src, off);
    uint32_t col = 1;
    for (size_t i = src->line[line], size; i < off; i += size) {
        rp_str_decode(src->text, i, &size);
        col++;
    }
    return (struct rp_pos){line + 1, col};
}

struct rp_str rp_source_line(const struct rp_source *src, uint32_t line)
{
    assert(line >= 1 && line <= src->nlines);
    size_t from = src->line[line - 1];
    size_t to = line < src->nlines ? src->line[line] - 1 : src->text.n;
    if (to > from && src->text.p[to - 1] == '\r')
        to--;
    return (struct rp_str){src->text.p + from, to - from};
}

uint32_t rp_source_offset(const struct rp_source *src, size_t line, size_t col)
{
    if (line >= src->nlines)
        return (uint32_t)src->text.n;
    size_t i = src->line[line], size;
    for (; col > 0 && i < src->text.n && src->text.p[i] != '\n'; col--, i += size)
        rp_str_decode(src->text, i, &size);
    return (uint32_t)i;
}

struct rp_str rp_loc_text(struct rp_loc at)
{
    if (!at.src)
        return RP_STR("");
    return (struct rp_str){at.src->text.p + at.off, at.len};
}

struct rp_str rp_loc_name(struct rp_arena *a, struct rp_loc at)
{
    if (!at.src)
        return RP_STR("");
    return rp_str_printf(a, "%.*s:%u", RP_FMT(at.src->name), find_line(at.src, at.off) + 1);
}
