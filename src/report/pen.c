// SPDX-License-Identifier: Apache-2.0
/*
 * What every chapter needs to write: texts, blocks, gaps.
 */
#include "report/pen.h"

static const uint32_t *find_nodes(struct rp_arena *a, const struct rp_attack *attack)
{
    uint32_t *node_of_fact = RP_NEWN(a, uint32_t, (size_t)attack->graph->nfacts + 1);
    for (uint32_t node = 1; attack->mal_graph && node < attack->mal_graph->nnodes; node++) {
        uint32_t fact = attack->fact_of_node[node];
        if (fact != RP_GRAPH_NONE && fact < attack->graph->nfacts && !node_of_fact[fact])
            node_of_fact[fact] = node;
    }
    return node_of_fact;
}

void rp_pen_init(struct rp_pen *pen, struct rp_arena *a, const struct rp_assessment *as,
                 const struct rp_report_options *options, struct rp_doc *doc)
{
    *pen = (struct rp_pen){.arena = a,
                           .lang = options->lang,
                           .options = options,
                           .as = as,
                           .m = as->model,
                           .g = as->attack->graph,
                           .put = rp_put_at(a, &doc->first)};
    pen->gap_end = &pen->gap;
    rp_assess_measures(a, as, &pen->measures);
    pen->finding = rp_xray(a, as, &pen->nfindings);
    pen->node_of_fact = find_nodes(a, as->attack);
}

struct rp_str rp_pen_count(struct rp_pen *pen, enum rp_t one, enum rp_t many, uint32_t n)
{
    bool singular = pen->lang == RP_FR ? n < 2 : n == 1;
    struct rp_str number = rp_pen_number(pen, n);
    return rp_t_fill(pen->arena, pen->lang, singular ? one : many, &number);
}

struct rp_str rp_pen_own(const struct rp_pen *pen, const struct rp_text *text)
{
    return text->in[pen->lang];
}

struct rp_str rp_pen_number(struct rp_pen *pen, uint64_t n)
{
    return rp_lang_integer(pen->arena, pen->lang, (int64_t)n);
}

struct rp_str rp_pen_date(struct rp_pen *pen, struct rp_str iso)
{
    int64_t days;
    return rp_date_parse(iso, &days) ? rp_lang_date(pen->arena, pen->lang, days) : iso;
}

struct rp_str rp_pen_level(struct rp_pen *pen, unsigned level)
{
    if (!level)
        return RP_SAY(pen, LEVEL_0);
    struct rp_str name = rp_pen_own(pen, &pen->m->policy.level_name[level]);
    return rp_str_printf(pen->arena, "V%u %.*s", level, RP_FMT(name));
}

struct rp_str rp_pen_severity(struct rp_pen *pen, unsigned severity)
{
    struct rp_str name = rp_pen_own(pen, &pen->m->policy.severity_name[severity]);
    return rp_str_printf(pen->arena, "%u %.*s", severity, RP_FMT(name));
}

void rp_pen_chapter(struct rp_pen *pen, struct rp_str title, const char *anchor,
                    const char *clauses)
{
    struct rp_block *b = rp_pen_heading(pen, 1, title, rp_str_of(anchor));
    if (pen->options->audit_notes && clauses)
        b->margin = rp_str_of(clauses);
}

struct rp_block *rp_pen_heading(struct rp_pen *pen, unsigned level, struct rp_str title,
                                struct rp_str anchor)
{
    struct rp_line line = rp_pen_line(pen);
    rp_line_text(&line, title);
    struct rp_block *b = rp_pen_put_line(pen, RP_BLOCK_HEADING, line);
    b->level = level;
    b->anchor = anchor;
    return b;
}

static struct rp_block *text_block(struct rp_pen *pen, enum rp_block_type type, struct rp_str text)
{
    struct rp_line line = rp_pen_line(pen);
    rp_line_text(&line, text);
    return rp_pen_put_line(pen, type, line);
}

struct rp_block *rp_pen_say(struct rp_pen *pen, struct rp_str text)
{
    return text_block(pen, RP_BLOCK_PARAGRAPH, text);
}

struct rp_block *rp_pen_small(struct rp_pen *pen, struct rp_str text)
{
    struct rp_block *b = rp_pen_say(pen, text);
    b->compact = true;
    return b;
}

struct rp_block *rp_pen_notice(struct rp_pen *pen, struct rp_str text)
{
    return text_block(pen, RP_BLOCK_NOTICE, text);
}

struct rp_line rp_pen_line(struct rp_pen *pen)
{
    struct rp_line line;
    rp_line_init(&line, pen->arena);
    return line;
}

struct rp_block *rp_pen_put_line(struct rp_pen *pen, enum rp_block_type type, struct rp_line line)
{
    struct rp_block *b = rp_put_block(&pen->put, type);
    b->content = line.first;
    return b;
}

struct rp_grid rp_pen_table(struct rp_pen *pen, struct rp_str caption, const enum rp_t *heads,
                            uint32_t n, const uint8_t *widths)
{
    struct rp_grid grid = rp_grid_begin(&pen->put, RP_BLOCK_TABLE, n);
    struct rp_line line = rp_pen_line(pen);
    rp_line_text(&line, caption);
    grid.block->content = line.first;
    grid.block->width = widths;
    for (uint32_t i = 0; i < n; i++)
        rp_grid_head(&grid, rp_t(pen->lang, heads[i]));
    return grid;
}

void rp_pen_field(struct rp_pen *pen, struct rp_grid *fields, struct rp_str name,
                  struct rp_str value)
{
    (void)pen;
    if (!value.n)
        return;
    rp_grid_head(fields, name);
    rp_grid_text(fields, value);
}

static unsigned risk_tone(const struct rp_risk *risk, enum rp_state state)
{
    if (!risk->level[state])
        return 1;
    return risk->acceptable[state] ? 2 : risk->level[state] < 3 ? 3 : 4;
}

void rp_pen_risk_line(struct rp_pen *pen, struct rp_line *line, const struct rp_risk *risk,
                      enum rp_state state)
{
    rp_line_level(line, rp_pen_level(pen, risk->level[state]), risk_tone(risk, state));
}

void rp_pen_risk_cell(struct rp_pen *pen, struct rp_grid *grid, const struct rp_risk *risk,
                      enum rp_state state)
{
    struct rp_line line = rp_pen_line(pen);
    unsigned level = risk->level[state];
    if (!level) {
        rp_line_level(&line, RP_SAY(pen, LEVEL_0), 1);
    } else {
        rp_line_level(&line, rp_str_printf(pen->arena, "V%u", level), risk_tone(risk, state));
        rp_line_text(&line, RP_STR(" "));
        rp_line_text(&line, risk->acceptable[state] ? RP_SAY(pen, ACCEPTABLE)
                                                    : RP_SAY(pen, NOT_ACCEPTABLE));
    }
    rp_grid_line(grid, line);
}

void rp_pen_gap(struct rp_pen *pen, struct rp_str text, const char *anchor)
{
    struct rp_gap *gap = RP_NEW(pen->arena, struct rp_gap);
    gap->text = text;
    gap->anchor = rp_str_of(anchor);
    *pen->gap_end = gap;
    pen->gap_end = &gap->next;
}

bool rp_pen_written(struct rp_pen *pen, const char *key)
{
    for (uint32_t i = 0; i < pen->m->nsections; i++) {
        const struct rp_section *section = &pen->m->section[i];
        if (!rp_str_eq(section->key, rp_str_of(key)) || !section->text.in[pen->lang].n)
            continue;
        rp_pen_say(pen, rp_pen_own(pen, &section->text));
        return true;
    }
    return false;
}

void rp_pen_section(struct rp_pen *pen, const char *key, const char *anchor, enum rp_t missing)
{
    if (rp_pen_written(pen, key))
        return;
    rp_pen_notice(pen, RP_FILL(pen, SECTION_MISSING, rp_t(pen->lang, missing), rp_str_of(key)));
    rp_pen_gap(pen, rp_t(pen->lang, missing), anchor);
}

void rp_pen_gaps(struct rp_pen *pen)
{
    if (!pen->gap) {
        rp_pen_say(pen, RP_SAY(pen, GAPS_NONE));
        return;
    }
    struct rp_block *list = rp_put_block(&pen->put, RP_BLOCK_LIST);
    list->compact = true;
    struct rp_put outside = pen->put;
    pen->put = rp_put_inside(&pen->put, list);
    for (const struct rp_gap *gap = pen->gap; gap; gap = gap->next) {
        struct rp_line line = rp_pen_line(pen);
        rp_line_link(&line, gap->text, gap->anchor);
        rp_pen_put_line(pen, RP_BLOCK_PARAGRAPH, line);
    }
    pen->put = outside;
}
