// SPDX-License-Identifier: Apache-2.0
/*
 * Chapters 6 to 8 of the plan: sources of risk and threats, scales, attack paths before controls.
 */
#include "report/chapters.h"

static void put_sources(struct rp_pen *pen)
{
    static const enum rp_t heads[] = {RP_T_COL_SOURCE, RP_T_COL_KIND, RP_T_COL_WHERE,
                                      RP_T_COL_MEANS, RP_T_COL_EXCLUDED};
    static const uint8_t widths[] = {26, 22, 20, 18, 14};
    struct rp_grid grid = rp_pen_table(pen, RP_SAY(pen, TABLE_SOURCES), heads, 5, widths);
    grid.block->compact = true;
    for (uint32_t i = 1; i < pen->m->nsources; i++) {
        const struct rp_source_of_risk *source = &pen->m->source[i];
        rp_pen_item_cell(pen, &grid, &source->item, "source");
        rp_grid_text(&grid, rp_pen_kind_text(pen, &source->item));
        struct rp_line line = rp_pen_line(pen);
        for (uint32_t k = 0; k < source->zones.n; k++) {
            if (k)
                rp_line_text(&line, RP_STR(", "));
            rp_line_code(&line, pen->m->zone[source->zones.ref[k].i].item.id);
        }
        rp_grid_line(&grid, line);
        line = rp_pen_line(pen);
        for (uint32_t k = 0; k < source->means.n; k++) {
            if (k)
                rp_line_text(&line, RP_STR(", "));
            rp_line_code(&line, source->means.word[k].text);
        }
        rp_grid_line(&grid, line);
        line = rp_pen_line(pen);
        if (source->excluded_by.class == RP_CLASS_ASSUMPTION) {
            struct rp_str id = pen->m->assumption[source->excluded_by.i].item.id;
            rp_line_id(&line, id, rp_pen_anchor(pen, "assumption", id));
        } else {
            rp_line_text(&line, RP_SAY(pen, NO));
        }
        rp_grid_line(&grid, line);
    }
    rp_grid_end(&grid);
}

// Meta "ref" of the catalogue's step behind a step of the graph: STRIDE letters and the like.
static struct rp_str references(const struct rp_pen *pen, uint32_t step)
{
    const struct rp_attack *attack = pen->as->attack;
    uint32_t node = pen->node_of_fact[pen->g->head[step]];
    if (!node || !attack->mal_graph)
        return RP_STR("");
    const struct rp_mal_step *s = &attack->catalogue->mal->step[attack->mal_graph->node[node].step];
    return rp_mal_meta_find(s->meta, s->nmeta, RP_STR("ref"));
}

struct threat {
    uint32_t step;        // the first step that shows the technique
    bool cases[RP_CASES]; // of the harms it helps to reach
    uint32_t n;           // harms
};

// One line per technique that stands on a numbered path.
static uint32_t collect(struct rp_pen *pen, struct threat *threat)
{
    uint32_t n = 0;
    const struct rp_graph_origin *origin = &pen->g->origin;
    for (uint32_t i = 0; origin->step_id && i < pen->measures.npaths; i++) {
        const struct rp_numbered_path *path = &pen->measures.path[i];
        enum rp_case scenario = pen->m->harm[pen->as->risk[path->risk].harm].scenario;
        for (uint32_t k = 0; k < path->path.nsteps; k++) {
            uint32_t step = path->path.step[k], t = 0;
            if (!origin->step_id[step].n)
                continue;
            while (t < n && !rp_str_eq(origin->step_id[threat[t].step], origin->step_id[step]))
                t++;
            if (t == n)
                threat[n++] = (struct threat){.step = step};
            threat[t].cases[scenario] = true;
        }
    }
    return n;
}

static void put_threats(struct rp_pen *pen)
{
    static const enum rp_t heads[] = {RP_T_COL_TECHNIQUE, RP_T_COL_STEP, RP_T_COL_ON, RP_T_COL_CASE,
                                      RP_T_COL_REFERENCES};
    static const uint8_t widths[] = {14, 36, 18, 14, 18};
    struct threat *threat = RP_NEWN(pen->arena, struct threat, (size_t)pen->g->nsteps + 1);
    uint32_t n = collect(pen, threat);
    if (!n) {
        rp_pen_say(pen, RP_SAY(pen, THREATS_NONE));
        return;
    }
    struct rp_grid grid = rp_pen_table(pen, RP_SAY(pen, TABLE_THREATS), heads, 5, widths);
    grid.block->compact = true;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t step = threat[i].step;
        struct rp_line line = rp_pen_line(pen);
        rp_line_code(&line, pen->g->origin.step_id[step]);
        rp_grid_line(&grid, line)->is_header = true;
        rp_grid_text(&grid, rp_report_step_text(pen, step));
        line = rp_pen_line(pen);
        if (pen->g->origin.fact_thing)
            rp_line_code(&line, pen->g->origin.fact_thing[pen->g->head[step]]);
        rp_grid_line(&grid, line);
        rp_grid_text(&grid, threat[i].cases[RP_TARGET] && threat[i].cases[RP_GATEWAY]
                                ? RP_SAY(pen, CASE_BOTH)
                            : threat[i].cases[RP_TARGET] ? RP_SAY(pen, CASE_TARGET)
                                                         : RP_SAY(pen, CASE_GATEWAY));
        rp_grid_text(&grid, references(pen, step));
    }
    rp_grid_end(&grid);
}

void rp_plan_threats(struct rp_pen *pen)
{
    rp_pen_chapter(pen, RP_SAY(pen, PLAN_6), "threats",
                   "IEC 81001-5-1 7.2; MDCG 2019-16 3.4; ISO 14971 5.4");
    rp_pen_say(pen, RP_SAY(pen, THREATS_INTRO));
    put_sources(pen);
    put_threats(pen);
}

static void put_severities(struct rp_pen *pen)
{
    static const enum rp_t heads[] = {RP_T_COL_SEVERITY, RP_T_COL_MEANING, RP_T_COL_ACCEPTED_UP_TO};
    static const enum rp_t meaning[] = {RP_T_SEVERITY_1, RP_T_SEVERITY_2, RP_T_SEVERITY_3,
                                        RP_T_SEVERITY_4, RP_T_SEVERITY_5};
    struct rp_grid grid = rp_pen_table(pen, RP_SAY(pen, TABLE_SEVERITIES), heads, 3, NULL);
    grid.block->compact = true;
    for (unsigned i = 1; i <= 5; i++) {
        rp_grid_head(&grid, rp_pen_severity(pen, i));
        rp_grid_text(&grid, rp_t(pen->lang, meaning[i - 1]));
        unsigned level = pen->m->policy.acceptable[i];
        rp_grid_text(&grid, level ? rp_pen_level(pen, level) : RP_SAY(pen, ACCEPTED_NO_LEVEL));
    }
    rp_grid_end(&grid);
}

static void put_levels(struct rp_pen *pen)
{
    static const enum rp_t heads[] = {RP_T_COL_FEASIBILITY, RP_T_COL_MEANING};
    static const enum rp_t meaning[] = {RP_T_FEASIBILITY_0, RP_T_FEASIBILITY_1, RP_T_FEASIBILITY_2,
                                        RP_T_FEASIBILITY_3, RP_T_FEASIBILITY_4};
    struct rp_grid grid = rp_pen_table(pen, RP_SAY(pen, TABLE_LEVELS), heads, 2, NULL);
    grid.block->compact = true;
    for (unsigned i = 0; i <= 4; i++) {
        rp_grid_head(&grid, rp_pen_level(pen, i));
        rp_grid_text(&grid, rp_t(pen->lang, meaning[i]));
    }
    rp_grid_end(&grid);
}

void rp_plan_scales(struct rp_pen *pen)
{
    rp_pen_chapter(pen, RP_SAY(pen, PLAN_7), "scales",
                   "ISO 14971 4.4, 5.5, 6; IEC 81001-5-1 7.3; MDCG 2019-16 3.4");
    rp_pen_say(pen, RP_SAY(pen, SCALES_INTRO));
    put_severities(pen);
    put_levels(pen);
    rp_pen_say(pen, RP_SAY(pen, SCALES_TRANSFER));
}

void rp_plan_paths(struct rp_pen *pen)
{
    rp_pen_chapter(pen, RP_SAY(pen, PLAN_8), "paths", "IEC 81001-5-1 7.2; ISO 14971 5.4");
    rp_pen_say(pen, RP_SAY(pen, PATHS_INTRO));
    for (uint32_t i = 0; i < pen->as->nrisks; i++) {
        const struct rp_risk *risk = &pen->as->risk[i];
        const struct rp_item *item = &pen->m->harm[risk->harm].item;
        rp_pen_heading(pen, 2,
                       rp_str_printf(pen->arena, "%.*s \xE2\x80\x93 %.*s", RP_FMT(item->id),
                                     RP_FMT(item->name.in[pen->lang])),
                       rp_pen_anchor(pen, "harm", item->id));
        if (!risk->level[RP_WITHOUT]) {
            rp_pen_say(pen, RP_SAY(pen, HARM_UNREACHABLE));
            continue;
        }
        rp_report_harm_figure(pen, i, false);
        for (uint32_t k = 0; k < pen->measures.npaths; k++)
            if (pen->measures.path[k].risk == i && pen->measures.path[k].number == 1)
                rp_report_path_table(pen, &pen->measures.path[k], false);
    }
}
