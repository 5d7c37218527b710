// SPDX-License-Identifier: Apache-2.0
/*
 * The annex: method, estimate of malfunctions, consistency rules, tool.
 */
#include "report/chapters.h"

static void put_method(struct rp_pen *pen)
{
    static const enum rp_t text[] = {RP_T_METHOD_GRAPH,     RP_T_METHOD_LEVELS,
                                     RP_T_METHOD_RISK,      RP_T_METHOD_STATES,
                                     RP_T_METHOD_SELECTION, RP_T_METHOD_VERDICT};
    rp_pen_heading(pen, 2, RP_SAY(pen, ANNEX_METHOD), RP_STR("method"));
    for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++)
        rp_pen_say(pen, rp_t(pen->lang, text[i]));
}

// The graph with another residual density of the maker's own code.
static void with_density(struct rp_pen *pen, uint32_t density_milli, struct rp_graph *ret_graph)
{
    const struct rp_graph *g = pen->g;
    const struct rp_attack *attack = pen->as->attack;
    *ret_graph = *g;
    ret_graph->kind = RP_NEWN(pen->arena, struct rp_graph_kind, g->nkinds);
    ret_graph->control = RP_NEWN(pen->arena, struct rp_graph_control, g->ncontrols);
    memcpy(ret_graph->kind, g->kind, g->nkinds * sizeof(*g->kind));
    for (uint32_t i = 0; i < g->ncontrols; i++) {
        const struct rp_control_kind *kind = &attack->catalogue->control[attack->control_kind[i]];
        ret_graph->control[i] = g->control[i];
        ret_graph->control[i].cost.malfunction = (uint64_t)kind->place_lines * density_milli;
        ret_graph->kind[g->control[i].kind].cost.malfunction =
            (uint64_t)kind->own_lines * density_milli +
            (uint64_t)kind->library_lines * kind->library_density_milli;
    }
}

// Does the smallest set change with the density?
static void put_sensitivity(struct rp_pen *pen)
{
    static const uint32_t other[] = {100, 3000};
    struct rp_select_options options = pen->as->options;
    options.keep = RP_KEEP_NONE;
    options.certificate = false;
    for (size_t i = 0; i < sizeof(other) / sizeof(other[0]); i++) {
        struct rp_graph g;
        struct rp_selection selection;
        with_density(pen, other[i], &g);
        if (rp_select(pen->arena, &g, &options, &selection) != RP_OK || !selection.chosen)
            continue;
        bool same = memcmp(selection.chosen, pen->as->smallest.chosen,
                           g.ncontrols * sizeof(*selection.chosen)) == 0;
        struct rp_str density = rp_lang_decimal(pen->arena, pen->lang, other[i] / 100, 1);
        rp_pen_say(pen, same ? RP_FILL(pen, SENSITIVITY_SAME, density)
                             : RP_FILL(pen, SENSITIVITY_OTHER, density));
    }
}

// Each source of sizes once, with the measures whose kind names it.
static void put_size_sources(struct rp_pen *pen)
{
    rp_pen_say(pen, RP_SAY(pen, SIZE_SOURCES));
    struct rp_block *list = rp_put_block(&pen->put, RP_BLOCK_LIST);
    list->compact = true;
    struct rp_put outside = pen->put;
    pen->put = rp_put_inside(&pen->put, list);
    bool *told = RP_NEWN(pen->arena, bool, pen->measures.nmeasures);
    for (uint32_t i = 0; i < pen->measures.nmeasures; i++) {
        if (told[i])
            continue;
        struct rp_str source =
            rp_pen_kind(pen, &pen->measures.measure[i])->size_source.in[pen->lang];
        struct rp_line line = rp_pen_line(pen);
        for (uint32_t k = i; k < pen->measures.nmeasures; k++) {
            const struct rp_measure *m = &pen->measures.measure[k];
            if (!rp_str_eq(rp_pen_kind(pen, m)->size_source.in[pen->lang], source))
                continue;
            told[k] = true;
            rp_line_text(&line, k > i ? RP_STR(", ") : RP_STR(""));
            rp_pen_ref_measure(pen, &line, m);
        }
        rp_line_text(&line, RP_SAY(pen, COLON));
        rp_line_text(&line, source.n ? source : RP_SAY(pen, SIZE_NO_SOURCE));
        rp_pen_put_line(pen, RP_BLOCK_PARAGRAPH, line);
    }
    pen->put = outside;
}

static void put_malfunction(struct rp_pen *pen)
{
    static const enum rp_t heads[] = {RP_T_COL_CONTROL,       RP_T_COL_OWN_LINES,
                                      RP_T_COL_LIBRARY_LINES, RP_T_COL_LIBRARY_DENSITY,
                                      RP_T_COL_PLACE_LINES,   RP_T_COL_MALFUNCTION};
    static const uint8_t widths[] = {34, 13, 13, 13, 13, 14};
    rp_pen_heading(pen, 2, RP_SAY(pen, ANNEX_MALFUNCTION), RP_STR("malfunction"));
    rp_pen_say(pen, RP_SAY(pen, MALFUNCTION_FORMULA));
    struct rp_str source = pen->m->policy.density_source;
    rp_pen_say(pen, RP_FILL(pen, MALFUNCTION_DENSITY,
                            rp_lang_decimal(pen->arena, pen->lang, pen->m->policy.density_milli, 3),
                            source.n ? source : RP_SAY(pen, DENSITY_DEFAULT)));
    rp_pen_say(pen, RP_SAY(pen, MALFUNCTION_CAUTION));
    if (!pen->measures.nmeasures)
        return;
    struct rp_grid grid = rp_pen_table(pen, RP_SAY(pen, TABLE_MALFUNCTION), heads, 6, widths);
    grid.block->compact = true;
    for (uint32_t i = 0; i < pen->measures.nmeasures; i++) {
        const struct rp_measure *m = &pen->measures.measure[i];
        const struct rp_control_kind *kind = rp_pen_kind(pen, m);
        uint64_t total = pen->g->kind[pen->g->control[m->at[0]].kind].cost.malfunction;
        for (uint32_t k = 0; k < m->nat; k++)
            total += pen->g->control[m->at[k]].cost.malfunction;
        struct rp_line line = rp_pen_line(pen);
        rp_pen_ref_measure(pen, &line, m);
        rp_grid_line(&grid, line)->is_header = true;
        rp_grid_text(&grid, rp_pen_number(pen, kind->own_lines));
        rp_grid_text(&grid, rp_pen_number(pen, kind->library_lines));
        rp_grid_text(&grid, rp_lang_decimal(pen->arena, pen->lang, kind->library_density_milli, 3));
        rp_grid_text(&grid, RP_FILL(pen, TIMES, rp_pen_number(pen, m->nat),
                                    rp_pen_number(pen, kind->place_lines)));
        rp_grid_text(&grid,
                     rp_lang_decimal(pen->arena, pen->lang, (int64_t)((total + 500) / 1000), 3));
    }
    rp_grid_end(&grid);
    put_size_sources(pen);
    put_sensitivity(pen);
}

static void put_about(struct rp_pen *pen, struct rp_line *line, const struct rp_ref *about)
{
    if (about->class == RP_CLASS_NONE)
        rp_line_text(line, RP_SAY(pen, DEVICE));
    else if (about->class == RP_CLASS_HARM)
        rp_pen_ref_harm(pen, line, about->i);
    else
        rp_line_code(line, rp_model_item(pen->m, about->class, about->i)->id);
}

_Static_assert(RP_T_XRAY_17 - RP_T_XRAY_01 + 1 == RP_XRAY_RULES, "a text for each rule");

static void put_xray(struct rp_pen *pen)
{
    static const enum rp_t heads[] = {RP_T_COL_RULE, RP_T_COL_RESULT, RP_T_COL_FINDINGS};
    static const uint8_t widths[] = {50, 14, 36};
    rp_pen_heading(pen, 2, RP_SAY(pen, ANNEX_XRAY), RP_STR("xray"));
    rp_pen_say(pen, RP_SAY(pen, XRAY_INTRO));
    struct rp_grid grid = rp_pen_table(pen, RP_SAY(pen, TABLE_XRAY), heads, 3, widths);
    grid.block->compact = true;
    for (uint32_t rule = 0, at = 0; rule < RP_XRAY_RULES; rule++) {
        struct rp_line line = rp_pen_line(pen);
        uint32_t n = 0;
        for (; at < pen->nfindings && pen->finding[at].rule == (enum rp_xray_rule)rule; at++, n++) {
            if (n)
                rp_line_text(&line, RP_STR(", "));
            put_about(pen, &line, &pen->finding[at].about);
        }
        rp_grid_head(&grid, rp_t(pen->lang, (enum rp_t)(RP_T_XRAY_01 + rule)));
        struct rp_line word = rp_pen_line(pen);
        rp_line_level(&word, n ? RP_COUNT(pen, FINDINGS, n) : RP_SAY(pen, XRAY_NONE), n ? 3 : 1);
        rp_grid_line(&grid, word);
        rp_grid_line(&grid, line);
    }
    rp_grid_end(&grid);
}

static void code_field(struct rp_pen *pen, struct rp_grid *fields, struct rp_str name,
                       struct rp_str value)
{
    struct rp_line line = rp_pen_line(pen);
    rp_line_code(&line, value);
    rp_grid_head(fields, name);
    rp_grid_line(fields, line);
}

static void put_tool(struct rp_pen *pen, const struct rp_doc *doc)
{
    const struct rp_catalogue *catalogue = pen->as->attack->catalogue;
    rp_pen_heading(pen, 2, RP_SAY(pen, ANNEX_TOOL), RP_STR("tool"));
    struct rp_grid fields = rp_grid_begin(&pen->put, RP_BLOCK_FIELDS, 2);
    fields.block->compact = true;
    rp_pen_field(pen, &fields, RP_SAY(pen, TOOL), doc->tool_version);
    code_field(pen, &fields, RP_SAY(pen, MODEL_HASH), rp_str_of(pen->m->hash));
    rp_pen_field(pen, &fields, RP_SAY(pen, CATALOGUE_VERSION), catalogue->version);
    code_field(pen, &fields, RP_SAY(pen, CATALOGUE_HASH), rp_str_of(catalogue->hash));
    rp_pen_field(pen, &fields, RP_SAY(pen, EVIDENCE_READ),
                 RP_FILL(pen, EVIDENCE_COUNT, rp_pen_number(pen, pen->as->evidence->nfiles),
                         rp_pen_number(pen, pen->as->evidence->nresults)));
    rp_pen_field(pen, &fields, RP_SAY(pen, CERTIFICATE),
                 pen->options->certified == RP_CERTIFIED_ACCEPTED ? RP_SAY(pen, CERTIFIED_ACCEPTED)
                 : pen->options->certified == RP_CERTIFIED_REFUSED
                     ? RP_SAY(pen, CERTIFIED_REFUSED)
                     : RP_SAY(pen, CERTIFIED_UNCHECKED));
    rp_pen_field(pen, &fields, RP_SAY(pen, SBOM), RP_SAY(pen, SBOM_NOT_COVERED));
    rp_grid_end(&fields);
}

void rp_report_annex(struct rp_pen *pen, const struct rp_doc *doc)
{
    rp_pen_chapter(pen, RP_SAY(pen, CHAPTER_ANNEX), "annex", "ISO 13485 4.1.6");
    put_method(pen);
    put_malfunction(pen);
    put_xray(pen);
    put_tool(pen, doc);
}
